import Storage
import TestSupport
import Testing
import Training

private func rows(_ run: RunFolder) throws -> [(step: Int, seconds: Double)] {
  try CSVTable(path: run.timesPath).rows.compactMap { row in
    guard let step = Int(row[0]), let seconds = Double(row[1]) else { return nil }
    return (step, seconds)
  }
}

@Test func everyRowOfTheMetricsHasItsTimeAndStopsAddUp() throws {
  let folder = try ScratchFolder()
  let path = folder.file("run")
  var session = try TrainingSession(creating: path, TinyRun.configuration())
  _ = try TinyRun.train(&session, until: 23)
  let first = try rows(session.run)
  // Those of the schedule, and the stop.
  let before = CheckpointSchedule.steps(budget: 60).filter { $0 < 23 } + [23]
  #expect(first.map(\.step) == before)
  // As if it had taken long.
  let slow = "step,seconds\n" + first.map { "\($0.step),\(100 + $0.step)\n" }.joined()
  try AtomicFile.write(text: slow, to: session.run.timesPath)
  session = try TrainingSession(resuming: path)
  #expect(try session.train() == .finished)
  let all = try rows(session.run)
  #expect(Array(all.map(\.step).prefix(before.count)) == before)
  #expect(
    try session.run.metrics().rows.map { $0[0] } == all.map { "\($0.step)" }.filter { $0 != "23" })
  #expect(zip(all, all.dropFirst()).allSatisfy { $0.seconds <= $1.seconds })
  #expect(all[before.count].seconds >= 123)
  // To resume what is finished adds nothing.
  session = try TrainingSession(resuming: path)
  #expect(try session.train() == .finished)
  #expect(try rows(session.run).map(\.seconds) == all.map(\.seconds))
}

@Test func rowsOfTheMetricsEndWithTheOperationsSoFar() throws {
  let folder = try ScratchFolder()
  let configuration = TinyRun.configuration(updates: 8)
  var session = try TrainingSession(creating: folder.file("run"), configuration)
  _ = try session.train()
  let metrics = try session.run.metrics()
  #expect(metrics.columns.last == "flops")
  let counts = try metrics.rows.map { try #require(Double($0.last ?? "")) }
  #expect(counts.first == 0 && zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 })
  let last = try session.run.checkpoint(step: 8)
  #expect(try last.stateInteger("operations") == Int(try #require(counts.last)))
}
