internal import LinearAlgebra

/// How a class is read off one-hot regressions.
package enum ClassDecision: String, Sendable, Codable {
  /// The class whose score stands highest above its share of the training rows.
  case priorsRemoved
  /// The class whose score stands highest above the middle between its mean score where it holds
  /// and where it does not, both from leave-one-level-out predictions. For rare classes (this one
  /// square of a maze), where the bare prior lets noise through.
  case midpoint

  /// The relative margin below which the two best classes are a tie: no decision.
  static let tie = 1e-6

  /// The class with the largest score above its threshold; `nil` for a tie.
  static func decide(
    _ scores: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>, _ count: Int
  ) -> Int? {
    var (best, second) = (-Double.infinity, -Double.infinity)
    var label = 0
    for index in 0..<count {
      let value = scores[index] - thresholds[index]
      if value > best {
        (second, best, label) = (best, value, index)
      } else if value > second {
        second = value
      }
    }
    return best - second > tie * max(abs(best), abs(second)) ? label : nil
  }

  /// The thresholds, from labels and leave-one-level-out predictions of the selection rows.
  func thresholds(labels: Matrix<Double>, heldOut: Matrix<Double>) -> [Double] {
    let means = labels.columnMeans()
    return means.indices.map { label in
      guard means[label] > 0 else { return .infinity }
      guard self == .midpoint, means[label] < 1 else { return means[label] }
      var (inside, outside) = (0.0, 0.0)
      for row in 0..<labels.rows {
        let prediction = heldOut[row, label]
        if labels[row, label] > 0 { inside += prediction } else { outside += prediction }
      }
      let count = Double(labels.rows)
      return (inside / (count * means[label]) + outside / (count * (1 - means[label]))) / 2
    }
  }
}
