/// A learning rate that falls linearly to a twentieth over the last part of the budget.
struct LearningRateDecay: Sendable, Equatable {
  var rate: Double
  /// The share of the budget, at its end, over which the rate falls; 0 keeps it.
  var share: Double

  /// The learning rate of an update.
  func rate(at update: Int, of updates: Int) -> Float {
    let left = Double(updates - update) / Double(max(updates, 1))
    guard share > 0, left < share else { return Float(rate) }
    return Float(rate * (0.05 + 0.95 * max(left, 0) / share))
  }
}
