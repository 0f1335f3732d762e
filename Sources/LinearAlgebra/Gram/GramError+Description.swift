extension GramError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .columnMismatch(let expected, let found):
      "The rows have \(found) columns and the statistics are over \(expected)."
    case .descriptorMismatch(let fact, let first, let second):
      "Statistics of different \(fact) cannot be merged: \(first) and \(second). "
        + "Make both from the same \(fact)."
    case .notFinite(let row, let column, let count):
      "\(count) value\(count == 1 ? " is" : "s are") NaN or infinite, the first at row \(row), "
        + "column \(column). Look for the step that made it."
    case .unknownFold(let fold, let count):
      "There is no fold \(fold); the folds are 0 to \(count - 1)."
    case .nothingToMerge:
      "There are no statistics to merge; give at least one shard."
    }
  }
}
