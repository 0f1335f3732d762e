/// Columns of text, the first to the left, the others to the right.
struct TextTable {
  let headers: [String]
  private(set) var rows: [[String]] = []

  init(_ headers: [String]) { self.headers = headers }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, each without trailing space.
  var text: String {
    let widths = headers.indices.map { column in
      ([headers] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([headers] + rows).map { row in
      var line = ""
      for (column, field) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - field.count)
        line += column == 0 ? field + space : "  " + space + field
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

/// Names with what they are, the second column lined up and wrapped at the width.
struct DefinitionList {
  private var entries: [(name: String, text: String)] = []
  private let width = 92

  mutating func add(_ name: String, _ text: String) { entries.append((name, text)) }

  var text: String {
    let column = (entries.map(\.name.count).max() ?? 0) + 4
    return entries.map { name, text in
      let indent = String(repeating: " ", count: column)
      let lines = Self.wrap(text, width: width - column)
      let head = "  " + name + String(repeating: " ", count: column - name.count - 2)
      return head + lines.joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }

  static func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines
  }
}
