import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing
import Training

@Suite struct CounterfactualEditsTests {
  private static func edits(
    _ subject: StudySubject, on levels: LevelSet, audit: EvidenceGate? = nil, hasMaps: Bool = true,
    fresh: FreshLevels? = nil
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
      subject, on: levels, captures: captures, audit: audit, settings: settings, fresh: fresh,
      random: random)
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

  @Test func asManyLevelsAreAddedAsTheSpreadAsksFor() throws {
    let levels = try #require(SearchFixtures.levels)
    let few = try levels.selecting(Array(0..<60))
    // A random reservoir, whose moves hang on walls everywhere and on no way.
    let subject = try StudySubject(PlantedCase.cases("N5")[0].checkpoint(seed: 1))
    let fresh = FreshLevels(SearchFixtures.environment, seed: 9)
    let alone = try Self.edits(subject, on: few, hasMaps: false)
    let test = try Self.edits(subject, on: few, hasMaps: false, fresh: fresh)
    #expect(alone.own.effect.power.smallestEquivalenceMargin > CounterfactualEdits.margin)
    #expect(alone.added == 0 && alone.units == 60)
    #expect(test.own.name == alone.own.name)
    #expect(test.added > 0 && test.units == 60 + test.added)
    #expect(
      test.own.effect.power.smallestEquivalenceMargin
        < alone.own.effect.power.smallestEquivalenceMargin)
    // Those that are added are other levels, are edited alike, and no plan is read in them.
    let known = Set(few.keys.map(\.digest))
    let further = test.trials.filter { $0.level >= few.count }
    #expect(further.count > 20)
    for trial in further {
      #expect(trial.kind.isWall && !known.contains(trial.edit.before.digest))
      #expect(trial.unit >= 60 && trial.unit < test.units)
    }
    let again = try Self.edits(subject, on: few, hasMaps: false, fresh: fresh)
    #expect(again.own.effect == test.own.effect)
    // What follows exactly needs no more levels.
    let planted = try #require(Self.planted)
    #expect(try Self.edits(planted.subject, on: few, hasMaps: false, fresh: fresh).added == 0)
  }

  @Test func whereLevelsHaveNoWallsInsideOnlyThingsAreMoved() throws {
    let checkpoint = try PlantedCase.cases("P7")[0].checkpoint(seed: 1)
    let environment = try #require(try checkpoint.makeTask() as? RedDoorEnvironment)
    let levels = try FreshLevels(environment, seed: 1).set(fit: 60, report: 60)
    let test = try Self.edits(StudySubject(checkpoint), on: levels, hasMaps: false)
    #expect(test.trials.allSatisfy { !$0.kind.isWall } && test.own.name == test.things.name)
    #expect(test.own.followed.value > 0.6 && test.status == .supports)
    let finding = test.finding(try StudySubject(checkpoint), levels: levels)
    #expect(!finding.paragraph.contains("walls were opened"))
  }

  @Test func whatNamesPicturesIsAskedWhetherItsOutputHangsOnWays() throws {
    let levels = try #require(SearchFixtures.levels)
    let subject = try StudySubject(PlantedCase.cases("N10")[0].checkpoint(seed: 1))
    let test = try Self.edits(subject, on: levels)
    #expect(!test.choosesMoves && test.own.followed.value == 0 && test.own.changed.value == 0)
    #expect(test.status == .contradicts)
    // One that says how many walls there are changes with every edit, and no more where ways do.
    let encoder = SearchFixtures.environment.encoder
    let plane = try #require(encoder.planeNames.firstIndex(of: "wall"))
    let architecture = ImageClassifier(
      planes: encoder.planes, rows: 9, columns: 9, classes: 3, channels: 1, blocks: 1, readWidth: 1)
    var counting = Agent(architecture, parameters: ParameterSet(architecture.layout))
    var first = counting.parameters["block.1/weight"]
    first[1, 1, plane, 0] = 1
    counting.parameters["block.1/weight"] = first
    #expect(counting.architecture.sites.contains { $0.name == "block.1/features" })
    let other = try Self.edits(StudySubject(counting, encoder: encoder), on: levels)
    #expect(other.status != .supports && abs(other.own.effect.value) < 0.1)
    for finding in [test.finding(subject, levels: levels)] {
      #expect(finding.paragraph.contains("which is no move"))
    }
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
