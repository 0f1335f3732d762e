/// A partition of data rows (by distance, on and off the path, hard and easy levels).
package struct RowStrata: Sendable, Equatable {
  /// The names of the strata.
  package let names: [String]
  /// The stratum of each data row; `nil` outside of all.
  package let stratumOfRow: [Int?]

  package init(names: [String], stratumOfRow: [Int?]) {
    self.names = names
    self.stratumOfRow = stratumOfRow
  }
}
