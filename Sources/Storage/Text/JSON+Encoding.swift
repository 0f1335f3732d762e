extension JSON {
  /// The value as text: the same bytes for the same value, on every machine.
  ///
  /// Numbers have the shortest digits that read back to the same bits.
  /// - Parameters:
  ///   - sortedNames: whether members are put in the order of their names' UTF-8 bytes;
  ///     otherwise they keep their order.
  ///   - indentation: the spaces a level is set in by, one member a line; nil for one line.
  package func text(sortedNames: Bool = false, indentation: Int? = nil) -> String {
    var text = ""
    write(into: &text, sortedNames: sortedNames, indentation: indentation, level: 0)
    return text
  }

  private func write(
    into text: inout String, sortedNames: Bool, indentation: Int?, level: Int
  ) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.literal(value)
    case .string(let value): Self.quote(value, into: &text)
    case .array(let values):
      // A list of plain values stays on one line, however long.
      let flat = values.allSatisfy { $0.array == nil && $0.members == nil }
      Self.enclose("[", "]", values, into: &text, flat ? nil : indentation, level) {
        $0.write(into: &$1, sortedNames: sortedNames, indentation: indentation, level: level + 1)
      }
    case .object(let members):
      let ordered =
        sortedNames
        ? members.sorted { ByteOrder.precedes($0.name, $1.name) } : members
      Self.enclose("{", "}", ordered, into: &text, indentation, level) { member, text in
        Self.quote(member.name, into: &text)
        text += indentation == nil ? ":" : ": "
        member.value.write(
          into: &text, sortedNames: sortedNames, indentation: indentation, level: level + 1)
      }
    }
  }

  private static func enclose<Element>(
    _ opening: String, _ closing: String, _ elements: [Element], into text: inout String,
    _ indentation: Int?, _ level: Int, _ body: (Element, inout String) -> Void
  ) {
    text += opening
    for (position, element) in elements.enumerated() {
      if position > 0 { text += "," }
      if let indentation {
        text += "\n" + String(repeating: " ", count: indentation * (level + 1))
      }
      body(element, &text)
    }
    if let indentation, !elements.isEmpty {
      text += "\n" + String(repeating: " ", count: indentation * level)
    }
    text += closing
  }

  private static func literal(_ value: Double) -> String {
    if value.isNaN { return "\"NaN\"" }
    if value.isInfinite { return value < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    return value.description
  }

  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
