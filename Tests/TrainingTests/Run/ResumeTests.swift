import Agents
import Environments
import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing
import Training

/// Runs on a given number of threads, which belongs to the process: one after the other.
@Suite(.serialized) struct ResumeTests {
  @Test func trainingLeavesTheSameBytesOnAnyNumberOfThreads() throws {
    let configuration = TinyRun.configuration()
    let remains = try ThreadCounts.oneTwoThree { try TinyRun.wholeRun(configuration) }
    #expect(remains[0].count == 1 + 1 + 1 + 1 + CheckpointSchedule.steps(budget: 60).count)
    #expect(remains[1] == remains[0])
    #expect(remains[2] == remains[0])
    // Another seed is another run.
    let other = try TinyRun.wholeRun(TinyRun.configuration(seed: 2))
    let last = "checkpoints/" + RunFolder.checkpointName(step: 60)
    #expect(other[last] != remains[0][last])
  }

  /// Stops before, at and after steps of the schedule, and several in a row.
  @Test(arguments: [[23], [16], [15], [17], [1], [0], [59], [60], [5, 6, 7, 40], [37, 37, 37]])
  func aRunThatWasStoppedEndsAsIfItHadNotBeen(stops: [Int]) throws {
    let configuration = TinyRun.configuration()
    let expected = try TinyRun.wholeRun(configuration)
    let folder = try ScratchFolder()
    let path = folder.file("run")
    var session = try TrainingSession(creating: path, configuration)
    for stop in stops {
      let outcome = try TinyRun.train(&session, until: stop)
      #expect(outcome == (stop < 60 ? .interrupted(step: stop) : .finished))
      session = try ThreadCounts.with(1 + stop % 3) { try TrainingSession(resuming: path) }
      #expect(session.update == stop)
    }
    #expect(try session.train() == .finished)
    #expect(try TinyRun.remains(path) == expected)
    // To resume what is finished changes nothing.
    session = try TrainingSession(resuming: path)
    #expect(try session.train() == .finished)
    #expect(try TinyRun.remains(path) == expected)
  }

  @Test func aRunWhoseProcessWasKilledEndsAsIfItHadNotBeen() throws {
    let configuration = TinyRun.configuration()
    let expected = try TinyRun.wholeRun(configuration)
    let folder = try ScratchFolder()
    let path = folder.file("run")
    var session = try TrainingSession(creating: path, configuration)
    _ = try TinyRun.train(&session, until: 23)
    let run = session.run
    // Killed after a row of metrics and before its checkpoint, in the middle of a line, and with
    // a file half-written under a temporary name.
    let metrics = path + "/metrics.csv"
    let text = try String(contentsOfFile: metrics, encoding: .utf8)
    let columns = try run.metrics().columns.count - 1
    try (text + "24" + String(repeating: ",0.5", count: columns) + "\n32,5").write(
      toFile: metrics, atomically: true, encoding: .utf8)
    session = try TrainingSession(resuming: path)
    _ = try TinyRun.train(&session, until: 29)
    #expect(try run.steps().contains(29))
    // Killed after the next checkpoint of the schedule and before the one in between went: it is
    // still there when the run is taken up from the later one.
    let between = try ScratchFolder.bytes(of: run.checkpointPath(step: 29))
    session = try TrainingSession(resuming: path)
    _ = try TinyRun.train(&session, until: 33)
    try Data(between).write(to: URL(fileURLWithPath: run.checkpointPath(step: 29)))
    try FileManager.default.removeItem(atPath: run.checkpointPath(step: 33))
    session = try TrainingSession(resuming: path)
    #expect(session.update == 32)
    #expect(try !run.steps().contains(29))
    #expect(try session.train() == .finished)
    #expect(try TinyRun.remains(path) == expected)
  }

  @Test func aRunKilledBeforeItsFirstCheckpointBeginsAnew() throws {
    let configuration = TinyRun.configuration(updates: 3)
    let expected = try TinyRun.wholeRun(configuration)
    let folder = try ScratchFolder()
    _ = try RunFolder.create(at: folder.file("run"), configuration: configuration.yaml)
    var session = try TrainingSession(resuming: folder.file("run"))
    #expect(session.update == 0)
    #expect(try session.train() == .finished)
    #expect(try TinyRun.remains(folder.file("run")) == expected)
  }

  @Test func theCheckpointOfAStopHoldsWhatTheMetricsHaveNotSeenYet() throws {
    let folder = try ScratchFolder()
    var session = try TrainingSession(creating: folder.file("run"), TinyRun.configuration())
    _ = try TinyRun.train(&session, until: 23)
    #expect(try session.run.steps().last == 23)
    let rows = try session.run.metrics().rows.compactMap { Int($0[0]) }
    #expect(rows == (try session.run.steps()).filter { $0 != 23 })
    let checkpoint = try session.run.checkpoint(step: 23)
    let lastRow = try #require(rows.last)
    #expect(try checkpoint.stateInteger("tally-updates") == 23 - lastRow)
  }
}

@Test func aFolderWithARunOrWithoutOneIsRefused() throws {
  let folder = try ScratchFolder()
  let path = folder.file("run")
  #expect(throws: (any Error).self) { _ = try TrainingSession(resuming: path) }
  _ = try TrainingSession(creating: path, TinyRun.configuration(updates: 2))
  let before = try TinyRun.remains(path)
  #expect(throws: RunError.alreadyARun(path: path)) {
    _ = try TrainingSession(creating: path, TinyRun.configuration(updates: 2, seed: 2))
  }
  #expect(try TinyRun.remains(path) == before)
}

@Test func nothingIsLeftOfARunThatCannotBegin() throws {
  let folder = try ScratchFolder()
  // Too few layouts for one of them to be held out.
  let configuration = TinyRun.configuration { configuration in
    configuration.redDoor?.side = 5
    configuration.redDoor?.generator = .percolation(wallShare: 0)
    configuration.redDoor?.distractors = 0...0
  }
  #expect(throws: EnvironmentError.self) {
    _ = try TrainingSession(creating: folder.file("run"), configuration)
  }
  #expect(throws: TrainingError.self) {
    _ = try TrainingSession(
      creating: folder.file("run"),
      TinyRun.configuration { $0.architectureSettings["chanels"] = "8" })
  }
  #expect(try ScratchFolder.listing(of: folder.path).isEmpty)
}
