/// Text cut into lines that fit a width.
package enum TextBlock {
  /// Breaks a text at spaces, and inside words longer than the width.
  package static func lines(_ text: String, _ style: TextStyle, width: Double) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: true) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        for piece in pieces(String(word), style, width: width) {
          let longer = line.isEmpty ? piece : line + " " + piece
          if line.isEmpty || TextRuler.width(longer, style) <= width {
            line = longer
          } else {
            lines.append(line)
            line = piece
          }
        }
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }

  /// A text with its middle left out where it is wider than the width.
  static func shortened(_ text: String, _ style: TextStyle, width: Double) -> String {
    let clean = singleLine(text)
    guard TextRuler.width(clean, style) > width else { return clean }
    let letters = Array(clean)
    var kept = letters.count - 1
    while kept > 1 {
      let head = (kept + 1) / 2
      let candidate =
        String(letters[..<head]) + "…" + String(letters[(letters.count - kept / 2)...])
      if TextRuler.width(candidate, style) <= width { return candidate }
      kept -= 1
    }
    return "…"
  }

  /// Texts shortened so that different ones stay different: where leaving out the middle
  /// makes two alike, what all have in common at their ends is left out instead.
  package static func shortenedApart(_ texts: [String], _ style: TextStyle, width: Double)
    -> [String]
  {
    let plain = texts.map { shortened($0, style, width: width) }
    guard Set(plain).count < Set(texts).count, let first = texts.first else { return plain }
    var head = Substring(first)
    var tail = Substring(first)
    for text in texts.dropFirst() {
      while !text.hasPrefix(head) { head = head.dropLast() }
      while !text.hasSuffix(tail) { tail = tail.dropFirst() }
    }
    // Keep a little of what is common, so that numbers are not cut in two.
    let (before, after) = (max(0, head.count - 6), max(0, tail.count - 6))
    return texts.map { text in
      guard before + after < text.count else { return shortened(text, style, width: width) }
      let middle = text.dropFirst(before).dropLast(after)
      let marked = (before > 0 ? "…" : "") + middle + (after > 0 ? "…" : "")
      return shortened(marked, style, width: width)
    }
  }

  /// A text with control characters as spaces, so that it stays on its line.
  static func singleLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(scalar.value < 32 || scalar.value == 127 ? " " : scalar)
    }
    return String(result)
  }

  private static func pieces(_ word: String, _ style: TextStyle, width: Double) -> [String] {
    let clean = singleLine(word)
    guard TextRuler.width(clean, style) > width else { return [clean] }
    var pieces: [String] = []
    var piece = ""
    for letter in clean {
      if !piece.isEmpty && TextRuler.width(piece + String(letter), style) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(letter)
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}

extension Scene {
  /// Where a text stands beside its anchor.
  enum Alignment {
    case leading
    case centre
    case trailing
  }

  /// Adds one line of text by its baseline anchor.
  mutating func write(
    _ text: String, at anchor: Point, _ style: TextStyle, colour: Colour = .ink,
    align: Alignment = .leading
  ) {
    let clean = TextBlock.singleLine(text)
    guard !clean.isEmpty else { return }
    let width = TextRuler.width(clean, style)
    let shift = Scene.shift(align, width)
    let origin = Point(anchor.x - shift, anchor.y)
    marks.append(
      .text(
        TextMark(
          text: clean, origin: origin, style: style, colour: colour, upward: false,
          bounds: Rect(origin.x, origin.y - style.ascent, width, style.height))))
  }

  /// Adds one line of text that reads upward; the anchor lies on its baseline, at its right.
  mutating func writeUpward(
    _ text: String, at anchor: Point, _ style: TextStyle, colour: Colour = .ink,
    align: Alignment = .leading
  ) {
    let clean = TextBlock.singleLine(text)
    guard !clean.isEmpty else { return }
    let width = TextRuler.width(clean, style)
    let origin = Point(anchor.x, anchor.y + Scene.shift(align, width))
    marks.append(
      .text(
        TextMark(
          text: clean, origin: origin, style: style, colour: colour, upward: true,
          bounds: Rect(origin.x - style.ascent, origin.y - width, style.height, width))))
  }

  /// A scene of wrapped lines; its size is that of the text.
  static func paragraph(
    _ text: String, _ style: TextStyle, width: Double, colour: Colour = .ink
  ) -> Scene {
    var scene = Scene()
    let lines = TextBlock.lines(text, style, width: width)
    for (index, line) in lines.enumerated() {
      let baseline = style.ascent + Double(index) * style.lineHeight
      scene.write(line, at: Point(0, baseline), style, colour: colour)
      scene.size.width = max(scene.size.width, TextRuler.width(line, style))
      scene.size.height = baseline + style.descent
    }
    return scene
  }

  private static func shift(_ align: Alignment, _ width: Double) -> Double {
    switch align {
    case .leading: 0
    case .centre: width / 2
    case .trailing: width
    }
  }
}
