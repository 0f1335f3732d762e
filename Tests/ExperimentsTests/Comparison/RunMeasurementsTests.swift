import Agents
import Environments
import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct RunMeasurementsTests {
  private func measurements(_ folder: String, seed: UInt64 = 3) throws -> RunMeasurements {
    RunMeasurements(
      on: try ComparisonFixtures.levels.get(), settings: ComparisonFixtures.settings, seed: seed,
      folder: folder)
  }

  @Test func whatIsDoneIsKeptAndGoneOnFrom() throws {
    let scratch = try ScratchFolder()
    let runs = try [
      ComparisonFixtures.run(.aligned, 0), ComparisonFixtures.run(.shared, 0),
    ]
    let study = try measurements(scratch.path)
    // Stopped as soon as one is there.
    let done = Mutex(0)
    let stopped = Interruption { done.withLock { $0 } > 0 }
    #expect(throws: CaptureError.interrupted) {
      _ = try study.all([runs[0]])
      _ = try study.all(
        runs, progress: { progress in done.withLock { $0 = progress.completed } },
        interruption: stopped)
    }
    #expect(try ScratchFolder.listing(of: scratch.path).count == 1)
    let first = try ScratchFolder.bytes(of: study.path(runs[0]))
    let all = try study.all(runs)
    #expect(try ScratchFolder.bytes(of: study.path(runs[0])) == first)
    // Read back, measured anew elsewhere: the same.
    #expect(try study.all(runs) == all)
    let elsewhere = try ScratchFolder()
    #expect(try measurements(elsewhere.path).all(runs) == all)
  }

  @Test func filesOfOtherLevelsOrNoneAreRefused() throws {
    let scratch = try ScratchFolder()
    let runs = [try ComparisonFixtures.run(.aligned, 0)]
    let study = try measurements(scratch.path)
    _ = try study.all(runs)
    let path = study.path(runs[0])
    #expect(
      throws: ComparisonError.otherRecord(
        path: path, what: "other levels (--count, --level-seed)")
    ) { try measurements(scratch.path, seed: 4).all(runs) }
    let text = try TextFile.read(path)
    try AtomicFile.write(
      text: text.replacingOccurrences(
        of: "\"revision\":\(RunMeasurement.currentRevision)", with: "\"revision\":999"), to: path)
    #expect(throws: ComparisonError.self) { try study.all(runs) }
    try AtomicFile.write(text: "{}\n", to: path)
    let error = #expect(throws: ComparisonError.self) { try study.all(runs) }
    #expect(error.map { "\($0)".hasPrefix("'\(path)' holds no measurement") } == true)
  }

  @Test func runsThatCannotBeComparedAreNamed() throws {
    let one = try ComparisonFixtures.run(.aligned, 0)
    #expect(throws: ComparisonError.tooFewRuns(1)) { try ComparedRun.check([one]) }
    #expect(throws: ComparisonError.sameNetwork(first: one.name, second: one.name)) {
      try ComparedRun.check([one, one])
    }
    var larger = one.environment
    larger.side = 11
    let other = ComparedRun(
      "larger",
      StudySubject(
        one.subject.agent, encoder: larger.encoder, identity: EvidenceSubject(checkpoint: "x")),
      environment: larger, factors: one.factors)
    #expect(
      throws: ComparisonError.otherMazes(
        setting: "side", first: one.name, value: "9", second: "larger", other: "11")
    ) { try ComparedRun.check([one, other]) }
  }

  @Test func trainingDistributionsAreToldFromTheEnvironment() {
    var environment = RedDoorEnvironment()
    #expect(RunFactors.distribution(environment) == "doors always red")
    environment.decorrelated = 0.05
    #expect(RunFactors.distribution(environment) == "5 % decorrelated")
    environment.decorrelated = 0.125
    #expect(RunFactors.distribution(environment) == "12.5 % decorrelated")
    environment.wrongReward = 0.2
    #expect(
      RunFactors.distribution(environment) == "12.5 % decorrelated, 20 % wrongly rewarded")
    environment = RedDoorEnvironment()
    environment.support = .anyColour
    #expect(RunFactors.distribution(environment) == "doors of any colour")
  }

  @Test func groupsDifferInMoreThanTheSeed() throws {
    func checkpoint(_ seed: UInt64, step: Int, encoding: RedDoorEncoding) throws -> ComparedRun {
      var environment = RedDoorEnvironment()
      environment.encoding = encoding
      let run = try ComparisonFixtures.run(.aligned, Int(seed), encoding: encoding)
      let agent = run.subject.agent
      let checkpoint = Checkpoint(
        architecture: type(of: agent.architecture).name,
        configuration: agent.architecture.configuration.entries, step: step, seed: seed,
        environment: environment.configuration, toolVersion: "1", parameters: [])
      return ComparedRun(
        "run \(seed) at \(step)", run.subject, environment: environment,
        factors: RunFactors(environment, checkpoint: checkpoint, configuration: nil))
    }
    let groups = RunGroup.all([
      try checkpoint(1, step: 2500, encoding: .mixed(seed: 0)),
      try checkpoint(2, step: 2500, encoding: .mixed(seed: 0)),
      try checkpoint(2, step: 500, encoding: .mixed(seed: 0)),
      try checkpoint(1, step: 2500, encoding: .separate),
    ])
    #expect(groups.map(\.runs) == [[0, 1], [2], [3]])
    #expect(
      groups.map(\.label) == [
        "doors always red, mixed:0, step 2500", "doors always red, mixed:0, step 500",
        "doors always red, separate, step 2500",
      ])
  }
}
