extension CSVTable {
  /// The table as the text of a CSV file.
  package var text: String {
    var text = Self.line(columns)
    for row in rows { text += Self.line(row) }
    return text
  }

  /// Writes the table, whole or not at all.
  package func write(to path: String) throws {
    try AtomicFile.write(text: text, to: path)
  }

  /// One line with its line feed.
  package static func line(_ fields: [String]) -> String {
    // A row of one empty field would be an empty line, which the reader skips.
    if fields == [""] { return "\"\"\n" }
    return fields.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.unicodeScalars.contains { scalar in
      scalar == "," || scalar == "\"" || scalar == "\n" || scalar == "\r"
    }
    guard needsQuotes else { return field }
    var text = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  /// Reads a CSV file.
  package init(path: String) throws {
    try self.init(text: TextFile.read(path), origin: path)
  }

  /// Reads the text of a CSV file; `origin` names it in errors.
  package init(text: String, origin: String) throws(CSVError) {
    var reader = CSVReader(text: text, origin: origin)
    guard let header = try reader.next() else { throw .noHeader(path: origin) }
    var seen: Set<String> = []
    for column in header.fields where !seen.insert(column).inserted {
      throw .duplicateColumn(path: origin, column: column)
    }
    self.init(columns: header.fields, origin: origin)
    while let row = try reader.next() {
      guard row.fields.count == columns.count else {
        throw .wrongWidth(
          path: origin, line: row.line, found: row.fields.count, expected: columns.count)
      }
      append(row.fields)
    }
  }
}
