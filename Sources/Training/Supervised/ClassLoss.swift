import Foundation

/// The loss of one sample's logits.
enum ClassLoss {
  /// Minus the logarithm of the probability that a softmax gives to a class.
  static func crossEntropy(_ logits: ArraySlice<Float>, label: Int) -> Double {
    let largest = Double(logits.max() ?? 0)
    var sum = 0.0
    for value in logits { sum += exp(Double(value) - largest) }
    return log(sum) - (Double(logits[logits.startIndex + label]) - largest)
  }
}
