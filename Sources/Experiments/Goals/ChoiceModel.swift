internal import LinearAlgebra
package import Statistics

/// G1's conjoint logit: what a choice between two things goes by, and how strongly.
///
/// `logit P(A) = bD dD + bR dR + bDR d(DR) + b_near dn + b_right dx + b_below dy`, each `d` the
/// first thing's value minus the second's. The interaction is coded about the design's means,
/// `(D - mean D)(R - mean R)`, so that the weights of door and red are main effects: what being a
/// door (being red) adds on average over the colours (shapes) of the set. With products of 0 and 1
/// they would be the effects among things that are not red (no doors) alone; those follow as
/// ``doorAmongNotRed`` and ``redAmongNoDoors``.
package struct ChoiceModel: Sendable, Equatable {
  /// The features, in order.
  package enum Feature: Int, CaseIterable, Sendable {
    case door, red, doorAndRed, nearer, right, below

    /// The name for axes and records.
    package var name: String {
      switch self {
      case .door: "door"
      case .red: "red"
      case .doorAndRed: "door and red together"
      case .nearer: "nearer by a step"
      case .right: "on the right"
      case .below: "below"
      }
    }
  }

  /// The weight of one feature.
  package struct Weight: Sendable, Equatable {
    package let feature: Feature
    /// Log-odds for a difference of one.
    package let value: Double
    package let standardError: Double
    package let interval: Interval
    /// The root mean square of the feature's difference over the choices.
    package let spread: Double
    /// How much the weight is blurred by the correlation with other features.
    package let inflation: Double

    /// Log-odds for a difference of one spread: what weights are compared in.
    package var strength: Double { value * spread }
  }

  package let weights: [Weight]
  package let logit: ConditionalLogit
  /// The shares of doors and of red things among the things of the set.
  package let meanDoor: Double
  package let meanRed: Double

  /// Whether some rule predicts every choice: weights then mean "at least".
  package var isSeparated: Bool {
    if case .separated = logit.outcome { return true }
    return false
  }

  /// The sum of the strengths without their signs.
  package var total: Double { weights.reduce(0) { $0 + abs($1.strength) } }

  package subscript(feature: Feature) -> Weight { weights[feature.rawValue] }

  /// A feature's part of ``total``, without its sign.
  package func share(_ feature: Feature) -> Double { abs(self[feature].strength) / total }

  /// The margin inside which a weight counts as none, in log-odds: a tenth of the total (R12).
  package func margin(_ feature: Feature) -> Double {
    EquivalenceMargins.choiceWeight * total / self[feature].spread
  }

  /// The effect of being a door among things that are not red: `bD` in products of 0 and 1.
  package var doorAmongNotRed: (value: Double, interval: Interval) {
    combination([.door: 1, .doorAndRed: -meanRed])
  }

  /// The effect of being red among things that are no doors: `bR` in products of 0 and 1.
  package var redAmongNoDoors: (value: Double, interval: Interval) {
    combination([.red: 1, .doorAndRed: -meanDoor])
  }

  /// The weight of door minus the weight of red.
  package var doorMinusRed: (value: Double, interval: Interval) {
    combination([.door: 1, .red: -1])
  }

  /// A linear combination of weights with its interval.
  package func combination(
    _ factors: [Feature: Double], confidence: Double = 0.95
  ) -> (value: Double, interval: Interval) {
    let vector = Feature.allCases.map { factors[$0] ?? 0 }
    var value = 0.0
    var variance = 0.0
    for row in vector.indices {
      value += vector[row] * logit.coefficients[row]
      for column in vector.indices {
        variance += vector[row] * vector[column] * logit.covariance[row, column]
      }
    }
    let reach =
      NormalDistribution.quantile(1 - (1 - confidence) / 2) * max(0, variance).squareRoot()
    return (
      value,
      Interval(
        lower: value - reach, upper: value + reach, confidence: confidence,
        method: "normal, cluster-robust")
    )
  }
}
