import Foundation

/// The probabilities that a softmax of logits gives to actions.
package struct ActionDistribution: Sendable {
  package let logProbabilities: [Double]

  package init(_ logits: ArraySlice<Float>) {
    let largest = Double(logits.max() ?? 0)
    let total = logits.reduce(0.0) { $0 + exp(Double($1) - largest) }
    let shift = largest + log(total)
    logProbabilities = logits.map { Double($0) - shift }
  }

  /// The action at a place between 0 and 1, each action taking its probability's room.
  func action(at place: Double) -> Int {
    var sum = 0.0
    for (action, logProbability) in logProbabilities.enumerated() {
      sum += exp(logProbability)
      if place < sum { return action }
    }
    // Rounding may leave the sum a little below one.
    return logProbabilities.count - 1
  }

  /// In nats.
  var entropy: Double {
    -logProbabilities.reduce(0) { $0 + ($1 > -700 ? exp($1) * $1 : 0) }
  }
}
