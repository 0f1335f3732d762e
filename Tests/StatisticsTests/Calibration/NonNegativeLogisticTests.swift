import Foundation
import LinearAlgebra
import Statistics
import Testing

@Suite struct NonNegativeLogisticTests {
  private func data(_ weights: [Double], count: Int = 4000) -> (rows: [[Double]], labels: [Bool]) {
    var random = RandomStream(seed: 11)
    var rows: [[Double]] = []
    var labels: [Bool] = []
    for _ in 0..<count {
      let row = weights.map { _ in random.normal() }
      let logit = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
      rows.append(row)
      let model = NonNegativeLogistic(intercept: logit, weights: [])
      labels.append(model.probability([]) > random.uniform())
    }
    return (rows, labels)
  }

  @Test func positiveWeightsAreRecoveredAndNegativeOnesAreZero() {
    let (rows, labels) = data([1.5, 0.5, -1])
    let fit = NonNegativeLogistic(rows: rows, isPositive: labels, penalty: 0)
    #expect(fit.weights[2] == 0)
    // Leaving a feature out shrinks the others toward zero, but keeps their order.
    #expect(fit.weights[0] > 1 && fit.weights[0] < 1.7)
    #expect(fit.weights[1] > 0.25 && fit.weights[1] < 0.7)
  }

  @Test func theFitIsTheOptimumOfItsLoss() {
    let (rows, labels) = data([1, 0.3], count: 300)
    let fit = NonNegativeLogistic(rows: rows, isPositive: labels)
    func loss(_ model: NonNegativeLogistic) -> Double {
      let positives = Double(labels.count { $0 })
      let negatives = Double(labels.count) - positives
      return rows.indices.reduce(0.0) { sum, row in
        let p = model.probability(rows[row])
        let term = labels[row] ? -log(p) / positives : -log(1 - p) / negatives
        return sum + term / 2
      } + 0.005 * model.weights.reduce(0) { $0 + $1 * $1 }
    }
    let best = loss(fit)
    for (place, change) in [(0, 0.01), (0, -0.01), (1, 0.01), (1, -0.01)] {
      var weights = fit.weights
      weights[place] += change
      #expect(loss(NonNegativeLogistic(intercept: fit.intercept, weights: weights)) > best)
    }
  }
}
