extension FactorizationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notSquare(let rows, let columns):
      "A square matrix is needed, and this one is \(rows) x \(columns)."
    case .notPositiveDefinite(let pivot, let order):
      "The matrix of order \(order) is not positive definite: pivot \(pivot) (from 0) is not "
        + "positive. Columns that repeat others cause this; a larger penalty cures it."
    case .notFinite(let row, let column, let count):
      "\(count) element\(count == 1 ? " is" : "s are") NaN or infinite, the first at row \(row), "
        + "column \(column). Look for the step that made it."
    case .notConverged(let routine, let code):
      "\(routine) did not converge (code \(code)). Check the matrix for extreme values."
    }
  }
}
