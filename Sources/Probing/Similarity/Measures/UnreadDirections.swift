package import LinearAlgebra

/// Random directions of codes that have the variance of a direction that is read, and share none of it:
/// what is said of that one stands beside what is true of these.
package struct UnreadDirections: Sendable {
  /// `[p, count]`; no columns where the direction read has no variance.
  package let columns: Matrix<Double>

  /// - Parameters:
  ///   - direction: the one that is read, `[p]`.
  ///   - codes: `[rows, p]`.
  package init(
    beside direction: [Double], in codes: Matrix<Double>, count: Int,
    using random: inout RandomStream
  ) {
    self.init(beside: direction, in: DirectionMetric(codes), count: count, using: &random)
  }

  init(
    beside direction: [Double], in metric: DirectionMetric, count: Int,
    using random: inout RandomStream
  ) {
    let p = direction.count
    let length = metric.product(direction, direction)
    guard length > 0 else {
      columns = Matrix(rows: p, columns: 0)
      return
    }
    var drawn = Matrix<Double>(rows: p, columns: count)
    for column in 0..<count {
      var other = direction.map { _ in random.normal() }
      let share = metric.product(other, direction) / length
      for row in 0..<p { other[row] -= share * direction[row] }
      let own = metric.product(other, other)
      let scale = own > 0 ? (length / own).squareRoot() : 0
      for row in 0..<p { drawn[row, column] = scale * other[row] }
    }
    columns = drawn
  }
}

/// The covariance of codes, as a metric of directions that read them.
struct DirectionMetric: Sendable {
  private let covariance: Matrix<Double>

  init(_ codes: Matrix<Double>) {
    covariance = RidgeMap.centred(codes, codes.columnMeans()).gram()
  }

  /// The sum over codes of what both directions read of each.
  func product(_ a: [Double], _ b: [Double]) -> Double {
    let image = covariance.multiplied(by: Matrix(rows: b.count, columns: 1, elements: b))
    return zip(a, image.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
