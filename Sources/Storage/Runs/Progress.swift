/// How far a long piece of work has come.
package struct Progress: Sendable, Equatable {
  /// What is being done, as a short noun: "training", "capture".
  package var stage: String
  /// Units done so far.
  package var completed: Int
  /// Units in all; nil if that is not known.
  package var total: Int?
  /// The unit in the plural: "frames", "levels".
  package var unit: String
  /// Anything worth a glance beside it, such as the loss; may be empty.
  package var detail: String
  /// The share of the work that is done, 0 to 1, where some units are known to take much longer than
  /// others; the time left is told from it.
  package var share: Double?

  package init(
    stage: String, completed: Int, total: Int?, unit: String, detail: String = "",
    share: Double? = nil
  ) {
    self.stage = stage
    self.completed = completed
    self.total = total
    self.unit = unit
    self.detail = detail
    self.share = share
  }

  /// The share that is done, 0 to 1; nil if the total is not known.
  package var fraction: Double? {
    if let share { return min(1, max(0, share)) }
    guard let total, total > 0 else { return nil }
    return min(1, max(0, Double(completed) / Double(total)))
  }
}

/// Called with the progress of a long piece of work, from any thread.
package typealias ProgressHandler = @Sendable (Progress) -> Void
