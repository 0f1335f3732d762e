internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Probing
package import Statistics

/// T10: does the network hold what it does not choose, and weigh it?
///
/// Levels offer two ways that share no square and differ by a few steps, to two goals or to one, and
/// have a partner in which one wall makes the other way the shorter one (``ForkedLevel``). Three
/// things are asked of the losing way: whether it is there before the network commits itself (the
/// candidate), whether its number of steps is held beyond what winner, observation and plan tell (its
/// value), and whether exchanging the decoded values exchanges the choice.
package struct CandidatesAndEvaluation: Sendable {
  /// The share of what is left to explain inside which a value counts as not held.
  package static let valueMargin = EquivalenceMargins.trace
  /// Fewer report levels, or levels that are decided for the shorter way, are not read.
  package static let fewestLevels = 20
  package static let competence = 0.6
  /// With so many to report on no further levels are drawn, and at most so many are drawn.
  static let enoughLevels = 60
  static let mostLevels = 1600
  /// Untrained networks to compare with at most.
  static let mostUntrained = 2

  /// The losing value read at one time.
  package struct Value: Sendable {
    package let name: String
    package let explained: BootstrapEstimate
    package let untrained: BootstrapEstimate?
    package let effect: BootstrapEstimate
  }

  package let kind: ForkedLevel.Kind
  /// Levels with a choice, and those in the report folds by unit.
  package let levels: Int
  package let reportUnits: Int
  package let site: String
  /// The share of report levels decided for the shorter way.
  package let shorter: BootstrapEstimate
  /// The mean number of ticks after which the decision stays, and the share of levels in which that
  /// is not the first.
  package let meanCommitment: Double
  package let commitsLater: Double
  package let presence: CandidatePresence
  /// The place chosen on the fit levels first.
  package let values: [Value]
  package let valueNull: PermutationNull
  /// Nil where no values can be exchanged, with the reason.
  package let swap: ValueSwap?
  package let noSwap: String?
  let gates: [EvidenceGate]

  /// Why the test cannot be applied; `nil` where it can.
  static func obstacle(
    _ subject: StudySubject, on levels: LevelSet, choices: [ForkedLevel]
  ) -> String? {
    if let reason = RefusedTest.noMoves(subject, levels) { return reason }
    guard subject.agent.mainMap != nil else {
      return "the network has no maps with a state for each square"
    }
    let report = reportLevels(choices)
    guard report >= fewestLevels else {
      return "only \(report) report levels have room for two ways, of at least "
        + "\(fewestLevels)"
    }
    return nil
  }

  /// The number of levels to report on that have a choice.
  static func reportLevels(_ choices: [ForkedLevel]) -> Int {
    Set(choices.map(\.key.digest)).count { !Folds.selectionFolds.contains(Folds.fold(digest: $0)) }
  }

  /// - Parameters:
  ///   - series: the place that is read.
  ///   - audit: the gate of the input audit.
  /// - Throws: as a run of the agent or a fit does.
  package init(
    _ subject: StudySubject, choices: [ForkedLevel], kind: ForkedLevel.Kind, series: SiteSeries,
    audit: EvidenceGate?, settings: SearchSettings, random: RandomStream
  ) throws {
    let last = settings.thinking ?? subject.agent.defaultTicks
    let hasTicks = series.unit == "tick" && last > 1
    let name = series.last.name
    let all = choices.map(\.level)
    let ticks = hasTicks ? ComputeScaling.ticks(last, samples: all.count) : [last]
    let choiceTicks = try ChoiceTicks(
      subject.agent, encoder: subject.encoder, levels: all, ticks: ticks)
    let agents =
      [subject.agent]
      + UntrainedTwins.of(
        subject.agent, count: min(settings.untrained, Self.mostUntrained), from: random)

    let given = try LosingValue.Given(choices, subject: subject, settings: settings)
    let reported = choices.indices.filter { given.isReport[$0] }
    let present = Set(reported.map { given.unit[$0] }).sorted()
    var resampling = random.split("choice bootstrap")
    let bootstrap = try LevelBootstrap(
      units: present.count, replicates: settings.replicates, using: &resampling)
    shorter = Self.shorter(choices, choiceTicks, reported, units: present, given, bootstrap)
    let committed = choiceTicks.commitment.compactMap { $0 }
    meanCommitment =
      committed.isEmpty ? .nan : Double(committed.reduce(0, +)) / Double(committed.count)
    let early = choices.indices.filter { choiceTicks.before[$0] != nil }
    commitsLater = Double(early.count) / Double(choices.count)

    let isBefore = commitsLater >= 0.5
    let read = isBefore ? early : Array(choices.indices)
    presence = try CandidatePresence(
      agents, choices: read.map { choices[$0] },
      ticks: read.map { isBefore ? choiceTicks.before[$0] ?? last : last }, site: name,
      isBeforeCommitment: isBefore, subject: subject, settings: settings,
      random: random.split("candidates"))

    // The value, at the end and before the commitment.
    let own = choices.indices.map {
      choiceTicks.before[$0] ?? choiceTicks.commitment[$0] ?? last
    }
    let times =
      [(name: "after the last tick", ticks: choices.map { _ in last }, isOwn: false)]
      + (isBefore ? [(name: "before the commitment", ticks: own, isOwn: true)] : [])
    var found: [(value: Value, share: Double, test: LosingValue)] = []
    var endMaps: Tensor?
    for time in times {
      let tests = try agents.enumerated().map { network, agent -> LosingValue? in
        let maps = try MapsByTick.maps(
          agent, site: name, levels: all, ticks: time.ticks, encoder: subject.encoder)
        if network == 0, !time.isOwn { endMaps = maps }
        do {
          return try LosingValue(maps, ticks: time.isOwn ? time.ticks : nil, given: given) { _ in
            bootstrap
          }
        } catch ProbingError.constantFeatures(_) {
          return nil
        }
      }
      guard let first = tests[0] else { continue }
      let twins = tests.dropFirst().compactMap { $0?.explained }
      found.append(
        (
          Value(
            name: time.name, explained: first.explained,
            untrained: BootstrapEstimate.mean(of: twins),
            effect: first.explained.minus(untrained: twins)), first.selectionShare, first
        ))
    }
    let ordered = found.sorted { $0.share > $1.share }
    values = ordered.map(\.value)
    var shuffling = random.split("losing value null")
    valueNull =
      ordered.first?.test.null(count: settings.permutations, using: &shuffling)
      ?? PermutationNull(name: "no reading", observed: 0, draws: [])

    let squares = found.first { $0.value.name == times[0].name }?.test
    var exchanged: ValueSwap?
    var reason: String?
    if let squares, let endMaps {
      do {
        exchanged = try ValueSwap(
          subject, choices: choices, decisions: choiceTicks.last, maps: endMaps,
          at: MapsByTick.site(name, of: subject.agent, thinking: last), ticks: last,
          squares: squares, given: given, settings: settings, random: random)
      } catch ProbingError.nothingLabelled {
        reason = "fewer than two report levels are decided for the shorter way"
      }
    } else {
      reason = "the state after the last tick does not vary"
    }
    swap = exchanged
    noSwap = reason
    self.kind = kind
    levels = choices.count
    reportUnits = present.count
    site = name
    gates =
      [
        EvidenceGate(
          name: "levels with a choice to report on", passed: present.count >= Self.fewestLevels,
          detail: "\(present.count) of at least \(Self.fewestLevels)"),
        EvidenceGate(
          name: "the shorter way is chosen", passed: shorter.value >= Self.competence,
          detail: "in \(Wording.percent(shorter.value)) of the levels, of at least "
            + "\(Wording.percent(Self.competence))"),
      ] + (audit.map { [$0] } ?? [])
  }

  private static func shorter(
    _ choices: [ForkedLevel], _ ticks: ChoiceTicks, _ reported: [Int], units: [Int],
    _ given: LosingValue.Given, _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    let place = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
    var sums = Matrix<Double>(rows: units.count, columns: 2)
    for level in reported {
      let unit = place[given.unit[level]] ?? 0
      let decision = ticks.last[level]
      sums[unit, 1] += 1
      if !decision.isEmpty && decision.isSubset(of: choices[level].winner.moves) {
        sums[unit, 0] += 1
      }
    }
    return bootstrap.estimate(sums, metric: Proportion.share)
  }

  /// What the test says of the losing way's value: its own claim.
  package var status: EvidenceStatus {
    guard let value = values.first else {
      return .judging(
        effect: 0, interval: Interval(lower: 0, upper: 0, method: "no state varies"),
        pAdjusted: 1, power: PowerCard(standardError: 0), margin: Self.valueMargin, gates: gates)
    }
    return .judging(
      effect: value.effect.value, interval: value.effect.interval, pAdjusted: valueNull.p,
      power: value.effect.power, margin: Self.valueMargin, gates: gates)
  }
}
