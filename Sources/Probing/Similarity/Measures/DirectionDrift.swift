package import LinearAlgebra
internal import Statistics

/// How far a direction that a decision reads moves from one checkpoint to the next, beside directions
/// that are not read.
///
/// The codes of the later checkpoint are first laid on those of the earlier by the rotation that fits
/// rows without a goal best (Procrustes): a network that only turns its code has not moved. Then
/// `D = 1 - cos^2` of the two directions, in the metric of the earlier code's covariance, with the cosine
/// corrected for what each direction is known with (Spearman, by halves). A control is a random direction
/// of equal variance that shares none of it with the direction read; its later counterpart is the
/// direction that reads the same of the later codes. Where the direction that is read moves less than
/// nearly all of these, something keeps it in place.
package struct DirectionDrift: Sendable {
  /// One checkpoint.
  package struct Checkpoint: Sendable {
    /// The codes of things, `[rows, p]`, the same rows at both checkpoints.
    package let codes: Matrix<Double>
    /// Codes of squares where there is nothing, `[others, p]`.
    package let neutral: Matrix<Double>
    /// `[p]`.
    package let direction: [Double]
    /// The cosine of the directions of two halves of the rows.
    package let reliability: Double

    package init(
      codes: Matrix<Double>, neutral: Matrix<Double>, direction: [Double], reliability: Double
    ) {
      self.codes = codes
      self.neutral = neutral
      self.direction = direction
      self.reliability = reliability
    }
  }

  /// From 0 (the same) to 1; NaN where a direction has no variance.
  package let drift: Double
  /// Those of the controls.
  package let controls: [Double]

  /// What is added to the squares of a column where a control's counterpart is fitted, of their mean.
  static let penalty = 1e-4

  /// Directions that no neutral row has a part in are not turned.
  static let stillness = 1e-8

  /// - Throws: ``FactorizationError`` for codes that are not finite.
  package init(
    from before: Checkpoint, to after: Checkpoint, controls count: Int = 200,
    using random: inout RandomStream
  ) throws {
    let metric = DirectionMetric(before.codes)
    let rotation = try RidgeMap(
      rotating: after.neutral, onto: before.neutral, stillness: Self.stillness)
    func moved(_ direction: [Double], to later: [Double], known: Double) -> Double {
      let turned = rotation.direction(later)
      let size = metric.product(direction, direction) * metric.product(turned, turned)
      guard size > 0, known > 0 else { return .nan }
      let cosine = metric.product(direction, turned)
      return 1 - min(1, cosine * cosine / size / known)
    }
    drift = moved(
      before.direction, to: after.direction,
      known: Self.whole(before.reliability) * Self.whole(after.reliability))
    let unread = UnreadDirections(
      beside: before.direction, in: metric, count: count, using: &random
    ).columns
    guard unread.columns > 0 else {
      controls = []
      return
    }
    let later = try RidgeMap(
      after.codes, before.codes.multiplied(by: unread), penalty: Self.penalty)
    controls = (0..<count).map {
      moved(unread.column($0), to: later.readOut(of: $0), known: 1)
    }
  }

  /// The share of the controls that move less, half of those that move as much; NaN without any.
  package var percentile: Double {
    let finite = controls.filter(\.isFinite)
    guard drift.isFinite, !finite.isEmpty else { return .nan }
    let below = finite.count { $0 < drift - 1e-9 }
    let alike = finite.count { abs($0 - drift) <= 1e-9 }
    return (Double(below) + Double(alike) / 2) / Double(finite.count)
  }

  /// The reliability of all rows from that of halves (Spearman, Brown 1910).
  private static func whole(_ half: Double) -> Double {
    half > 0 ? 2 * half / (1 + half) : 0
  }
}
