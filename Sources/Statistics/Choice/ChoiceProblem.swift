internal import Foundation
internal import LinearAlgebra

/// A conditional logit in standardised features: likelihood, gradient, curvature.
struct ChoiceProblem {
  /// The ridge weight used when the choices are separable.
  static let separationPenalty = 0.1

  let sets: [ChoiceSet]
  let columns: Int
  /// The root mean square of each feature about its choice set's mean.
  let scales: [Double]
  let clusterIndex: [Int]
  let clusterCount: Int

  struct Solution {
    var coefficients: [Double]
    var logLikelihood: Double
    var information: Matrix<Double>
    var isSeparated: Bool
  }

  init(_ sets: [ChoiceSet], names: [String]) throws {
    guard !sets.isEmpty else { throw StatisticsError.empty(what: "choices") }
    columns = names.count
    var squares = [Double](repeating: 0, count: names.count)
    var alternatives = 0
    for (index, set) in sets.enumerated() {
      precondition(
        set.features.columns == names.count,
        "A choice has \(set.features.columns) features and there are \(names.count) names.")
      let bad = set.features.elements.count { !$0.isFinite }
      guard bad == 0 else {
        throw StatisticsError.notFinite(what: "features of the choices", index: index, count: bad)
      }
      let means = set.features.columnMeans()
      alternatives += set.features.rows
      for row in 0..<set.features.rows {
        for column in 0..<names.count {
          let value = set.features[row, column] - means[column]
          squares[column] += value * value
        }
      }
    }
    for column in names.indices where squares[column] == 0 {
      throw StatisticsError.collinear(column: names[column])
    }
    scales = squares.map { ($0 / Double(alternatives)).squareRoot() }
    var seen: [Int: Int] = [:]
    clusterIndex = sets.map { set in
      if let index = seen[set.cluster] { return index }
      seen[set.cluster] = seen.count
      return seen.count - 1
    }
    clusterCount = seen.count
    guard clusterCount >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: clusterCount, needed: 2, purpose: "cluster-robust errors")
    }
    self.sets = sets
    let start = evaluate([Double](repeating: 0, count: columns), penalty: 0)
    do {
      _ = try Cholesky(Self.shrunk(start.information, by: 1e-10))
    } catch FactorizationError.notPositiveDefinite(let pivot, _) {
      throw StatisticsError.collinear(column: names[pivot])
    }
  }

  /// A matrix less a small multiple of its diagonal: not positive definite when nearly singular.
  private static func shrunk(_ matrix: Matrix<Double>, by share: Double) -> Matrix<Double> {
    var result = matrix
    for index in 0..<matrix.rows { result[index, index] *= 1 - share }
    return result
  }

  /// Log-likelihood, gradient and information at a point.
  func evaluate(
    _ coefficients: [Double], penalty: Double
  ) -> (logLikelihood: Double, gradient: [Double], information: Matrix<Double>, smallest: Double) {
    var total = 0.0
    var gradient = [Double](repeating: 0, count: columns)
    var information = Matrix<Double>(rows: columns, columns: columns)
    var smallest = 1.0
    for set in sets {
      let (probabilities, likelihood) = probabilities(set, coefficients)
      total += likelihood
      smallest = min(smallest, probabilities[set.chosen])
      let mean = mean(set, probabilities)
      for column in 0..<columns {
        gradient[column] += feature(set, set.chosen, column) - mean[column]
      }
      for row in 0..<set.features.rows {
        for first in 0..<columns {
          let weighted = probabilities[row] * (feature(set, row, first) - mean[first])
          for second in 0...first {
            information[first, second] += weighted * (feature(set, row, second) - mean[second])
          }
        }
      }
    }
    for first in 0..<columns {
      total -= penalty / 2 * coefficients[first] * coefficients[first]
      gradient[first] -= penalty * coefficients[first]
      information[first, first] += penalty
      for second in 0..<first { information[second, first] = information[first, second] }
    }
    return (total, gradient, information, smallest)
  }

  func feature(_ set: ChoiceSet, _ row: Int, _ column: Int) -> Double {
    set.features[row, column] / scales[column]
  }

  func mean(_ set: ChoiceSet, _ probabilities: [Double]) -> [Double] {
    var mean = [Double](repeating: 0, count: columns)
    for row in 0..<set.features.rows {
      for column in 0..<columns { mean[column] += probabilities[row] * feature(set, row, column) }
    }
    return mean
  }

  /// The probability of each alternative and the log-probability of the one taken.
  func probabilities(_ set: ChoiceSet, _ coefficients: [Double]) -> ([Double], Double) {
    var scores = (0..<set.features.rows).map { row in
      (0..<columns).reduce(0.0) { $0 + feature(set, row, $1) * coefficients[$1] }
    }
    let largest = scores.max() ?? 0
    let chosen = scores[set.chosen] - largest
    var sum = 0.0
    for index in scores.indices {
      scores[index] = exp(scores[index] - largest)
      sum += scores[index]
    }
    return (scores.map { $0 / sum }, chosen - log(sum))
  }
}
