package import LinearAlgebra
package import Probing

/// A probe fitted at one place, read at another.
package struct ProbeTransfer: Sendable {
  private let result: IncrementResult
  private let fitted: Matrix<Float>
  /// The relative margin below which the two best classes are a tie: no decision.
  private static let tie = 1e-6

  /// - Parameter fitted: the activations that the probe was fitted on, one row a data row.
  package init(_ result: IncrementResult, fittedOn fitted: Matrix<Float>) {
    self.result = result
    self.fitted = fitted
  }

  /// The class read in each of some rows, `nil` for a tie and for all other rows.
  ///
  /// - Precondition: the activations have the shape of those fitted on.
  package func classes(readAt other: Matrix<Float>, rows: [Int]) -> [Int?] {
    precondition(
      other.rows == fitted.rows && other.columns == fitted.columns,
      "A probe of \(fitted.columns) channels cannot be read at \(other.columns).")
    let (channels, width) = (fitted.columns, result.predictions.columns)
    let (weights, thresholds) = (result.fitted.weights, result.fitted.thresholds)
    var classes = [Int?](repeating: nil, count: other.rows)
    var scores = [Double](repeating: 0, count: width)
    for row in rows {
      for target in 0..<width {
        scores[target] = result.predictions[row, target] - thresholds[target]
      }
      for channel in 0..<channels {
        let change =
          result.fitted.scale
          * (Double(other.elements[row * channels + channel])
            - Double(fitted.elements[row * channels + channel]))
        for target in 0..<width { scores[target] += change * weights[channel, target] }
      }
      classes[row] = Self.decide(scores)
    }
    return classes
  }

  private static func decide(_ scores: [Double]) -> Int? {
    var (best, second, label) = (-Double.infinity, -Double.infinity, 0)
    for (index, score) in scores.enumerated() {
      if score > best {
        (second, best, label) = (best, score, index)
      } else if score > second {
        second = score
      }
    }
    return best - second > tie * max(abs(best), abs(second)) ? label : nil
  }
}
