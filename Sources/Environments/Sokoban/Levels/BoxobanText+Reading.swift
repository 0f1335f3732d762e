extension BoxobanText {
  /// All levels of a text, in order.
  ///
  /// - Throws: ``BoxobanTextError`` with the line and column, counted from 1.
  package static func read(_ text: String) throws(BoxobanTextError) -> [SokobanLevel] {
    guard text.utf8.count <= largestLength else {
      throw .tooLong(bytes: text.utf8.count, limit: largestLength)
    }
    var levels: [SokobanLevel] = []
    var block = Block()
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let bytes = line.utf8
      if bytes.first == UInt8(ascii: ";") {
        if let level = try block.finish() { levels.append(level) }
        block.title = trimmed(line.dropFirst())
      } else if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
        if let level = try block.finish() { levels.append(level) }
      } else {
        try block.addRow(line, at: number)
      }
    }
    if let level = try block.finish() { levels.append(level) }
    guard !levels.isEmpty else { throw .noLevel }
    return levels
  }

  /// The level of a text that holds exactly one.
  ///
  /// - Throws: as ``read(_:)``, and where there are more.
  package static func readOne(_ text: String) throws(BoxobanTextError) -> SokobanLevel {
    let levels = try read(text)
    guard levels.count == 1 else { throw .severalLevels(count: levels.count) }
    return levels[0]
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The lines of one level while they are read.
  private struct Block {
    var title = ""
    var symbols: [UInt8] = []
    var firstLine = 0
    var columns = 0
    var rows = 0
    var players = 0
    var boxes = 0
    var targets = 0
    var floor = 0

    mutating func addRow(_ line: Substring, at number: Int) throws(BoxobanTextError) {
      if rows == 0 {
        firstLine = number
        columns = line.count
      }
      var column = 0
      for character in line {
        column += 1
        let symbol = character.utf8.count == 1 ? character.utf8.first ?? 0 : 0
        guard SokobanSymbol.isKnown(symbol) else {
          throw .unknownSymbol(character, line: number, column: column)
        }
        try count(symbol, line: number, column: column)
        symbols.append(symbol)
      }
      guard column == columns else {
        throw .unevenRow(line: number, columns: column, expected: columns)
      }
      rows += 1
      let limit = SokobanRoom.largestSide
      guard rows <= limit, columns <= limit else { throw .tooLarge(line: number, limit: limit) }
    }

    private mutating func count(
      _ symbol: UInt8, line: Int, column: Int
    ) throws(BoxobanTextError) {
      if SokobanSymbol.isBox(symbol) { boxes += 1 }
      if SokobanSymbol.isTarget(symbol) { targets += 1 }
      if SokobanSymbol.isPlayer(symbol) { players += 1 }
      if symbol != SokobanSymbol.wall { floor += 1 }
      guard players <= 1 else { throw .secondPlayer(line: line, column: column) }
      guard floor <= SokobanRoom.largestFloor else {
        throw .tooMuchFloor(line: line, column: column, limit: SokobanRoom.largestFloor)
      }
      guard boxes <= SokobanRoom.largestBoxCount else {
        throw .tooManyBoxes(line: line, column: column, limit: SokobanRoom.largestBoxCount)
      }
    }

    mutating func finish() throws(BoxobanTextError) -> SokobanLevel? {
      guard rows > 0 else { return nil }
      guard players == 1 else { throw .noPlayer(line: firstLine) }
      guard boxes > 0 else { throw .noBox(line: firstLine) }
      guard boxes == targets else {
        throw .unequalCounts(line: firstLine, boxes: boxes, targets: targets)
      }
      let level = symbols.withUnsafeBufferPointer {
        SokobanLevel(rows: rows, columns: columns, symbols: $0, title: title)
      }
      self = Block()
      return level
    }
  }
}
