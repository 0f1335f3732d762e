internal import Foundation
internal import LinearAlgebra

/// A conditional logit in standardised features: likelihood, gradient, curvature.
struct ChoiceProblem: LikelihoodProblem {
  let columns: Int
  /// The root mean square of each feature about its choice set's mean.
  let scales: [Double]
  /// The standardised features of all alternatives, `[alternatives, columns]`.
  let features: [Double]
  /// The alternatives of each set.
  let alternatives: [Range<Int>]
  /// The largest number of alternatives of a set.
  let widest: Int
  /// The alternative taken in each set, counted over all sets.
  let chosen: [Int]
  /// The cluster of each set, numbered from 0.
  let clusterIndex: [Int]
  let clusterCount: Int

  init(_ sets: [ChoiceSet], names: [String]) throws {
    guard !sets.isEmpty else { throw StatisticsError.empty(what: "choices") }
    let width = names.count
    columns = width
    scales = try Self.scales(sets, names: names)
    var features: [Double] = []
    var alternatives: [Range<Int>] = []
    var count = 0
    for set in sets {
      for row in 0..<set.features.rows {
        for column in 0..<width { features.append(set.features[row, column] / scales[column]) }
      }
      alternatives.append(count..<count + set.features.rows)
      count += set.features.rows
    }
    self.features = features
    self.alternatives = alternatives
    widest = alternatives.reduce(0) { max($0, $1.count) }
    chosen = zip(sets, alternatives).map { $0.chosen + $1.lowerBound }
    let clusters = ClusterIndex(sets.map(\.cluster))
    clusterIndex = clusters.places
    clusterCount = clusters.count
    guard clusterCount >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: clusterCount, needed: 2, purpose: "cluster-robust errors")
    }
    try checkIndependence(names: names)
  }

  private static func scales(_ sets: [ChoiceSet], names: [String]) throws -> [Double] {
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
    return squares.map { ($0 / Double(alternatives)).squareRoot() }
  }

  /// Log-likelihood, gradient and information at a point, the penalty included.
  func evaluate(_ coefficients: [Double], penalty: Double) -> LikelihoodState {
    var state = LikelihoodState(
      logLikelihood: 0, gradient: [Double](repeating: 0, count: columns),
      information: Matrix(rows: columns, columns: columns))
    visit(coefficients) { _, logProbability, difference, deviations, probabilities in
      state.logLikelihood += logProbability
      for column in 0..<columns { state.gradient[column] += difference[column] }
      for (row, probability) in probabilities.enumerated() {
        for first in 0..<columns {
          let weighted = probability * deviations[row * columns + first]
          for second in 0...first {
            state.information.elements[first * columns + second] +=
              weighted * deviations[row * columns + second]
          }
        }
      }
    }
    for first in 0..<columns {
      state.logLikelihood -= penalty / 2 * coefficients[first] * coefficients[first]
      state.gradient[first] -= penalty * coefficients[first]
      state.information[first, first] += penalty
      for second in 0..<first {
        state.information[second, first] = state.information[first, second]
      }
    }
    return state
  }

  /// Each cluster's sum of the gradient's terms, `[clusters, columns]`.
  func clusterScores(_ coefficients: [Double]) -> Matrix<Double> {
    var scores = Matrix<Double>(rows: clusterCount, columns: columns)
    visit(coefficients) { set, _, difference, _, _ in
      for column in 0..<columns { scores[clusterIndex[set], column] += difference[column] }
    }
    return scores
  }

  /// Calls the body for each set with the log-probability of the alternative taken, its features
  /// minus the expected ones, and the deviations and probabilities of all alternatives.
  private func visit(
    _ coefficients: [Double],
    _ body: (
      _ set: Int, _ logProbability: Double, _ difference: UnsafePointer<Double>,
      _ deviations: UnsafePointer<Double>, _ probabilities: UnsafeBufferPointer<Double>
    ) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: widest * (columns + 1) + columns) {
      scratch in
      guard let base = scratch.baseAddress else { return }
      let (probabilities, deviations) = (base, base + widest)
      let mean = deviations + widest * columns
      features.withUnsafeBufferPointer { features in
        for (index, range) in alternatives.enumerated() {
          var largest = -Double.infinity
          for row in 0..<range.count {
            var score = 0.0
            for column in 0..<columns {
              score += features[(range.lowerBound + row) * columns + column] * coefficients[column]
            }
            probabilities[row] = score
            largest = max(largest, score)
          }
          let taken = probabilities[chosen[index] - range.lowerBound] - largest
          var sum = 0.0
          for row in 0..<range.count {
            probabilities[row] = exp(probabilities[row] - largest)
            sum += probabilities[row]
          }
          for column in 0..<columns { mean[column] = 0 }
          for row in 0..<range.count {
            probabilities[row] /= sum
            for column in 0..<columns {
              mean[column] +=
                probabilities[row] * features[(range.lowerBound + row) * columns + column]
            }
          }
          for row in 0..<range.count {
            for column in 0..<columns {
              deviations[row * columns + column] =
                features[(range.lowerBound + row) * columns + column] - mean[column]
            }
          }
          body(
            index, taken - log(sum),
            deviations + (chosen[index] - range.lowerBound) * columns, deviations,
            UnsafeBufferPointer(start: probabilities, count: range.count))
        }
      }
    }
  }
}
