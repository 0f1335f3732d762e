import LinearAlgebra

/// Why a text is not a table. Lines count from one.
package enum CSVError: Error, Equatable, Sendable {
  /// There is no first line with the names of the columns.
  case noHeader(path: String)
  /// Two columns have one name.
  case duplicateColumn(path: String, column: String)
  /// A row has another number of fields than the first line.
  case wrongWidth(path: String, line: Int, found: Int, expected: Int)
  /// A quotation mark that opens at `line` is never closed.
  case openQuotation(path: String, line: Int)
  /// A quotation mark inside of an unquoted field, or text after a closing one.
  case strayQuotation(path: String, line: Int)
  /// There is no such column.
  case noSuchColumn(path: String, column: String, columns: [String])
  /// A field is not a number.
  case notANumber(path: String, column: String, row: Int, field: String)
}

extension CSVError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noHeader(let path):
      "'\(path)' has no first line with the names of its columns. Add one."
    case .duplicateColumn(let path, let column):
      "'\(path)' has two columns named '\(column)'. Rename one."
    case .wrongWidth(let path, let line, let found, let expected):
      "Line \(line) of '\(path)' has \(found) fields where the first line has \(expected). "
        + "Quote fields that contain commas, or complete the line."
    case .openQuotation(let path, let line):
      "A quotation mark that opens on line \(line) of '\(path)' is never closed. Close it."
    case .strayQuotation(let path, let line):
      "Line \(line) of '\(path)' has a quotation mark inside of a field. "
        + "Put the whole field in quotation marks and double those inside."
    case .noSuchColumn(let path, let column, let columns):
      "'\(path)' has no column '\(column)'. \(NearNames.suggestion(for: column, among: columns))"
    case .notANumber(let path, let column, let row, let field):
      "Row \(row) of column '\(column)' in '\(path)' is '\(field)', which is not a number."
    }
  }
}
