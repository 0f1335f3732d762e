import Agents
import Environments
import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing
import Training

/// A checkpoint of a training under way, damaged in one place.
private func error(_ damage: (inout Checkpoint) -> Void) throws -> (any Error)? {
  let configuration = TinyRun.configuration(updates: 30)
  var trainer = try TinyRun.trainer(configuration)
  for _ in 0..<6 { try trainer.advance() }
  var checkpoint = trainer.checkpoint
  damage(&checkpoint)
  do {
    var resumed = try TinyRun.trainer(configuration, resuming: checkpoint)
    // What is accepted must also go on.
    for _ in 0..<10 { try resumed.advance() }
    return nil
  } catch {
    return error
  }
}

private func change(
  _ name: String, _ checkpoint: inout Checkpoint, _ body: (inout [Float]) -> Void
) {
  guard let index = checkpoint.state.firstIndex(where: { $0.name == name }) else {
    Issue.record("There is no state \(name).")
    return
  }
  var tensor = checkpoint.state[index].tensor
  body(&tensor.elements)
  checkpoint.state[index].tensor = Tensor(shape: [tensor.elements.count], elements: tensor.elements)
}

@Test func anUndamagedStateIsTakenUp() throws {
  #expect(try error { _ in } == nil)
}

@Test(arguments: [
  "adam/first", "adam/second", "replay/level", "replay/state", "replay/optimal", "episodes/level",
  "episodes/state",
])
func missingAndWrongNumbersOfTheStateAreNamed(name: String) throws {
  let isMoment = name.hasPrefix("adam")
  var damages: [(String, (inout Checkpoint) -> Void)] = [
    ("gone", { $0.state.removeAll { $0.name == name } }),
    ("empty", { change(name, &$0) { $0 = [] } }),
    ("shorter", { change(name, &$0) { $0.removeLast(isMoment ? 1 : 2) } }),
    ("longer", { change(name, &$0) { $0 += [0, 0] } }),
    ("not a number", { change(name, &$0) { $0[1] = .nan } }),
    ("infinite", { change(name, &$0) { $0[1] = .infinity } }),
  ]
  if !isMoment {
    damages += [
      ("negative", { change(name, &$0) { $0[1] = -1 } }),
      ("broken", { change(name, &$0) { $0[1] = 0.5 } }),
      ("too large", { change(name, &$0) { $0[0] = 16_777_215 } }),
    ]
  }
  for (what, damage) in damages {
    let found = try error(damage) as? TrainingError
    guard case .badReplay(let reason) = found else {
      Issue.record("\(name) \(what): \(String(describing: found))")
      continue
    }
    #expect(!reason.isEmpty)
    #expect(found?.description.contains("damaged") == true)
  }
}

@Test func aNegativeSecondMomentIsDamage() throws {
  let found = try error { change("adam/second", &$0) { $0[0] = -1 } }
  #expect(found is TrainingError)
}

@Test func squaresWhereNoAgentCanBeAreDamage() throws {
  // Cell 0 is a corner of the wall around the maze.
  for name in ["episodes/state", "replay/state"] {
    #expect(try error { change(name, &$0) { $0[1] = 0 } } is TrainingError, "\(name)")
  }
}

@Test func aStateThatIsAnotherOfItsLevelIsDamage() throws {
  let configuration = TinyRun.configuration(updates: 30)
  var trainer = try TinyRun.trainer(configuration)
  for _ in 0..<6 { try trainer.advance() }
  let memory = trainer.memory.elements
  var kinds = [false, false]
  for (place, state) in memory.enumerated() {
    // Another square of the level that is remembered, without the steps taken.
    guard
      let other = memory.first(where: {
        $0.number == state.number && $0.episode.readCell != state.episode.readCell
      })
    else { continue }
    let isSameToTheOracle = other.optimal == state.optimal
    guard !kinds[isSameToTheOracle ? 1 : 0] else { continue }
    kinds[isSameToTheOracle ? 1 : 0] = true
    var checkpoint = trainer.checkpoint
    change("replay/state", &checkpoint) {
      $0[2 * place] = Float(other.episode.code >> 20)
      $0[2 * place + 1] = Float(other.episode.code & 0xf_ffff)
    }
    #expect(throws: TrainingError.self) {
      try TinyRun.trainer(configuration, resuming: checkpoint)
    }
    // The oracle sees the one, even where somebody made the digest fit; not the other.
    checkpoint.setState(checkpoint.digest(ofState: "replay/"), for: "replay-digest")
    if isSameToTheOracle {
      _ = try TinyRun.trainer(configuration, resuming: checkpoint)
    } else {
      #expect {
        try TinyRun.trainer(configuration, resuming: checkpoint)
      } throws: { error in
        "\(error)".contains("level \(state.number) are not those kept")
      }
    }
  }
  #expect(kinds == [true, true])
}

@Test(arguments: [
  ("adam-updates", "7"), ("adam-updates", "-1"), ("replay-next", "1"), ("replay-next", "-1"),
  ("next-level", "-3"), ("next-level", "2"), ("tally-updates", "-2"), ("tally-updates", "7"),
  ("operations", "-1"), ("replay-digest", "-1"), ("replay-digest", "7"),
])
func numbersOfTheStateOutsideOfTheirRangeAreNamed(key: String, value: String) throws {
  let found = try error { $0.stateText[key] = value }
  guard case .badReplay = found as? TrainingError else {
    Issue.record("\(key) \(value): \(String(describing: found))")
    return
  }
}

@Test(arguments: [
  "adam-updates", "replay-next", "next-level", "tally-updates", "tally-loss", "tally-norm",
  "operations", "replay-digest",
])
func missingAndUnreadableTextsOfTheStateAreNamed(key: String) throws {
  let gone = try error { $0.stateText[key] = nil } as? CheckpointError
  guard case .noSuchState(let named, _) = gone else {
    Issue.record("\(key): \(String(describing: gone))")
    return
  }
  #expect(named == key)
  let unreadable = try error { $0.stateText[key] = "x" } as? CheckpointError
  guard case .invalidState(let named, "x", _) = unreadable else {
    Issue.record("\(key): \(String(describing: unreadable))")
    return
  }
  #expect(named == key)
}

@Test func aCheckpointWithoutTrainingStateCannotBeContinued() throws {
  let found = try error {
    $0.state = []
    $0.stateText = [:]
  }
  #expect(found is TrainingError || found is CheckpointError)
}

@Test func aRunFileThatWasChangedIsNotContinued() throws {
  let folder = try ScratchFolder()
  let path = folder.file("run")
  var session = try TrainingSession(creating: path, TinyRun.configuration(updates: 4))
  _ = try session.train()
  let file = session.run.checkpointPath(step: 4)
  func resumed(_ change: @escaping (inout RunConfiguration) -> Void) throws -> TrainingError? {
    try TinyRun.configuration(updates: 4, change: change).yaml.write(
      toFile: session.run.configurationPath, atomically: true, encoding: .utf8)
    do {
      _ = try TrainingSession(resuming: path)
      return nil
    } catch let error as TrainingError {
      return error
    }
  }
  #expect(
    try resumed { $0.seed = 9 }
      == .otherConfiguration(path: file, key: "seed", found: "1", expected: "9"))
  #expect(
    try resumed { $0.redDoor?.openings = 0.25 }
      == .otherConfiguration(path: file, key: "openings", found: "0.1", expected: "0.25"))
  #expect(
    try resumed { $0.architectureSettings["ticks"] = "6" }
      == .otherConfiguration(path: file, key: "ticks", found: "5", expected: "6"))
  #expect(
    try resumed {
      $0.architecture = "residual"
      $0.architectureSettings = .init()
    }
      == .otherConfiguration(
        path: file, key: "architecture", found: "recurrent-residual", expected: "residual"))
  // What the network does not depend on may be changed: here the budget.
  #expect(try resumed { $0.imitation?.updates = 6 } == nil)
  session = try TrainingSession(resuming: path)
  #expect(try session.train() == .finished)
  #expect(try session.run.steps() == Array(0...6))
}
