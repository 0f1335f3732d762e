/// Running sums over the updates since the last row of metrics.
struct LossTally: Sendable, Equatable {
  var updates = 0
  var loss = 0.0
  var norm = 0.0

  mutating func add(loss: Double, norm: Double) {
    updates += 1
    self.loss += loss
    self.norm += norm
  }

  /// The mean loss, nil before the first update.
  var meanLoss: Double? { updates == 0 ? nil : loss / Double(updates) }
  /// The mean norm of the gradient, nil before the first update.
  var meanNorm: Double? { updates == 0 ? nil : norm / Double(updates) }
}
