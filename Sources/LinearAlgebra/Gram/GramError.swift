/// Why Gram statistics could not be made or merged.
package enum GramError: Error, Equatable, Sendable {
  /// Rows have another number of columns than the descriptor.
  case columnMismatch(expected: Int, found: Int)
  /// Two statistics differ in what they were made from; `fact` says in which respect.
  case descriptorMismatch(fact: String, first: String, second: String)
  /// A value is NaN or infinite.
  case notFinite(row: Int, column: Int, count: Int)
  /// A fold that the statistics do not have.
  case unknownFold(Int, count: Int)
  /// There is nothing to merge.
  case nothingToMerge
}
