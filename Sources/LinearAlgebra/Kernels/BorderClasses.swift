/// The kinds of places that a 3x3 zero-padded convolution tells apart on a map without content.
///
/// A constant map's convolution depends on a place only by the edges that the place touches: at most
/// three kinds of rows (first, inner, last) times three of columns. A map of one or two rows has as
/// many kinds as rows.
package struct BorderClasses: Hashable, Sendable {
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package var count: Int { min(rows, 3) * min(columns, 3) }

  /// The class of a place.
  @inline(__always)
  package func index(row: Int, column: Int) -> Int {
    Self.kind(row, rows) * min(columns, 3) + Self.kind(column, columns)
  }

  /// Whether the kernel's tap at a place of the class falls on the map.
  package func isInside(_ index: Int, kernelRow: Int, kernelColumn: Int) -> Bool {
    let (row, column) = (index / min(columns, 3), index % min(columns, 3))
    return Self.falls(row, kernelRow, rows) && Self.falls(column, kernelColumn, columns)
  }

  @inline(__always)
  private static func kind(_ place: Int, _ extent: Int) -> Int {
    place == 0 ? 0 : place == extent - 1 ? min(extent, 3) - 1 : 1
  }

  /// A place of each kind stands for it: the first, the second, the last.
  private static func falls(_ kind: Int, _ tap: Int, _ extent: Int) -> Bool {
    let place = kind == 0 ? 0 : kind == min(extent, 3) - 1 ? extent - 1 : 1
    return (0..<extent).contains(place + tap - 1)
  }
}
