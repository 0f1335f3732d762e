import Environments
import LinearAlgebra
import Storage
import Testing
import Training

/// The checkpoint of a training under way, and what taking it up in a damaged form says.
private struct Damage {
  let configuration: RunConfiguration
  let checkpoint: Checkpoint

  init(_ specimen: LearnerSpecimen) throws {
    configuration = specimen.configuration()
    var trainer = try configuration.makeTrainer()
    for _ in 0..<min(4, configuration.updates / 2) { try trainer.advance() }
    checkpoint = trainer.checkpoint
  }

  func error(_ change: (inout Checkpoint) -> Void) -> (any Error)? {
    var damaged = checkpoint
    change(&damaged)
    do {
      var trainer = try configuration.training.makeTrainer(configuration, resuming: damaged)
      // What is accepted must also go on.
      while !trainer.isDone { try trainer.advance() }
      return nil
    } catch {
      return error
    }
  }
}

@Test(arguments: LearnerSpecimen.all)
func anUndamagedStateOfALearnerIsTakenUp(_ specimen: LearnerSpecimen) throws {
  #expect(try Damage(specimen).error { _ in } == nil)
}

@Test(arguments: LearnerSpecimen.all)
func damagedArraysOfALearnersStateAreRefused(_ specimen: LearnerSpecimen) throws {
  let damage = try Damage(specimen)
  #expect(!damage.checkpoint.state.isEmpty)
  for (index, entry) in damage.checkpoint.state.enumerated() {
    func error(_ change: (inout [Float]) -> Void) -> (any Error)? {
      damage.error { checkpoint in
        var elements = entry.tensor.elements
        change(&elements)
        checkpoint.state[index].tensor = Tensor(shape: [elements.count], elements: elements)
      }
    }
    let found: [(String, (any Error)?)] = [
      ("gone", damage.error { $0.state.remove(at: index) }),
      ("longer", error { $0 += [0, 0] }),
      ("not a number", error { $0[$0.count - 1] = .nan }),
      ("infinite", error { $0[$0.count - 1] = .infinity }),
    ]
    for (what, error) in found {
      guard case .badReplay(let reason) = error as? TrainingError else {
        Issue.record("\(entry.name) \(what): \(String(describing: error))")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }
}

@Test(arguments: LearnerSpecimen.all)
func damagedNumbersOfALearnersStateAreRefused(_ specimen: LearnerSpecimen) throws {
  let damage = try Damage(specimen)
  #expect(!damage.checkpoint.stateText.isEmpty)
  for key in damage.checkpoint.stateText.keys.sorted() {
    let gone = damage.error { $0.stateText[key] = nil } as? CheckpointError
    guard case .noSuchState(key, _) = gone else {
      Issue.record("\(key): \(String(describing: gone))")
      continue
    }
    let unreadable = damage.error { $0.stateText[key] = "x" } as? CheckpointError
    guard case .invalidState(key, "x", _) = unreadable else {
      Issue.record("\(key): \(String(describing: unreadable))")
      continue
    }
    let wrong = damage.error { $0.stateText[key] = key.hasSuffix("sum") ? "inf" : "-1" }
    #expect(wrong is TrainingError, "\(key)")
  }
}

@Test(arguments: LearnerSpecimen.all.filter { $0.training is DQNSettings })
func aMemoryThatCouldHaveBeenButWasNotIsRefused(_ specimen: LearnerSpecimen) throws {
  // Long enough that the first episodes of every slot are forgotten: then no sum tells the steps.
  let configuration = specimen.configuration()
  var trainer = try configuration.makeTrainer()
  while !trainer.isDone { try trainer.advance() }
  let whole = trainer.checkpoint
  func isRefused(_ change: (inout Checkpoint) -> Void) -> Bool {
    var checkpoint = whole
    change(&checkpoint)
    do {
      _ = try configuration.makeTrainer(resuming: checkpoint)
      return false
    } catch {
      guard case .badReplay = error as? TrainingError else { return false }
      return true
    }
  }
  #expect(!isRefused { _ in })
  let steps = try whole.stateInteger("steps")
  for other in [steps - 1, steps + 1, steps * 2] {
    #expect(isRefused { $0.setState(other, for: "steps") }, "\(other)")
  }
  // Another first action of an episode under way.
  let index = try #require(whole.state.firstIndex { $0.name == "replay/actions" })
  #expect(
    isRefused { checkpoint in
      let last = checkpoint.state[index].tensor.count - 1
      let action = checkpoint.state[index].tensor.elements[last]
      checkpoint.state[index].tensor.elements[last] = action == 0 ? 1 : 0
    })
}

@Test(arguments: LearnerSpecimen.all)
func actionsThatNoEpisodeCanHaveAreRefused(_ specimen: LearnerSpecimen) throws {
  let damage = try Damage(specimen)
  guard let index = damage.checkpoint.state.firstIndex(where: { $0.name == "episodes/actions" })
  else { return }
  let error = damage.error { checkpoint in
    var elements = checkpoint.state[index].tensor.elements
    for place in stride(from: 1, to: elements.count, by: 2) { elements[place] = 9 }
    checkpoint.state[index].tensor = Tensor(shape: [elements.count], elements: elements)
  }
  #expect(error is EnvironmentError || error is TrainingError, "\(String(describing: error))")
}
