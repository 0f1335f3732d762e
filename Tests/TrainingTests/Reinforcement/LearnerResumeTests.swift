import Environments
import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing
import Training

/// Runs on a given number of threads, which belongs to the process: one after the other.
@Suite(.serialized) struct LearnerResumeTests {
  @Test(arguments: LearnerSpecimen.all)
  func learnersLeaveTheSameBytesOnAnyNumberOfThreads(_ specimen: LearnerSpecimen) throws {
    let remains = try ThreadCounts.oneTwoThree {
      try TinyRun.wholeRun(specimen.configuration())
    }
    #expect(remains[0].count > 5)
    #expect(remains[1] == remains[0])
    #expect(remains[2] == remains[0])
    let other = try TinyRun.wholeRun(specimen.configuration(seed: 2))
    #expect(other["metrics.csv"] != remains[0]["metrics.csv"])
  }

  @Test(arguments: LearnerSpecimen.all, [[0], [3, 3], [1, 4, 5]])
  func aLearnerThatWasStoppedEndsAsIfItHadNotBeen(
    _ specimen: LearnerSpecimen, stops: [Int]
  ) throws {
    let configuration = specimen.configuration()
    let expected = try TinyRun.wholeRun(configuration)
    let folder = try ScratchFolder()
    let path = folder.file("run")
    var session = try TrainingSession(creating: path, configuration)
    for stop in stops {
      #expect(try TinyRun.train(&session, until: stop) == .interrupted(step: stop))
      session = try TrainingSession(resuming: path)
      #expect(session.update == stop)
    }
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
