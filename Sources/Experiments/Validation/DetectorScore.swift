package import Statistics

/// The detector's score of networks: a logistic model of the ten effects whose weights cannot be
/// negative, for each family fitted without it.
///
/// Families are left out one by one, so that no score is of a kind of network that its weights have seen;
/// what each feature is divided by, and the scores by which a score becomes a probability, are those of
/// all and of the others. What the conclusion says of the ingredients enters as
/// features beside the effects, and so does the conclusion: what is shown to be no search, or not to be
/// used, is less of a search than what is open.
///
/// A score becomes a probability by Platt's scaling, a logistic model of the score alone, fitted for each
/// family to the scores of the others.
package struct DetectorScore: Sendable {
  /// What the model of the other families makes of each network, in the order of the outcomes.
  package let scores: [Double]
  /// The probability that each network searches explicitly, in that order.
  package let probabilities: [Double]
  /// The model fitted to all families, for networks that are none of them.
  package let model: NonNegativeLogistic
  /// What each feature is divided by.
  package let scales: [Double]

  /// - Throws: ``ValidationError/nothingToScore``.
  package init(_ outcomes: [BenchmarkOutcome]) throws(ValidationError) {
    let graded = outcomes.indices.filter { outcomes[$0].label.isGraded }
    let labels = outcomes.map(\.label.isSearch)
    guard graded.contains(where: { labels[$0] }), graded.contains(where: { !labels[$0] }) else {
      throw .nothingToScore
    }
    let raw = outcomes.map(Self.features)
    let scales = (raw.first ?? []).indices.map { column -> Double in
      let deviation = Sample.standardDeviation(graded.map { raw[$0][column] })
      return deviation > 1e-9 ? deviation : 1
    }
    let rows = raw.map { row in row.indices.map { row[$0] / scales[$0] } }
    func fit(without family: String?) -> NonNegativeLogistic? {
      let used = graded.filter { outcomes[$0].family != family }
      guard used.contains(where: { labels[$0] }), used.contains(where: { !labels[$0] }) else {
        return nil
      }
      return NonNegativeLogistic(rows: used.map { rows[$0] }, isPositive: used.map { labels[$0] })
    }
    guard let model = fit(without: nil) else { throw .nothingToScore }
    var models: [String: NonNegativeLogistic] = [:]
    for family in Set(outcomes.map(\.family)).sorted() {
      models[family] = fit(without: family) ?? model
    }
    let scores = outcomes.indices.map { place in
      (models[outcomes[place].family] ?? model).logit(rows[place])
    }
    var scalings: [String: Platt] = [:]
    for family in models.keys {
      let others = graded.filter { outcomes[$0].family != family }
      scalings[family] = Platt(others.map { scores[$0] }, others.map { labels[$0] })
    }
    probabilities = outcomes.indices.map { place in
      scalings[outcomes[place].family]?.probability(scores[place]) ?? 0.5
    }
    self.scores = scores
    self.model = model
    self.scales = scales
  }

  /// The probability of a score, by those of known networks.
  private struct Platt {
    private let scale: Double
    private let model: NonNegativeLogistic

    init(_ known: [Double], _ labels: [Bool]) {
      scale = max(1e-9, Sample.standardDeviation(known))
      // Of one kind alone nothing can be fitted, and the score stands for itself.
      guard labels.contains(true), labels.contains(false) else {
        model = NonNegativeLogistic(intercept: 0, weights: [scale])
        return
      }
      let scale = scale
      model = NonNegativeLogistic(
        rows: known.map { [$0 / scale] }, isPositive: labels, penalty: 1e-3, isBalanced: false)
    }

    func probability(_ score: Double) -> Double { model.probability([score / scale]) }
  }

  /// The ten effects, how far each ingredient is found, and the conclusion.
  static func features(_ outcome: BenchmarkOutcome) -> [Double] {
    outcome.effects
      + Ingredient.allCases.map { ingredient in
        switch outcome.verdict.reading(ingredient)?.grade {
        case .causal?: 1
        case .correlational?: 0.5
        case .inconclusive?, nil: 0
        case IngredientGrade.none?: -0.5
        }
      } + [conclusion(outcome.verdict.conclusion)]
  }
}

extension DetectorScore {
  private static func conclusion(_ conclusion: SearchVerdict.Conclusion) -> Double {
    switch conclusion {
    case .explicitSearch: 1
    case .inconclusive: 0
    case .noExplicitSearch, .computedNotUsed: -1
    }
  }
}

extension PlantedLabel {
  /// Whether an explicit search is what the network does.
  package var isSearch: Bool { self == .search }
  /// Whether the construction decides it.
  package var isGraded: Bool { self != .ungraded }
}
