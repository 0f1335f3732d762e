import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

@Suite struct CounterfactualEditsTests {
  private static func edits(
    _ subject: StudySubject, on levels: LevelSet, audit: EvidenceGate? = nil, hasMaps: Bool = true
  ) throws -> CounterfactualEdits {
    let settings = SearchFixtures.settings(for: levels)
    let random = RandomStream(seed: 1)
    let series = try SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks).atEnd
    let captures =
      hasMaps
      ? try NetworkCaptures(
        subject, on: levels, series: series, thinking: nil, untrained: settings.untrained,
        random: random) : nil
    return try CounterfactualEdits(
      subject, on: levels, captures: captures, audit: audit, settings: settings, random: random)
  }

  private static let planted: (subject: StudySubject, test: CounterfactualEdits)? = try? {
    guard let levels = SearchFixtures.levels,
      let agent = SearchFixtures.pointers(SearchFixtures.environment.encoder, ticks: 40)
    else { return nil }
    let subject = StudySubject(agent, encoder: SearchFixtures.environment.encoder)
    return (subject, try edits(subject, on: levels))
  }()

  @Test func thePlantedWaveFollowsEveryEditAndNoOther() throws {
    let test = try #require(Self.planted).test
    for part in [test.farWalls, test.allWalls, test.things] {
      #expect(part.edits >= 20)
      #expect(part.followed.value == 1)
      #expect(part.changed.value == 0)
    }
    #expect(test.mapOnlyChanged.value == 0)
    #expect(test.competence.value == 1)
    #expect(test.own.name == test.farWalls.name)
    #expect(test.null.p < 0.05)
    #expect(Sample.median(test.null.draws) < 0.4)
    #expect(test.status == .supports)
  }

  @Test func theDirectionsReadAtFarSquaresFollowToo() throws {
    let planted = try #require(Self.planted)
    let plan = try #require(planted.test.plan)
    #expect(plan.far.squares > 100 && plan.far.others > 100)
    #expect(plan.far.followed.value > 0.97)
    #expect(plan.far.changed.value < 0.02)
    #expect((plan.far.effect.interval?.lower ?? 0) > 0.3)
  }

  @Test func classesAreEquallyManyInEveryKindAndDistance() throws {
    let test = try #require(Self.planted).test
    for kind in CounterfactualTrial.Kind.allCases where kind.isWall {
      for bin in CounterfactualTrial.bins.indices {
        let own = test.trials.filter { $0.kind == kind && $0.bin == bin }
        let (a, c) = (
          own.count { $0.edit.effect == .firstAction }, own.count { $0.edit.effect == .irrelevant }
        )
        #expect(a == c)
      }
    }
    for trial in test.trials where trial.isFar {
      let level = trial.edit.before
      #expect(trial.edit.editedCells.allSatisfy { level.start.manhattanDistance(to: $0) >= 4 })
    }
  }

  @Test func aNetworkThatDecidesNothingVoidsTheTest() throws {
    let levels = try #require(SearchFixtures.levels)
    let reading = try #require(PlantedWave.Reading(SearchFixtures.environment.encoder))
    // The wave arrives in hardly any level after two ticks.
    let test = try Self.edits(
      StudySubject(
        PlantedWave.agent(reading, ticks: 2), encoder: SearchFixtures.environment.encoder),
      on: levels, hasMaps: false)
    #expect(test.decided < CounterfactualEdits.fewestDecided)
    #expect(test.status.reason?.contains("decides at all") == true)
  }

  @Test func aConstantPolicyFollowsNothing() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let architecture = RecurrentResidual(
      planes: encoder.planes, channels: 8, actions: 4, ticks: 2, readWidth: 0)
    var agent = Agent(architecture, parameters: ParameterSet(architecture.layout))
    agent.parameters["read/policy/bias"] = Tensor(shape: [4], elements: [1, 0, 0, 0])
    let test = try Self.edits(
      StudySubject(agent, encoder: encoder), on: levels, hasMaps: false)
    #expect(test.own.followed.value == 0)
    #expect(test.own.changed.value == 0)
    #expect(test.status != .supports)
    #expect(test.plan == nil)
  }

  @Test func aLeakingPlaneVoidsTheTest() throws {
    let levels = try #require(SearchFixtures.levels)
    let agent = try #require(
      SearchFixtures.pointers(SearchFixtures.environment.encoder, ticks: 24))
    let gate = EvidenceGate(name: "no input plane gives the plan away", passed: false, detail: "x")
    let test = try Self.edits(
      StudySubject(agent, encoder: SearchFixtures.environment.encoder), on: levels, audit: gate,
      hasMaps: false)
    #expect(test.own.followed.value > 0.9)
    #expect(test.status.reason?.hasPrefix("void:") == true)
  }

  @Test func theFindingHasARecordForEachEffect() throws {
    let (subject, test) = try #require(Self.planted)
    let levels = try #require(SearchFixtures.levels)
    let finding = test.finding(subject, levels: levels)
    #expect(finding.records.count == 4)
    #expect(finding.records.allSatisfy { $0.status == .supports })
    #expect(finding.records[0].null?.draws == 99)
    #expect(finding.records[0].effect == test.farWalls.effect.value)
  }
}
