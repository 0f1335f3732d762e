/// The numbers of a figure as a table in long format, written as CSV beside the picture.
package struct FigureTable: Sendable, Equatable {
  package var headers: [String]
  package var rows: [[String]]

  package init(headers: [String], rows: [[String]] = []) {
    self.headers = headers
    self.rows = rows
  }

  /// A number as text that reads back to the same bits; `nan`, `inf` and `-inf` by name.
  package static func text(_ value: Double) -> String {
    value.isNaN ? "nan" : value.description
  }

  /// As ``text(_:)``, empty where there is no number.
  package static func text(_ value: Double?) -> String { value.map { text($0) } ?? "" }

  /// The table as RFC 4180 text with line feeds, quoted only where it must be.
  package var csv: String {
    var text = ""
    for row in [headers] + rows {
      text += row.map(FigureTable.quoted).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    let special = field.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard special else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
