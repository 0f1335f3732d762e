/// A table of texts with named columns: a CSV file.
///
/// Quoting is that of RFC 4180. Lines are ended by a line feed; the reader takes carriage return
/// and line feed as well, skips a byte order mark and lines with nothing on them.
package struct CSVTable: Sendable, Equatable {
  package let columns: [String]
  package private(set) var rows: [[String]] = []
  /// The name used in errors.
  let origin: String

  /// A table without rows.
  ///
  /// - Precondition: at least one column, all of different names.
  package init(columns: [String], origin: String = "table") {
    precondition(!columns.isEmpty, "A table needs at least one column.")
    precondition(Set(columns).count == columns.count, "The columns \(columns) repeat a name.")
    self.columns = columns
    self.origin = origin
  }

  /// Adds a row.
  ///
  /// - Precondition: one field a column.
  package mutating func append(_ row: [String]) {
    precondition(
      row.count == columns.count,
      "A row of \(row.count) fields does not fit a table of \(columns.count) columns.")
    rows.append(row)
  }

  /// Adds a row of numbers, each with the shortest digits that read back the same.
  package mutating func append(_ row: [Double]) {
    append(row.map { NumberText.text($0) })
  }

  /// The fields of one column.
  package func column(_ name: String) throws(CSVError) -> [String] {
    guard let position = columns.firstIndex(of: name) else {
      throw .noSuchColumn(path: origin, column: name, columns: columns)
    }
    return rows.map { $0[position] }
  }

  /// The numbers of one column; an empty field is not a number.
  package func doubles(_ name: String) throws(CSVError) -> [Double] {
    var values: [Double] = []
    for (row, field) in try column(name).enumerated() {
      guard let value = NumberText.double(field) else {
        throw .notANumber(path: origin, column: name, row: row + 1, field: field)
      }
      values.append(value)
    }
    return values
  }

  /// Tables are equal when their columns and rows are; where they came from does not count.
  package static func == (left: CSVTable, right: CSVTable) -> Bool {
    left.columns == right.columns && left.rows == right.rows
  }
}
