internal import LinearAlgebra
internal import Statistics

extension ProbeData {
  /// Checks that a feature matrix has one finite row a labelled cell.
  func check(_ features: Matrix<Float>, what: String) throws {
    guard features.rows == rows else {
      throw ProbingError.sizeMismatch(what: "rows of \(what)", expected: rows, found: features.rows)
    }
    var count = 0
    var first = 0
    features.elements.withUnsafeBufferPointer { elements in
      for index in 0..<elements.count where !elements[index].isFinite {
        if count == 0 { first = index }
        count += 1
      }
    }
    guard count == 0 else {
      let row = first / features.columns
      throw ProbingError.notFinite(
        what: what, count: count, level: levels[rowLevel[row]].id, cell: rowCell[row],
        column: first % features.columns)
    }
  }

  /// Checks that there are levels on both sides and that the target varies on the selection side.
  func check(_ order: RowOrder) throws {
    guard order.selection.count >= 2, order.report.count >= 2 else {
      throw ProbingError.tooFewLevels(
        selection: order.selection.count, report: order.report.count)
    }
    let fitted = order.rows[0..<order.selectionRows]
    switch target {
    case .classes(let names, let labels):
      let first = labels[fitted[0]]
      if fitted.allSatisfy({ labels[$0] == first }) {
        throw ProbingError.oneClass(name: names[first])
      }
    case .values(let values):
      let first = values[fitted[0]]
      if fitted.allSatisfy({ values[$0] == first }) {
        throw ProbingError.constantTarget(value: first)
      }
    }
  }
}
