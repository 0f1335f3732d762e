/// A confidence interval.
package struct Interval: Sendable, Equatable, Codable {
  /// The lower end.
  package let lower: Double
  /// The upper end.
  package let upper: Double
  /// The nominal coverage, 0.95 unless said otherwise.
  package let confidence: Double
  /// How it was made: `percentile`, `BCa`, `Wilson`, `normal`.
  package let method: String

  package init(lower: Double, upper: Double, confidence: Double = 0.95, method: String) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
    self.method = method
  }

  /// Whether a value lies inside, ends included.
  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// Whether the whole interval lies strictly inside `-margin...margin`.
  package func isInside(margin: Double) -> Bool { lower > -margin && upper < margin }

  /// Whether the interval lies wholly on one side of zero.
  package var excludesZero: Bool { lower > 0 || upper < 0 }
}
