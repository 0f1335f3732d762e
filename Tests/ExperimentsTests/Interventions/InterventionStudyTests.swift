import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

/// P1 in red-door mazes: the policy reads channels 2 to 5, which hold the accumulator at the agent's
/// neighbours; channel 0 is the wave, channel 1 the accumulator of the square itself, and 6 and 7 are
/// nothing.
@Suite struct InterventionStudyTests {
  private let site = "cell/hidden"

  private var settings: InterventionSettings {
    var settings = InterventionSettings()
    (settings.draws, settings.levelsADraw, settings.replicates) = (19, 8, 300)
    return settings
  }

  private func decisions() throws -> DecisionSet {
    try DecisionSet(
      #require(InterventionFixtures.levels), encoder: SearchFixtures.environment.encoder)
  }

  private func wave() throws -> Agent { try #require(InterventionFixtures.wave(channels: 8)) }

  private func study(
    _ change: Intervention.Change, channels: [Int]? = nil, ticks: [Int]? = nil,
    squares: InterventionPlace.Squares = .all
  ) throws -> InterventionStudy {
    let agent = try wave()
    return try InterventionStudy(
      Intervention(
        change,
        at: InterventionPlace(
          agent, site: site, ticks: ticks, channels: channels, squares: squares)),
      in: agent, on: decisions(), settings: settings)
  }

  private func source(_ agent: Agent, same: Bool = true, other: Bool = false) throws
    -> Intervention.Source
  {
    Intervention.Source(
      agent, name: "source", observations: try decisions().observations, isSameNetwork: same,
      isOfOtherLevels: other)
  }

  /// Without what the policy reads all moves are equally good: what changes is one less the share of
  /// four that is optimal.
  @Test func withoutTheAccumulatorsThatThePolicyReadsTheChoiceIsChance() throws {
    let decisions = try decisions()
    guard case .actions(let best) = decisions.answers else {
      Issue.record("Mazes have actions.")
      return
    }
    let expected = Sample.mean(decisions.report.map { 1 - Double(best[$0].count) / 4 })
    for ticks in [nil, [InterventionFixtures.ticks]] {
      for squares in InterventionPlace.Squares.allCases {
        let study = try study(
          .ablate(.zero), channels: [2, 3, 4, 5], ticks: ticks, squares: squares)
        #expect(abs(study.choice.own.value - expected) < 1e-9)
        let loss = try #require(study.effects.first { $0.measure == .loss })
        #expect(abs(loss.own.value - expected) < 1e-9)
        #expect(study.right?.value == 1)
        #expect(!study.isIdentical)
      }
    }
  }

  @Test func channelsThatThePolicyDoesNotReadChangeNothing() throws {
    for fill in Intervention.Fill.allCases {
      let study = try study(.ablate(fill), channels: [1, 6, 7])
      #expect(study.isIdentical)
      #expect(study.choice.own.value == 0)
      #expect(study.choice.beyond.value <= 0)
      #expect(study.status(study.choice) != .supports)
    }
    // The wave itself is needed up to the last tick, and not at it.
    let last = try study(.ablate(.zero), channels: [0], ticks: [InterventionFixtures.ticks])
    #expect(last.isIdentical)
    #expect(try study(.ablate(.zero), channels: [0]).choice.own.value > 0.4)
  }

  @Test func aPatchFromTheNetworkItselfIsBitIdentical() throws {
    for ticks in [nil, [3, 9]] {
      for channels in [nil, [0, 4]] {
        let study = try study(.patch(source(wave())), channels: channels, ticks: ticks)
        #expect(study.intervention.isIdentity && study.isIdentical)
        #expect(study.touched == 0)
        #expect(study.choice.nulls.isEmpty)
        let finding = study.finding(EvidenceSubject())
        #expect(finding.shows.contains("same bit for bit"))
        #expect(finding.records[0].effect == 0)
        #expect(finding.status.word == "inconclusive")
      }
    }
  }

  @Test func aPatchThatClaimsToBeTheNetworkAndIsNotIsAFault() throws {
    var other = try wave()
    var weights = other.parameters["cell/update/weight"]
    for index in weights.elements.indices { weights.elements[index] *= 0.5 }
    other.parameters["cell/update/weight"] = weights
    #expect(throws: InterventionError.self) { try study(.patch(source(other))) }
    // As another network it may change what it likes.
    let honest = try study(.patch(source(other, same: false)))
    #expect(!honest.intervention.isIdentity && !honest.isIdentical)
  }

  @Test func aDirectionOfScaleZeroChangesNothing() throws {
    let direction: [Float] = [1, -2, 3, 0, 0.5, 1, 1, -1]
    let nothing = try study(.add(direction: direction, scale: 0))
    #expect(nothing.isIdentical && nothing.intervention.isIdentity)
    #expect(nothing.finding(EvidenceSubject()).shows.contains("same bit for bit"))
    let something = try study(.add(direction: direction, scale: 1))
    #expect(!something.isIdentical && something.touched > 0.5)
  }

  /// At the last tick, what is patched in decides by itself: the policy reads the next level's map at
  /// this level's start.
  @Test func aPatchFromOtherLevelsPutsTheirActivationsIn() throws {
    let (agent, decisions) = (try wave(), try decisions())
    let report = decisions.report
    let levels = try #require(decisions.mazes)
    func best(_ level: Int, at cell: Int) throws -> Set<Int> {
      let maze = levels.levels[level]
      let output = try agent.run(
        SearchFixtures.environment.encoder.observations(of: [maze]), reads: [[cell]])
      let logits = Array(output.logits.row(0))
      let top = try #require(logits.max())
      return Set(logits.indices.filter { top - logits[$0] <= 1e-6 * abs(top) })
    }
    let expected = try report.indices.map { index -> Double in
      let cell = decisions.reads[report[index]]
      let own = try best(report[index], at: cell)
      let other = try best(report[(index + 1) % report.count], at: cell)
      return (0..<4).reduce(0.0) { sum, action in
        sum
          + abs(
            (own.contains(action) ? 1 / Double(own.count) : 0)
              - (other.contains(action) ? 1 / Double(other.count) : 0)) / 2
      }
    }
    let study = try study(
      .patch(source(agent, other: true)), ticks: [InterventionFixtures.ticks])
    #expect(!study.intervention.isIdentity)
    #expect(abs(study.choice.own.value - Sample.mean(expected)) < 1e-9)
    #expect(study.choice.own.value > 0.2)
  }

  @Test func randomChangesAreAsLargeToFivePercent() throws {
    for change in [
      Intervention.Change.ablate(.zero), .ablate(.mean), .patch(try source(wave(), other: true)),
      .add(direction: [1, 1, 0, 0, 2, 0, 0, 0], scale: 0.5),
    ] {
      let study = try study(change)
      #expect(study.choice.nulls.count == 2)
      for length in MatchedLength.allCases {
        let ratio = try #require(study.matched[length])
        #expect(abs(ratio - 1) < 0.05)
        #expect((study.sizes[length] ?? 0) > 0)
      }
    }
  }

  /// An addition at the last tick that no maze brings about, far larger than anything the policy
  /// reads: the move that it stands for is taken everywhere.
  @Test func aMoveThatIsWrittenIsTaken() throws {
    let decisions = try decisions()
    guard case .actions(let best) = decisions.answers else { return }
    let study = try study(
      .add(direction: [0, 0, 1000, 0, 0, 0, 0, 0], scale: 1), ticks: [InterventionFixtures.ticks],
      squares: .agent)
    let expected = Sample.mean(
      decisions.report.map { best[$0].contains(0) ? 1 - 1 / Double(best[$0].count) : 1 })
    #expect(abs(study.choice.own.value - expected) < 1e-9)
  }

  @Test func recordsAreTheSameOnOneTwoAndThreeThreads() throws {
    let lines = try ThreadCounts.oneTwoThree {
      try [
        study(.ablate(.mean), channels: [2, 3], ticks: [30]),
        study(.patch(source(wave(), other: true)), ticks: [30]),
      ].flatMap { try $0.finding(EvidenceSubject()).records.map { try $0.jsonLine() } }
    }
    #expect(lines[0] == lines[1] && lines[1] == lines[2])
    #expect(lines[0].count == 6)
  }

  @Test func whatTheNetworkHasNotIsRefused() throws {
    let agent = try wave()
    #expect(
      throws: InterventionError.unknownSite(name: "core", known: ["embedding", "cell/inner", site])
    ) {
      try InterventionPlace(agent, site: "core")
    }
    let ticks = InterventionFixtures.ticks
    #expect(throws: InterventionError.noSuchTicks(site: site, asked: [99], allowed: 1...ticks)) {
      try InterventionPlace(agent, site: site, ticks: [1, 99])
    }
    #expect(throws: InterventionError.noTicks(site: "embedding")) {
      try InterventionPlace(agent, site: "embedding", ticks: [1])
    }
    #expect(throws: InterventionError.noSuchChannel(channel: 8, site: site, channels: 8)) {
      try InterventionPlace(agent, site: site, channels: [8])
    }
    let wider = try #require(InterventionFixtures.wave(channels: 10))
    #expect(throws: InterventionError.self) {
      try study(.patch(source(wider, same: false)))
    }
  }
}
