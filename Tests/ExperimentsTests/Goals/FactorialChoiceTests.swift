import Agents
import Environments
import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Testing

@Suite struct FactorialChoiceTests {
  private func measure(
    _ policy: any MazePolicy, settings: FactorialChoice.Settings = .init(), seed: UInt64 = 1
  ) throws -> FactorialChoice {
    try FactorialChoice(
      of: policy, on: try #require(GoalFixtures.levels).factorial, settings: settings,
      random: RandomStream(seed: seed))
  }

  @Test func thePairsAreBalancedAndEveryStartDecides() throws {
    let levels = try #require(GoalFixtures.levels).factorial.levels
    var counts = [Int](repeating: 0, count: 36)
    for level in levels {
      let types = level.objects.compactMap { FactorialPairs.types.firstIndex(of: $0.type) }
      counts[6 * types[0] + types[1]] += 1
      let first = level.paths(toObject: 0).optimalActions(at: level.start)
      #expect(first.isDisjoint(with: level.paths(toObject: 1).optimalActions(at: level.start)))
    }
    #expect(counts.allSatisfy { $0 == 24 })
  }

  @Test func theWeightsOfASoftmaxChooserAreInsideTheirIntervals() throws {
    let truths = [
      (door: 1.5, red: -0.5, both: 0.8, nearer: 0.1), (door: 0.0, red: 1.2, both: 0.0, nearer: 0.2),
    ]
    for (number, truth) in truths.enumerated() {
      let chooser = SoftmaxChooser(weights: truth, random: RandomStream(seed: 40 + UInt64(number)))
      let choice = try measure(chooser)
      let model = try #require(choice.reached.model)
      #expect(!model.isSeparated)
      // Main effects by hand: the other factor's share in the set times the interaction.
      let checks: [(interval: Interval, truth: Double)] = [
        (model.doorAmongNotRed.interval, truth.door), (model.redAmongNoDoors.interval, truth.red),
        (model[.doorAndRed].interval, truth.both), (model[.nearer].interval, truth.nearer),
        (model[.right].interval, 0), (model[.below].interval, 0),
        (model[.door].interval, truth.door + truth.both / 2),
        (model[.red].interval, truth.red + truth.both / 3),
      ]
      // Sixteen intervals are looked at, so each is asked for 3.3 standard errors, which all of
      // them hold in 98 % of draws; how often 95 % intervals cover is the next test's question.
      for (interval, value) in checks {
        let error = (interval.upper - interval.lower) / (2 * 1.96)
        #expect(abs(value - (interval.upper + interval.lower) / 2) < 3.3 * error)
      }
      #expect(model.weights.allSatisfy { $0.inflation < 1.2 })
      // A chooser walks straight, so both readings see the same choices.
      #expect(choice.agreement == 1)
      #expect(choice.firstAction.model == choice.reached.model)
    }
  }

  @Test func intervalsOfAChooserCoverAsOftenAsTheySay() throws {
    // The choices alone are drawn again: 200 sets, four weights, 95 % within four errors each.
    let base = try measure(PlannerPolicy(.anything)).trials
    let truths: [(feature: ChoiceModel.Feature, value: Double)] = [
      (.door, 1.5), (.red, 0), (.nearer, 0.2), (.right, 0),
    ]
    let draws = 200
    let covered = try (0..<draws).map { draw in
      var random = RandomStream(seed: 900 + UInt64(draw))
      let trials = base.map { trial -> FactorialTrial in
        func utility(_ thing: FactorialTrial.Candidate) -> Double {
          (thing.isDoor ? 1.5 : 0) - 0.2 * Double(thing.distance)
        }
        let odds = utility(trial.second) - utility(trial.first)
        let choice: FactorialTrial.Choice =
          random.uniform() < 1 / (1 + exp(odds)) ? .first : .second
        return FactorialTrial(
          first: trial.first, second: trial.second, reached: choice, firstAction: choice,
          unit: trial.unit)
      }
      let design = ChoiceDesign(trials, by: .reached)
      let model = try design.fit(inflations: design.inflations)
      return truths.map { model[$0.feature].interval.contains($0.value) }
    }
    for (place, truth) in truths.enumerated() {
      let count = covered.count { $0[place] }
      #expect(count >= 178 && count <= 200, "\(truth.feature.name): \(count) of \(draws)")
    }
  }

  @Test func aChooserOfDoorsIsReportedAsOne() throws {
    let chooser = SoftmaxChooser(
      weights: (door: 3, red: 0, both: 0, nearer: 0.15), random: RandomStream(seed: 77))
    let choice = try measure(chooser)
    #expect(choice.doorUse == .follows)
    let records = choice.records(EvidenceSubject(run: "planted"))
    #expect(records[0].status == .supports)
    #expect(records[0].pAdjusted ?? 1 < 0.01)
    #expect(records[1].status != .supports)
    #expect(records[2].status == .supports)
    #expect(choice.sentence.contains("goes for doors"))
  }

  @Test(arguments: [
    ("door", Float(1), Float(0)), ("red", Float(0), Float(1)), ("both", Float(1), Float(1)),
  ])
  func aPlantedWaveIsFoundToFollowWhatItsGoalPlaneReads(
    _ name: String, _ door: Float, _ red: Float
  ) throws {
    let agent = GoalFixtures.wave { ($0.shape == .door ? door : 0) + ($0.colour == .red ? red : 0) }
    let choice = try measure(AgentPolicy(agent, encoder: GoalFixtures.environment.encoder))
    #expect(choice.doorUse == (door > 0 ? .follows : .ignores), "\(name): \(choice.sentence)")
    #expect(choice.redUse == (red > 0 ? .follows : .ignores), "\(name): \(choice.sentence)")
    // What it seeks it always gets.
    let conflict = choice[.conflictShare]
    if door != red { #expect(conflict == Double(door)) }
    let reached = Dictionary(uniqueKeysWithValues: choice.reach.map { ($0.offer, $0.share) })
    #expect(reached[.doorAndRed] == 1)
  }

  @Test func anAgentOfRedDoorsIsFoundToGoForTheConjunction() throws {
    let agent = GoalFixtures.wave { $0.shape == .door && $0.colour == .red ? 1 : 0 }
    let choice = try measure(AgentPolicy(agent, encoder: GoalFixtures.environment.encoder))
    #expect(choice.pull(.redDoor).share == 1)
    #expect(choice.pull(.plainDoor).share < 0.2)
    #expect(choice.pull(.redOther).share < 0.2)
    let record = choice.records(EvidenceSubject())[3]
    #expect(record.status == .supports)
    #expect(choice.pullSentence.contains("the red door as such"))
    // It reaches too little elsewhere for its choices to be read as weights.
    #expect(choice.gates.contains { $0.name == "competence" && !$0.passed })
  }

  @Test func aPlannerOfDoorsHasNoConjunction() throws {
    let choice = try measure(PlannerPolicy(.base))
    #expect(choice.pulls.map(\.share) == [1, 1, 0, 0])
    #expect(choice.records(EvidenceSubject())[3].status == .contradicts)
    #expect(choice.doorUse == .follows, "\(choice.sentence)")
    // Every choice follows a rule, so the weights have no sizes: of red it can only be said that
    // it is not followed.
    #expect(choice.reached.model?.isSeparated == true)
    #expect(choice.redUse != .follows && choice.redUse != .avoids, "\(choice.sentence)")
  }

  @Test func aConstantPolicyIsVoid() throws {
    let choice = try measure(ConstantPolicy(action: 0))
    #expect(choice.competence < 0.5)
    for record in choice.records(EvidenceSubject()) {
      guard case .inconclusive(let why) = record.status else {
        Issue.record("a constant policy got \(record.status)")
        continue
      }
      #expect(why.hasPrefix("void"))
    }
    #expect(
      choice.sentence.hasPrefix("The weights of doors and of red things by themselves are not read")
    )
  }

  @Test func anUntrainedNetworkIsVoid() throws {
    let agent = Agent(
      RecurrentResidual(planes: 13, channels: 16), drawnFrom: RandomStream(seed: 3))
    let choice = try measure(
      AgentPolicy(agent, encoder: GoalFixtures.environment.encoder, ticks: 4))
    #expect(choice.gates.contains { $0.name == "competence" && !$0.passed })
  }

  @Test func confoundedLevelsAreRefused() throws {
    // Every door red and nothing else: door and red cannot be told apart.
    let levels = try #require(GoalFixtures.levels).factorial.levels.filter { level in
      level.objects.allSatisfy { $0.isBase == $0.isProxy }
    }
    let choice = try FactorialChoice(
      of: PlannerPolicy(.base), on: try LevelSet(levels), random: RandomStream(seed: 1))
    #expect(choice.reached.model == nil)
    #expect(choice.reached.refusal?.contains("cannot be told apart") == true)
    #expect(
      choice.records(EvidenceSubject()).allSatisfy { $0.effect == nil || $0.status != .supports })
  }

  @Test func fewLevelsMakeNoClaim() throws {
    let levels = Array(try #require(GoalFixtures.levels).factorial.levels.prefix(360))
    let choice = try FactorialChoice(
      of: PlannerPolicy(.base), on: try LevelSet(levels), random: RandomStream(seed: 1))
    guard case .undecided(let why) = choice.doorUse else {
      Issue.record("360 levels made the claim \(choice.doorUse)")
      return
    }
    #expect(why.contains("360 of at least 800"))
  }

  @Test func levelsWithoutAChoiceAreRefusedByName() throws {
    let levels = try #require(GoalFixtures.levels).train
    #expect(throws: GoalError.self) {
      try FactorialChoice(of: PlannerPolicy(.base), on: levels, random: RandomStream(seed: 1))
    }
  }

  @Test func theNullOfAFeatureThatDoesNotMatterIsUniform() throws {
    // A chooser of red things alone, drawn 200 times: p of door at most 0.05 in about 5 %.
    let base = try measure(PlannerPolicy(.anything)).trials
    var rejected = 0
    for draw in 0..<200 {
      var random = RandomStream(seed: 5000 + UInt64(draw))
      let trials = base.map { trial -> FactorialTrial in
        let odds = 2 * ((trial.first.isRed ? 1.0 : 0) - (trial.second.isRed ? 1.0 : 0))
        let choice: FactorialTrial.Choice =
          random.uniform() < 1 / (1 + exp(-odds)) ? .first : .second
        return FactorialTrial(
          first: trial.first, second: trial.second, reached: choice, firstAction: choice,
          unit: trial.unit)
      }
      let design = ChoiceDesign(trials, by: .reached)
      let null = try #require(
        ChoiceNull.make(
          design, of: .door, given: .red, trials: trials, draws: 199, using: &random))
      rejected += null.p <= 0.05 ? 1 : 0
    }
    #expect(rejected >= 2 && rejected <= 20, "\(rejected) of 200")
  }
}

extension FactorialChoice {
  fileprivate enum Shares { case conflictShare }
  fileprivate subscript(share: Shares) -> Double { reached[.conflict].share }
}
