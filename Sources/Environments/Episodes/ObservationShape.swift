/// The shape of one observation; a vector has one row and one column.
package struct ObservationShape: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package let planes: Int

  package init(rows: Int = 1, columns: Int = 1, planes: Int) {
    self.rows = rows
    self.columns = columns
    self.planes = planes
  }

  /// The number of elements.
  package var count: Int { rows * columns * planes }
}
