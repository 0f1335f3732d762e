/// A learning rate that falls linearly to a twentieth over the last share of a budget.
struct LinearDecay: Sendable, Equatable {
  let rate: Double
  /// The share of the budget, at its end, over which it falls.
  let share: Double
  /// Updates in all.
  let updates: Int

  /// The learning rate of an update.
  func rate(at update: Int) -> Float {
    let left = Double(updates - update) / Double(max(updates, 1))
    guard share > 0, left < share else { return Float(rate) }
    return Float(rate * (0.05 + 0.95 * left / share))
  }
}
