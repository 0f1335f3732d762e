import Environments
import LinearAlgebra
import Storage
import TestSupport
import Testing
import Training

/// All that a training left: its last checkpoint and its rows of metrics.
private struct Remains: Equatable {
  var parameters: [[Float]] = []
  var state: [String: [Float]] = [:]
  var text: [String: String] = [:]
  var rows: [[Double?]] = []

  /// - Parameter stops: updates after which the training goes on from its checkpoint.
  init(_ configuration: RunConfiguration, stops: [Int] = []) throws {
    var trainer = try configuration.makeTrainer()
    let middle = configuration.updates / 2
    while true {
      if stops.contains(trainer.update) {
        trainer = try configuration.training.makeTrainer(
          configuration, resuming: trainer.checkpoint)
      }
      // The figures since the last row go through a stop.
      if trainer.update == middle || trainer.isDone {
        let row = try trainer.measure().values
        #expect(row.count == trainer.columns.count)
        rows.append(row)
      }
      guard !trainer.isDone else { break }
      try trainer.advance()
    }
    let checkpoint = trainer.checkpoint
    parameters = checkpoint.parameters.map(\.tensor.elements)
    for (name, tensor) in checkpoint.state { state[name] = tensor.elements }
    text = checkpoint.stateText
  }
}

/// Runs on a given number of threads, which belongs to the process: one after the other.
@Suite(.serialized) struct LearnerResumeTests {
  @Test(arguments: LearnerSpecimen.all)
  func learnersLeaveTheSameBytesOnAnyNumberOfThreads(_ specimen: LearnerSpecimen) throws {
    let remains = try ThreadCounts.oneTwoThree { try Remains(specimen.configuration()) }
    #expect(remains[0].state.count >= 2)
    #expect(remains[1] == remains[0])
    #expect(remains[2] == remains[0])
    let other = try Remains(specimen.configuration(seed: 2))
    #expect(other.parameters != remains[0].parameters)
  }

  @Test(arguments: LearnerSpecimen.all)
  func aLearnerThatWasStoppedEndsAsIfItHadNotBeen(_ specimen: LearnerSpecimen) throws {
    let configuration = specimen.configuration()
    let expected = try Remains(configuration)
    let last = configuration.updates
    for stops in [[0], [3], [last - 1], [last], [1, 2, 4, 5]] {
      #expect(try Remains(configuration, stops: stops) == expected, "\(stops)")
    }
  }

  /// As the command does it, with files.
  @Test(arguments: LearnerSpecimen.all)
  func aRunOfALearnerThatWasStoppedLeavesTheSameFiles(_ specimen: LearnerSpecimen) throws {
    guard specimen.description.hasSuffix("M1r") else { return }
    let configuration = specimen.configuration()
    let expected = try TinyRun.wholeRun(configuration)
    let folder = try ScratchFolder()
    let path = folder.file("run")
    var session = try TrainingSession(creating: path, configuration)
    #expect(try TinyRun.train(&session, until: 5) == .interrupted(step: 5))
    session = try TrainingSession(resuming: path)
    #expect(session.update == 5)
    #expect(try session.train() == .finished)
    #expect(try TinyRun.remains(path) == expected)
  }

  @Test(arguments: LearnerSpecimen.all)
  func settingsOfLearnersComeBackFromTheirRunFile(_ specimen: LearnerSpecimen) throws {
    let configuration = specimen.configuration()
    let again = try RunConfiguration(yaml: configuration.yaml)
    #expect(again == configuration)
    let type = type(of: configuration.training)
    #expect(configuration.training.entries.map(\.key).sorted() == type.keys.sorted())
  }
}
