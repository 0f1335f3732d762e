internal import LinearAlgebra
internal import Probing

/// The directions that a frozen probe of approach directions reads, as changes of a square's
/// activations.
struct SquareDirections: Sendable {
  let metric: ChannelMoments
  /// For each class the smallest change, in standard deviations, that moves its score away from the
  /// mean of the others: `S w / (w' S w)^1/2`, of Mahalanobis length one.
  let directions: [[Float]]

  /// - Parameters:
  ///   - features: `[row, channel]`, what the probe was fitted on.
  /// - Throws: `FactorizationError` when an activation is not finite.
  init(_ fitted: FittedBlockRidge, features: Matrix<Float>) throws {
    let rows = features.converted(to: Double.self)
    let means = rows.columnMeans()
    var centred = rows
    for row in 0..<centred.rows {
      for column in 0..<centred.columns { centred[row, column] -= means[column] }
    }
    var covariance = centred.transposedMultiplied(by: centred)
    for index in covariance.elements.indices {
      covariance.elements[index] /= Double(max(1, rows.rows))
    }
    metric = try ChannelMoments(means: means, covariance: covariance)
    let classes = fitted.weights.columns
    directions = (0..<classes).map { label in
      let gradient = (0..<fitted.weights.rows).map { channel -> Double in
        var others = 0.0
        for other in 0..<classes where other != label { others += fitted.weights[channel, other] }
        return fitted.weights[channel, label] - others / Double(max(1, classes - 1))
      }
      let step = (0..<covariance.rows).map { row in
        zip(covariance.row(row), gradient).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let squared = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
      guard squared > 0 else { return step.map { _ in 0 } }
      return step.map { Float($0 / squared.squareRoot()) }
    }
  }
}
