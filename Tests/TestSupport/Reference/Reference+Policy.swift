import Foundation
package import NeuralNetworks

extension Reference {
  package static func softmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let weights = logits.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  static func normalized(_ vector: [Double]) -> [Double] {
    let norm = vector.map { $0 * $0 }.reduce(0, +).squareRoot()
    return norm == 0 ? vector : vector.map { $0 / norm }
  }

  static func huber(_ difference: Double, threshold: Double) -> Double {
    abs(difference) <= threshold
      ? difference * difference / 2 : threshold * abs(difference) - threshold * threshold / 2
  }

  /// What a function of each channel vector gives, one after the other.
  static func perVector(
    _ array: [Double], _ channels: Int, _ function: ([Double]) -> [Double]
  ) -> [Double] {
    stride(from: 0, to: array.count, by: channels).flatMap {
      function(Array(array[$0..<$0 + channels]))
    }
  }

  /// Each row of `data` holds an advantage and the logarithm of the behaviour's probability.
  package static func policyGradient(
    _ logits: [Double], actions: [Int], data: [Double], _ terms: PolicyGradientTerms
  ) -> Double {
    let classes = logits.count / max(actions.count, 1)
    var total = 0.0
    for (row, action) in actions.enumerated() {
      let values = Array(logits[row * classes..<(row + 1) * classes])
      let probabilities = softmax(values)
      let advantage = data[2 * row]
      if let clip = terms.clip.map(Double.init) {
        let ratio = probabilities[action] / exp(data[2 * row + 1])
        let cut = ratio < 1 - clip ? 1 - clip : ratio > 1 + clip ? 1 + clip : ratio
        total -= advantage * ratio < advantage * cut ? advantage * ratio : advantage * cut
      } else {
        total -= advantage * log(probabilities[action])
      }
      total += Double(terms.entropy) * probabilities.map { $0 * log($0) }.reduce(0, +)
      total += Double(terms.logitPenalty) / 2 * values.map { $0 * $0 }.reduce(0, +)
    }
    return Double(terms.scale) * total
  }
}
