package import LinearAlgebra
package import Probing
package import Statistics

/// Does one run's probe for doors, or for red things, read another run, once that is laid onto the first
/// by squares that hold nothing?
///
/// Labelled rows in the map would carry the concept across by themselves, so the map is fitted on squares
/// without things of mazes as in training. What these never move no map made of them can carry: how much of
/// a run's own probe is left when the run is mapped onto itself stands on the diagonal, and where that is
/// little nothing is said.
package struct GoalTransfer: Sendable {
  /// Which concept is read.
  package enum Concept: String, CaseIterable, Sendable {
    case door, red

    var name: String { self == .door ? "doors" : "red things" }

    func holds(_ thing: FactorialTrial.Candidate) -> Bool {
      self == .door ? thing.isDoor : thing.isRed
    }
  }

  package let concept: Concept
  /// The explained variance of a set's probe on another set, mapped, and the same as a share of the
  /// other's own; by the set whose probe it is, then the one that is read.
  package let explained: SimilarityMatrix
  package let share: SimilarityMatrix
  /// The share of its own probe that a set keeps when mapped onto itself.
  package let itself: [BootstrapEstimate]
  let comparison: RunComparison
  let codes: GoalCodes

  package static let test = "probe transfer over runs"
  /// A share of the own probe below which neutral rows are said not to move what it reads.
  package static let leastReached = 0.5
  /// A share below which a probe does not carry over, and the explained variance that an own probe has to
  /// have for a share of it to mean anything.
  package static let leastShare = 0.1
  package static let leastRead = ConceptSeparateness.leastRead

  /// - Throws: `SimilarityError` where sets cannot be compared.
  package init(
    _ concept: Concept, _ comparison: RunComparison, _ codes: GoalCodes, permutations: Int = 19,
    random: RandomStream
  ) throws {
    self.concept = concept
    self.comparison = comparison
    self.codes = codes
    var settings = SimilaritySettings()
    settings.measures = [.probeTransfer, .probeTransferShare]
    settings.transferMap = .ridge
    settings.permutations = permutations
    let (study, sets) = codes.transferStudy(settings) { concept.holds($0) }
    var drawing = random.split("transfer").split(concept.rawValue)
    let report = try study.measure(sets, using: &drawing)
    explained = report.matrices[0]
    share = report.matrices[1]
    itself = try study.transferToItself(sets, using: &drawing)
  }

  /// The explained variance of a set's own probe.
  package func own(_ set: Int) -> Double { explained.ceilings[set] ?? .nan }

  /// Whether neutral rows move what a set's probe reads.
  package func isReached(_ set: Int) -> Bool {
    (itself[set].interval?.lower ?? -1) >= Self.leastReached && own(set) >= Self.leastRead
  }

  /// The most that an untrained network's probe gives on a trained one, or the other way round.
  private var untrainedFloor: Double {
    let all = codes.codes.indices
    let found = all.flatMap { first in
      all.compactMap { second -> Double? in
        guard codes.codes[first].isUntrained != codes.codes[second].isUntrained else { return nil }
        return value(first, second)
      }
    }
    return found.max() ?? .nan
  }

  /// The share of one set's probe on another; nil where the other's own reads too little.
  package func value(_ first: Int, _ second: Int) -> Double? {
    guard own(second) >= Self.leastRead, let value = share.entry(first, second)?.value else {
      return nil
    }
    return value
  }

  private func status(_ first: Int, _ second: Int) -> EvidenceStatus {
    let gates = [first, second].map { set in
      EvidenceGate(
        name: "squares without things move what '\(codes.codes[set].name)' is read by",
        passed: isReached(set),
        detail: "mapped onto itself it keeps "
          + "\(GoalText.estimate(itself[set].value, itself[set].interval)) of a probe that explains "
          + "\(GoalText.number(own(set))), of at least \(GoalText.number(Self.leastReached)) of "
          + GoalText.number(Self.leastRead))
    }
    if let void = EvidenceStatus.void(gates) { return void }
    guard let entry = share.entry(first, second), let interval = entry.interval else {
      return .inconclusive("the share has no interval")
    }
    if interval.upper < Self.leastShare { return .contradicts }
    if interval.lower > Self.leastShare, interval.lower > max(0, untrainedFloor),
      (entry.floor?.p ?? 1) <= 0.05
    {
      return .supports
    }
    return .inconclusive("no more than between trained and untrained networks, or in random orders")
  }

  /// Group by group, then pair by pair.
  package func finding() -> Finding {
    let trained = codes.codes.indices.filter { !codes.codes[$0].isUntrained }
    let reached = trained.filter { isReached($0) }
    return comparison.cautious(
      Finding(
        id: "compare-transfer-\(concept.rawValue)",
        title: "Does a run's probe for \(concept.name) read other runs?",
        measured:
          "A ridge probe for \(concept.name) was fitted on each run's codes of things. Another "
          + "run's codes were laid onto these by ridge regression on \(codes.neutralLevel.count) squares "
          + "without things of \(codes.neutralLevels.count) mazes as in training, and read by the same "
          + "probe on levels that neither was fitted on. 1 is as much as the other's own probe reads.",
        control:
          "The diagonal says how much of its own probe a run keeps when it is mapped onto itself: "
          + "squares without things move what is read in \(reached.count) of \(trained.count) runs. The "
          + "floor puts the mazes of the squares in a random order; untrained networks come to "
          + "\(GoalText.number(untrainedFloor)) at most.",
        shows: comparison.groups.map { sentence($0) }.filter { !$0.isEmpty }.joined(separator: " "),
        doesNotShow:
          "A probe that does not carry over may still read a concept that both have: squares "
          + "without things need not show how two networks correspond.",
        records: comparison.groups.map { record($0) }
          + trained.flatMap { first in
            trained.filter { $0 != first }.map { record(first, $0) }
          }, charts: [chart]))
  }

  private func sets(_ group: RunGroup) -> [Int] {
    codes.codes.indices.filter { codes.codes[$0].run.map { group.runs.contains($0) } ?? false }
  }

  private var means: PairMeans {
    let count = codes.codes.count
    var values = Matrix<Double>(rows: count, columns: count, repeating: .nan)
    for first in 0..<count {
      for second in 0..<count where first != second {
        values[first, second] = value(first, second) ?? .nan
      }
    }
    return PairMeans(values)
  }

  /// The mean share over ordered pairs of a group's runs, and how far it is above that of pairs with
  /// untrained networks, both ways.
  package func group(
    _ group: RunGroup
  ) -> (
    within: (value: Double, interval: Interval?), floor: Double,
    above: (value: Double, interval: Interval?)
  ) {
    let means = means
    let untrained = codes.codes.indices.filter { codes.codes[$0].isUntrained }
    func floor(_ own: [Int]) -> Double {
      Sample.mean([means.mean(own, untrained), means.mean(untrained, own)].filter(\.isFinite))
    }
    let own = sets(group)
    return (
      PairMeans.estimate(over: own) { means.mean($0, $0) }, floor(own),
      PairMeans.estimate(over: own) { means.mean($0, $0) - floor($0) }
    )
  }

  private func sentence(_ group: RunGroup) -> String {
    let own = sets(group)
    guard own.count > 1 else { return "" }
    let found = self.group(group)
    return "In '\(group.label)' another run's probe reads "
      + "\(GoalText.estimate(found.within.value, found.within.interval)) of what the own one does, that of "
      + "an untrained network \(GoalText.number(found.floor)); mapped onto themselves the runs keep "
      + "\(GoalText.number(Sample.mean(own.map { itself[$0].value })))."
  }

  private func record(_ group: RunGroup) -> EvidenceRecord {
    let own = sets(group)
    let found = self.group(group)
    let reached = own.filter { isReached($0) }
    let power = PowerCard(found.above.interval)
    let gates = [
      EvidenceGate(
        name: "runs", passed: own.count >= RunMean.fewest,
        detail: "\(own.count) of at least \(RunMean.fewest)"),
      EvidenceGate(
        name: "squares without things move what is read",
        passed: !own.isEmpty && 2 * reached.count > own.count,
        detail: "in \(reached.count) of \(own.count) runs, and in more than half they have to"),
    ]
    return EvidenceRecord(
      test: Self.test,
      claim:
        "Over runs of '\(group.label)', a run's probe for \(concept.name) reads other runs better "
        + "than probes of untrained networks do.", subject: comparison.subject,
      levels: codes.levels.count,
      effectName:
        "share of the own probe's explained variance, beyond that with untrained networks",
      effect: found.above.value, interval: found.above.interval,
      minimumDetectableEffect: power.minimumDetectableEffect, equivalenceMargin: Self.leastShare,
      controls: [
        EvidenceControl(
          name: "between runs", value: found.within.value, interval: found.within.interval),
        EvidenceControl(name: "with untrained networks", value: found.floor),
        EvidenceControl(
          name: "onto themselves",
          value: own.isEmpty ? nil : Sample.mean(own.map { itself[$0].value })),
      ], gates: gates,
      status: .judging(
        effect: found.above.value, interval: found.above.interval, pAdjusted: nil, power: power,
        margin: Self.leastShare, gates: gates), notes: comparison.notes(group))
  }

  private func record(_ first: Int, _ second: Int) -> EvidenceRecord {
    let entry = share.entry(first, second)
    return EvidenceRecord(
      test: Self.test,
      claim: "The probe for \(concept.name) of \(codes.codes[first].name) reads "
        + "\(codes.codes[second].name).", subject: comparison.subject, levels: codes.levels.count,
      effectName: "share of the own probe's explained variance", effect: entry?.value,
      interval: entry?.interval, p: entry?.floor?.p,
      controls: [
        EvidenceControl(name: "own probe's explained variance", value: own(second)),
        EvidenceControl(name: "squares in a random order", value: entry?.floor?.mean),
        EvidenceControl(name: "untrained networks, at most", value: untrainedFloor),
      ], status: status(first, second), notes: (entry?.notes ?? []).map(\.description))
  }

  private var chart: NamedChart {
    let names = codes.codes.map(\.name)
    let all = names.indices
    var measured = Matrix<Double>(rows: names.count, columns: names.count, repeating: .nan)
    var floors = measured
    var masks: [ChartDescription.Mask] = []
    for first in all {
      for second in all {
        if first == second {
          measured[first, first] = itself[first].value
          masks.append(itself[first].value.isFinite ? .shown : .void)
          continue
        }
        floors[first, second] =
          value(first, second) == nil ? .nan : share.entry(first, second)?.floor?.mean ?? .nan
        if let value = value(first, second) {
          measured[first, second] = value
          let isShown =
            status(first, second) == .supports || codes.codes[first].isUntrained
            || codes.codes[second].isUntrained
          masks.append(isShown ? .shown : .belowEffect)
        } else {
          masks.append(.void)
        }
      }
    }
    func text(_ values: Matrix<Double>) -> [String] {
      values.elements.map { $0.isFinite ? Wording.number($0, decimals: 2) : "" }
    }
    func axis(_ title: String) -> ChartDescription.Categories { .init(title, labels: names) }
    // Far below zero a probe is no better than none; how far says nothing.
    let clipped = { (matrix: Matrix<Double>) -> Matrix<Double> in
      Matrix(
        rows: matrix.rows, columns: matrix.columns,
        elements: matrix.elements.map { $0.isFinite ? max(-1, min(1, $0)) : $0 })
    }
    return NamedChart(
      "matrix",
      .heatmapGrid(
        ChartDescription.HeatmapGrid(
          title: "A run's probe for \(concept.name) on other runs",
          panels: [
            ChartDescription.Heatmap(
              title: "measured; on the diagonal mapped onto itself", values: clipped(measured),
              rows: axis("whose probe"), columns: axis("who is read"),
              quantity: "share of the own probe", scale: .divergingUpTo(1),
              cellText: text(measured), masks: masks,
              maskMeaning: "not above untrained networks and random orders, or not to be said"),
            ChartDescription.Heatmap(
              title: "floor: squares in a random order", values: clipped(floors),
              rows: axis("whose probe"), columns: axis("who is read"),
              quantity: "share of the own probe", scale: .divergingUpTo(1), cellText: text(floors),
              masks: floors.elements.map { $0.isFinite ? .shown : .void }),
          ], sharedScale: .divergingUpTo(1), panelsPerRow: 2,
          subtitle: "\(codes.levels.count) factorial levels; mapped by \(codes.neutralLevel.count) "
            + "squares without things",
          caption:
            "Colours end at -1 and 1. Crossed: not defined, or the own probe reads less than "
            + "\(GoalText.number(Self.leastRead)).")))
  }
}
