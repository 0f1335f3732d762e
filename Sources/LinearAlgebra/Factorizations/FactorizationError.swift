/// Why a matrix could not be factored.
package enum FactorizationError: Error, Equatable, Sendable {
  /// A factorisation of a square matrix was asked of one that is not.
  case notSquare(rows: Int, columns: Int)
  /// The leading block that ends at `pivot` (from 0) is not positive definite.
  case notPositiveDefinite(pivot: Int, order: Int)
  /// An element is NaN or infinite.
  case notFinite(row: Int, column: Int, count: Int)
  /// The iteration of `routine` did not converge; `code` is what it returned.
  case notConverged(routine: String, code: Int)
}
