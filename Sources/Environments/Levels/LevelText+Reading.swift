extension LevelText {
  /// All levels of a text, in order.
  ///
  /// - Throws: ``LevelTextError`` with the line and column, counted from 1.
  package static func read(_ text: String) throws(LevelTextError) -> [MazeLevel] {
    guard text.utf8.count <= largestLength else {
      throw .tooLong(bytes: text.utf8.count, limit: largestLength)
    }
    var levels: [MazeLevel] = []
    var block = Block()
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if line.allSatisfy(\.isWhitespace) {
        if let level = try block.finish() { levels.append(level) }
      } else if line.first == ";" {
        if let level = try block.finish() { levels.append(level) }
        try block.addHeader(line, at: number)
      } else {
        try block.addRow(line, at: number)
      }
    }
    if let level = try block.finish() { levels.append(level) }
    guard !levels.isEmpty else { throw .noLevel }
    return levels
  }

  /// The lines of one level while they are read.
  private struct Block {
    var headers: [String: String] = [:]
    var firstLine = 0
    var columns = 0
    var rows = 0
    var walls: [Bool] = []
    var objects: [PlacedObject] = []
    var start: Cell?

    mutating func addHeader(_ line: Substring, at number: Int) throws(LevelTextError) {
      guard let colon = line.firstIndex(of: ":") else { return }
      let name = trimmed(line[line.index(after: line.startIndex)..<colon])
      let value = trimmed(line[line.index(after: colon)...])
      let allowed: [String]
      switch name {
      case "id": allowed = []
      case "moves": allowed = ["four", "eight"]
      case "cue": allowed = ["on", "off"]
      case "distractors": allowed = ["end", "pass"]
      default: throw .unknownHeader(name: name, line: number)
      }
      guard allowed.isEmpty || allowed.contains(value) else {
        throw .badHeaderValue(name: name, value: value, allowed: allowed, line: number)
      }
      headers[name] = value
    }

    mutating func addRow(_ line: Substring, at number: Int) throws(LevelTextError) {
      if rows == 0 {
        firstLine = number
        columns = line.count
      }
      guard line.count == columns else {
        throw .unevenRow(line: number, columns: line.count, expected: columns)
      }
      guard rows < Grid.largestSide, columns <= Grid.largestSide else {
        throw .tooLarge(line: number, limit: Grid.largestSide)
      }
      for (column, symbol) in line.enumerated() {
        let cell = Cell(row: rows, column: column)
        walls.append(symbol == "#")
        switch symbol {
        case "#", ".", " ": break
        case "@":
          guard start == nil else { throw .secondStart(line: number, column: column + 1) }
          start = cell
        default:
          guard let type = ObjectType(symbol: symbol) else {
            throw .unknownSymbol(symbol, line: number, column: column + 1)
          }
          objects.append(PlacedObject(type, at: cell))
        }
      }
      rows += 1
    }

    mutating func finish() throws(LevelTextError) -> MazeLevel? {
      guard rows > 0 else { return nil }
      guard let start else { throw .noStart(line: firstLine) }
      let grid = Grid(
        rows: rows, columns: columns, walls: walls,
        moves: headers["moves"] == "eight" ? .eight : .four)
      do {
        let level = try MazeLevel(
          grid: grid, objects: objects, start: start, cue: headers["cue"] == "on",
          id: headers["id"] ?? "", distractorsEndEpisodes: headers["distractors"] != "pass")
        self = Block()
        return level
      } catch {
        throw .invalidLevel(line: firstLine, error)
      }
    }

    private func trimmed(_ text: Substring) -> String {
      var text = text
      while text.first?.isWhitespace == true { text.removeFirst() }
      while text.last?.isWhitespace == true { text.removeLast() }
      return String(text)
    }
  }
}
