import Agents
import LinearAlgebra
import Storage
import TestSupport
import Testing
import Training

/// What has to hold of every trainer, on a training of a moment.
enum TrainerLaws {
  /// A run that was stopped ends with the same bytes as one that was not, on any number of
  /// threads.
  static func resumesAndDoesNotDependOnThreads(
    _ configuration: RunConfiguration, stops: [Int]
  ) throws {
    let remains = try ThreadCounts.oneTwoThree { try TinyRun.wholeRun(configuration) }
    #expect(remains[0].count > 4)
    #expect(remains[1] == remains[0] && remains[2] == remains[0])
    var other = configuration
    other.seed += 1
    let last = "checkpoints/" + RunFolder.checkpointName(step: configuration.updates)
    let changed = try TinyRun.wholeRun(other)
    #expect(remains[0][last] != nil && changed[last] != remains[0][last])
    for stop in stops {
      let folder = try ScratchFolder()
      let path = folder.file("run")
      var session = try TrainingSession(creating: path, configuration)
      _ = try TinyRun.train(&session, until: stop)
      session = try TrainingSession(resuming: path)
      #expect(session.update == stop)
      #expect(try session.train() == .finished)
      #expect(try TinyRun.remains(path) == remains[0], "stopped at \(stop)")
    }
  }

  /// Each state tensor and text of a checkpoint is needed, and refused when it is damaged.
  static func refusesDamage(_ configuration: RunConfiguration, after updates: Int) throws {
    var trainer = try configuration.makeTrainer()
    for _ in 0..<updates { try trainer.advance() }
    let whole = trainer.checkpoint
    func isRefused(_ damage: (inout Checkpoint) -> Void) -> Bool {
      var checkpoint = whole
      damage(&checkpoint)
      do {
        _ = try configuration.training.makeTrainer(configuration, resuming: checkpoint)
        return false
      } catch is TrainingError {
        return true
      } catch {
        return error is CheckpointError || error is ArchitectureError
      }
    }
    #expect(!isRefused { _ in })
    for (index, entry) in whole.state.enumerated() {
      let count = entry.tensor.count
      #expect(isRefused { $0.state.remove(at: index) }, "\(entry.name) gone")
      #expect(
        isRefused { $0.state[index].tensor = Tensor(shape: [count + 2]) }, "\(entry.name) longer")
      #expect(
        isRefused { $0.state[index].tensor.elements[count / 2] = .nan }, "\(entry.name) no number")
    }
    for key in whole.stateText.keys.sorted() {
      #expect(isRefused { $0.stateText[key] = nil }, "\(key) gone")
      #expect(isRefused { $0.stateText[key] = "x" }, "\(key) unreadable")
    }
    #expect(isRefused { $0.parameters[0].tensor.elements[0] = .infinity })
    #expect(whole.state.count >= 2)
  }
}
