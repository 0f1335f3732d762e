package import LinearAlgebra
package import Statistics

/// How well the detector tells networks that search from those that do not.
package struct BenchmarkSummary: Sendable {
  /// Twins of which fewer than a fifth may be called a search.
  package static let watched = ["N3", "N7", "N8", "N11", "N14"]

  package let outcomes: [BenchmarkOutcome]
  package let score: DetectorScore
  /// The scores of graded networks alone.
  package let graded: BinaryScores
  /// The chance that a positive scores above a negative.
  package let areaUnderCurve: Double
  /// Its interval over resamples of whole families.
  package let areaInterval: Interval?
  /// The share of twins that score below their positive.
  package let pairedAccuracy: Double
  package let pairs: Int
  /// The same for a judge that sees what networks do and nothing of their inside.
  package let behaviourAlone: Double
  package let brier: Double
  package let calibrationError: Double
  /// The share of graded networks on which the verdict is not *inconclusive*.
  package let coverage: Double
  /// The share of right verdicts among these.
  package let accuracyWhereDecided: Double
  package let deviations: [AcceptanceTable.Deviation]
  /// By which algorithm networks are said to search, where that is known.
  package let algorithms: AlgorithmNames

  /// - Throws: ``ValidationError/nothingToScore``.
  package init(
    _ outcomes: [BenchmarkOutcome], table: AcceptanceTable, using random: inout RandomStream
  ) throws(ValidationError) {
    let score = try DetectorScore(outcomes)
    let places = outcomes.indices.filter { outcomes[$0].label.isGraded }
    let graded = BinaryScores(
      places.map { score.probabilities[$0] },
      isPositive: places.map { outcomes[$0].label.isSearch })
    self.outcomes = outcomes
    self.score = score
    self.graded = graded
    areaUnderCurve = graded.areaUnderCurve
    areaInterval = Self.interval(outcomes, places, score.probabilities, using: &random)
    let all = BinaryScores(score.probabilities, isPositive: outcomes.map(\.label.isSearch))
    let pairs = Self.pairs(outcomes)
    self.pairs = pairs.count
    pairedAccuracy = all.pairedAccuracy(pairs)
    behaviourAlone = Self.behaviourAlone(outcomes)
    brier = graded.brier
    calibrationError = graded.calibrationError()
    let decided = places.filter { outcomes[$0].verdict.conclusion != .inconclusive }
    coverage = Double(decided.count) / Double(max(1, places.count))
    accuracyWhereDecided =
      Double(
        decided.count {
          (outcomes[$0].verdict.conclusion == .explicitSearch) == outcomes[$0].label.isSearch
        }) / Double(max(1, decided.count))
    deviations = table.deviations(outcomes)
    algorithms = AlgorithmNames(outcomes)
  }

  /// Of a family: its networks, how many are called a search, and on how many it abstains.
  package struct Family: Sendable {
    package let name: String
    package let label: PlantedLabel
    package let count: Int
    package let called: [SearchVerdict.Conclusion: Int]
    package let meanScore: Double

    /// The share of it that is called a search.
    package var searchShare: Double {
      Double(called[.explicitSearch] ?? 0) / Double(max(1, count))
    }
  }

  package var families: [Family] {
    var names: [String] = []
    for outcome in outcomes where !names.contains(outcome.family) { names.append(outcome.family) }
    return names.map { name in
      let places = outcomes.indices.filter { outcomes[$0].family == name }
      var called: [SearchVerdict.Conclusion: Int] = [:]
      for place in places { called[outcomes[place].verdict.conclusion, default: 0] += 1 }
      return Family(
        name: name, label: outcomes[places[0]].label, count: places.count, called: called,
        meanScore: places.reduce(0) { $0 + score.probabilities[$1] } / Double(places.count))
    }
  }

  /// The card that is printed beside verdicts.
  ///
  /// - Throws: as it does.
  package func card() throws -> BenchmarkCard { try BenchmarkCard(self) }

  private static func pairs(
    _ outcomes: [BenchmarkOutcome]
  ) -> [(positive: Int, negative: Int)] {
    outcomes.indices.compactMap { negative in
      guard let matched = outcomes[negative].matched, outcomes[negative].label.isGraded,
        let positive = outcomes.firstIndex(where: { $0.name == matched })
      else { return nil }
      return (positive, negative)
    }
  }

  /// Families are drawn again, not networks: networks of one family are alike.
  private static func interval(
    _ outcomes: [BenchmarkOutcome], _ places: [Int], _ probabilities: [Double],
    using random: inout RandomStream
  ) -> Interval? {
    var families: [String] = []
    for place in places where !families.contains(outcomes[place].family) {
      families.append(outcomes[place].family)
    }
    var areas: [Double] = []
    for _ in 0..<1000 {
      var chosen: [Int] = []
      for _ in families {
        let family = families[random.below(families.count)]
        chosen += places.filter { outcomes[$0].family == family }
      }
      let area = BinaryScores(
        chosen.map { probabilities[$0] }, isPositive: chosen.map { outcomes[$0].label.isSearch }
      ).areaUnderCurve
      if area.isFinite { areas.append(area) }
    }
    guard areas.count > 900 else { return nil }
    areas.sort()
    return Interval(
      lower: Sample.quantile(0.025, ofSorted: areas),
      upper: Sample.quantile(0.975, ofSorted: areas),
      method: "bootstrap of families")
  }

  /// Paired accuracy of a logistic judge of what networks do on the levels of their pairs, each
  /// family judged without it.
  private static func behaviourAlone(_ outcomes: [BenchmarkOutcome]) -> Double {
    let pairs = outcomes.filter { $0.behaviour != nil && $0.label.isGraded }
    let families = Set(pairs.map(\.family)).sorted()
    var scores: [Double] = []
    var labels: [Bool] = []
    var matched: [(positive: Int, negative: Int)] = []
    for family in families {
      let others = pairs.filter { $0.family != family }.compactMap(\.behaviour)
      let own = pairs.filter { $0.family == family }.compactMap(\.behaviour)
      guard !others.isEmpty else { continue }
      let model = NonNegativeLogistic(
        rows: others.map(\.positive) + others.map(\.twin),
        isPositive: others.map { _ in true } + others.map { _ in false })
      for pair in own {
        matched.append((scores.count, scores.count + 1))
        scores += [model.probability(pair.positive), model.probability(pair.twin)]
        labels += [true, false]
      }
    }
    return BinaryScores(scores, isPositive: labels).pairedAccuracy(matched)
  }
}
