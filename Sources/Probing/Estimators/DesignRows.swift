internal import LinearAlgebra

/// The rows of a design matrix, kept sparse where most elements are zero.
///
/// An observation's patch is one-hot planes: nine elements in ten are zero, and its products cost
/// a tenth of what they would cost dense.
struct DesignRows: Sendable {
  /// The share of elements that are not zero below which the sparse form is kept.
  static let sparseBelow = 0.2
  /// The number of rows that one piece of parallel work takes.
  static let chunk = 512

  let rows: Int
  let columns: Int
  /// Where each row's elements start, `rows + 1` of them; empty in the dense form.
  let starts: [Int]
  let indices: [Int32]
  /// The elements: those that are not zero, or all in row-major order.
  let values: [Double]

  var isSparse: Bool { !starts.isEmpty }

  /// The rows of a matrix.
  init(_ matrix: Matrix<Double>) {
    self.init(rows: matrix.rows, columns: matrix.columns) { row, body in
      matrix.elements.withUnsafeBufferPointer { source in
        for column in 0..<matrix.columns { body(column, source[row * matrix.columns + column]) }
      }
    }
  }

  /// The rows of a matrix of features in the given order, times a constant.
  init(_ matrix: Matrix<Float>, order: [Int], scale: Double) {
    self.init(rows: order.count, columns: matrix.columns) { row, body in
      matrix.elements.withUnsafeBufferPointer { source in
        let start = order[row] * matrix.columns
        for column in 0..<matrix.columns { body(column, Double(source[start + column]) * scale) }
      }
    }
  }

  private init(
    rows: Int, columns: Int, _ visit: (_ row: Int, _ body: (Int, Double) -> Void) -> Void
  ) {
    self.rows = rows
    self.columns = columns
    var filled = 0
    for row in 0..<rows { visit(row) { _, value in if value != 0 { filled += 1 } } }
    let isSparse = Double(filled) < Self.sparseBelow * Double(rows * columns)
    var starts: [Int] = []
    var indices: [Int32] = []
    var values: [Double] = []
    values.reserveCapacity(isSparse ? filled : rows * columns)
    if isSparse {
      indices.reserveCapacity(filled)
      starts.reserveCapacity(rows + 1)
    }
    for row in 0..<rows {
      if isSparse { starts.append(values.count) }
      visit(row) { column, value in
        guard isSparse else { return values.append(value) }
        guard value != 0 else { return }
        values.append(value)
        indices.append(Int32(column))
      }
    }
    if isSparse { starts.append(values.count) }
    self.starts = starts
    self.indices = indices
    self.values = values
  }
}
