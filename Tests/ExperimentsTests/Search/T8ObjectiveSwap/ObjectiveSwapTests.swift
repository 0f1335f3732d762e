import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing
import Training

@Suite struct ObjectiveSwapTests {
  private func swap(_ agent: Agent?) throws -> ObjectiveSwap {
    let agent = try #require(agent)
    let main = try #require(agent.mainMap)
    let base = try #require(try InterventionFixtures.base(agent, site: main.name))
    return try ObjectiveSwap(base)
  }

  /// The planted wave whose embedding does not see the goal plane.
  private func blind() throws -> Agent {
    var agent = try #require(InterventionFixtures.wave())
    var weights = agent.parameters["embedding/weight"]
    for plane in 0..<weights.shape[2] { weights[1, 1, plane, 1] = 0 }
    agent.parameters["embedding/weight"] = weights
    return agent
  }

  @Test func aWaveStartsWhereTheGoalIsPutInside() throws {
    for agent in [InterventionFixtures.wave(), InterventionFixtures.pointers()] {
      let test = try swap(agent)
      #expect(test.shares?.inside.value == 1)
      #expect(test.shares?.picture.value == 1)
      #expect((test.shares?.none.value ?? 1) == 0)
      #expect(test.started?.value == 1)
      #expect(test.status == .supports)
      #expect(test.isAddressable)
      #expect((test.effect?.value ?? 0) > 0.5)
      let finding = test.finding(test.base.subject)
      #expect(!finding.paragraph.contains("not defined"))
      for record in finding.records {
        #expect(try EvidenceRecord(jsonLine: record.jsonLine()) == record)
      }
    }
  }

  @Test func whatLatchesDoesNotFollowInMidRunAndWhatFadesDoesNoSoonerThanItCan() throws {
    let latching = try #require(try swap(InterventionFixtures.wave()).midRun)
    #expect(latching.follow < 0.5)
    let agent = try #require(InterventionFixtures.valueIteration(discount: 0.9))
    let fading = try swap(agent)
    #expect(fading.status == .supports)
    let midRun = try #require(fading.midRun)
    #expect(midRun.follow > latching.follow)
    #expect(midRun.changed > 0 && midRun.early == 0)
  }

  @Test func aGoalThatIsNotSeenCannotBeMoved() throws {
    let test = try swap(try blind())
    #expect(test.shares?.inside.value == 0)
    #expect(!test.isAddressable)
    #expect(test.effect?.value == 0)
    #expect(test.status == .contradicts)
    #expect(test.record(test.base.subject).notes.contains { $0.contains("not addressable") })
  }

  @Test func aNetworkThatActsAlikeWhereverTheGoalIsShownHasNoGoalToMove() throws {
    let checkpoint = try PlantedCase.cases("N16")[0].checkpoint(seed: 1)
    let subject = try StudySubject(checkpoint)
    let test = try ObjectiveSwap(
      InterventionBase(
        subject, on: #require(InterventionFixtures.levels),
        series: SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks),
        settings: InterventionFixtures.settings(), random: RandomStream(seed: 1)))
    let heeded = try #require(test.heeded)
    #expect(heeded.levels >= 20 && heeded.share.value == 0)
    #expect(test.heedsNoGoal && test.status == .contradicts)
    #expect(
      test.record(test.base.subject).notes.contains { $0.contains("wherever the goal is shown") })
    let wave = try swap(InterventionFixtures.wave())
    #expect(wave.heeded?.share.value == 1 && !wave.heedsNoGoal)
  }

  @Test func goalsAreMovedNoFartherThanLevelsHaveThem() throws {
    let checkpoint = try PlantedCase.cases("P5")[0].checkpoint(seed: 1)
    let environment = try #require(try checkpoint.makeTask() as? RedDoorEnvironment)
    let levels = try FreshLevels(environment, seed: 2).set(fit: 40, report: 40)
    #expect(levels.longestWay == environment.furthestStart)
    let subject = try StudySubject(checkpoint)
    let base = try InterventionBase(
      subject, on: levels,
      series: SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks),
      settings: InterventionFixtures.settings(), random: RandomStream(seed: 1))
    let moves = GoalMove.drawn(base, places: base.report, most: 40, random: RandomStream(seed: 1))
    #expect(moves.count > 10)
    for move in moves { #expect(move.paths.distance(at: move.moved.start) <= levels.longestWay) }
  }

  @Test func whatThePolicyDoesNotReadDoesNotMoveIt() throws {
    let test = try swap(InterventionFixtures.wave().map(InterventionFixtures.headless))
    #expect(abs(test.effect?.value ?? 1) < 0.1)
    #expect(test.status != .supports)
  }

  @Test func theEffectOfTheGoalIsThatOfItsPlane() throws {
    // The embedding of the planted wave has the goal in channel 1 and nothing around it.
    let agent = try #require(InterventionFixtures.wave())
    let base = try #require(try InterventionFixtures.base(agent, site: "cell/hidden"))
    let moves = GoalMove.drawn(base, places: base.fit, most: 8, random: RandomStream(seed: 1))
    #expect(moves.count == 8)
    // Beside the start of a perfect maze there may be no hard way but the one to the goal.
    func isHard(_ level: MazeLevel) -> Bool {
      Hardness(level).share >= base.settings.minimumHardness
    }
    #expect(moves.contains { isHard($0.moved) })
    for move in moves {
      let level = base.levels.levels[move.level]
      let ways = level.goalMoves().filter { $0.effect == .firstAction }.map(\.after)
      // A dozen are tried, and half of them being hard, one is found.
      #expect(isHard(move.moved) || 2 * ways.count(where: isHard) < ways.count)
      #expect(move.moved.goal == move.other && move.goal == level.goal)
      #expect(
        move.wanted.isDisjoint(with: level.paths().optimalActions(at: level.start)))
    }
    let features = try GoalFeatures(
      base, agent: agent, sites: [Site("embedding")], moves: moves)
    let effect = try #require(features.effects[Site("embedding")])
    for offset in 0..<9 {
      for channel in 0..<6 {
        let expected: Float = offset == 4 && channel == 1 ? 1 : 0
        #expect(abs(effect[offset * 6 + channel] - expected) < 1e-5)
      }
    }
  }

  @Test func randomDirectionsHoldNothingOfTheGoalBesideChannelsThatGoAlongWithIt() throws {
    // A goal plane of 10 shows around its square, in channels that nothing reads, longer than on it.
    let checkpoint = try PlantedCase.cases("P2")[2].checkpoint(
      seed: 5, disguises: [.distractors, .permutation])
    let subject = try StudySubject(checkpoint)
    let levels = try FreshLevels(nil, seed: 3).set(fit: 60, report: 40)
    let base = try InterventionBase(
      subject, on: levels,
      series: SiteSeries(of: subject.agent, thinking: subject.agent.defaultTicks),
      settings: InterventionFixtures.settings(), random: RandomStream(seed: 4))
    let moves = GoalMove.drawn(base, places: base.fit, most: 10, random: RandomStream(seed: 1))
    let features = try GoalFeatures(
      base, agent: subject.agent, sites: [Site("encoder")], moves: moves)
    let effects = try #require(features.effects[Site("encoder")])
    let channels = effects.count / 9
    let lengths = (0..<9).map { offset in
      effects[offset * channels..<(offset + 1) * channels].reduce(0) { $0 + $1 * $1 }
    }
    #expect(lengths.max() != lengths[4])
    let test = try ObjectiveSwap(base)
    #expect(test.shares?.inside.value == 1)
    #expect(test.status == .supports, "\(test.p ?? .nan)")
    for null in test.nulls { #expect(null.mean < 0.1, "\(null.name) \(null.mean)") }
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let agent = try #require(InterventionFixtures.wave())
    let runs = try ThreadCounts.oneTwoThree {
      let test = try swap(agent)
      return try test.finding(test.base.subject).records.map { try $0.jsonLine() }
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
