/// A Sokoban room with its boxes and its player where an episode begins.
package struct SokobanLevel: Sendable {
  package let room: SokobanRoom
  package let start: SokobanState
  /// The header of its drawing, such as Boxoban's number; empty without one.
  package var title: String

  /// A level in a room.
  ///
  /// - Precondition: as many boxes as the room has targets, and none where the player is.
  package init(room: SokobanRoom, start: SokobanState, title: String = "") {
    precondition(
      start.boxes.count == room.boxCount && !start.boxes.contains(start.player),
      "A level needs a box for each target, and the player beside them.")
    self.room = room
    self.start = start
    self.title = title
  }

  /// A level of a drawing, row-major.
  ///
  /// - Precondition: characters of ``SokobanSymbol`` alone, one player, as many boxes as targets,
  ///   sizes as in ``SokobanRoom``. Text of unknown origin is read by ``BoxobanText``.
  init(rows: Int, columns: Int, symbols: UnsafeBufferPointer<UInt8>, title: String = "") {
    let room = SokobanRoom(rows: rows, columns: columns, symbols: symbols)
    var start = SokobanState(player: -1, boxes: FloorSet())
    for place in symbols.indices {
      if SokobanSymbol.isBox(symbols[place]) { start.boxes.insert(Int(room.numbers[place])) }
      if SokobanSymbol.isPlayer(symbols[place]) { start.player = Int(room.numbers[place]) }
    }
    precondition(start.player >= 0, "A level needs a player.")
    self.init(room: room, start: start, title: title)
  }

  /// The level's drawing, row-major.
  package var symbols: [UInt8] {
    (0..<room.rows * room.columns).map { place in
      let number = room.numbers[place]
      guard number != SokobanRoom.none else { return SokobanSymbol.wall }
      let square = Int(number)
      let isTarget = room.targets.contains(square)
      if start.player == square {
        return isTarget ? SokobanSymbol.playerOnTarget : SokobanSymbol.player
      }
      if start.boxes.contains(square) {
        return isTarget ? SokobanSymbol.boxOnTarget : SokobanSymbol.box
      }
      return isTarget ? SokobanSymbol.target : SokobanSymbol.floor
    }
  }

  /// Whether every box is on a target from the start.
  package var isSolved: Bool { start.isSolved(in: room) }
}

extension SokobanLevel: Equatable {
  /// Whether the drawings are the same; titles do not count.
  package static func == (left: SokobanLevel, right: SokobanLevel) -> Bool {
    left.room.rows == right.room.rows && left.room.columns == right.room.columns
      && left.start == right.start && left.room.numbers == right.room.numbers
      && left.room.targets == right.room.targets
  }
}

extension SokobanLevel {
  /// The level turned or reflected.
  package func transformed(by symmetry: GridSymmetry) -> SokobanLevel {
    symbols.withUnsafeBufferPointer {
      SokobanLevel(
        rows: room.rows, columns: room.columns, symbols: $0, transformedBy: symmetry,
        title: title)
    }
  }

  /// The level of a drawing, turned or reflected.
  init(
    rows: Int, columns: Int, symbols: UnsafeBufferPointer<UInt8>,
    transformedBy symmetry: GridSymmetry, title: String = ""
  ) {
    let (height, width) = symmetry.transposes ? (columns, rows) : (rows, columns)
    self = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: symbols.count) { image in
      var place = 0
      for row in 0..<rows {
        for column in 0..<columns {
          let (r, c) = symmetry.transposes ? (column, row) : (row, column)
          let imageRow = symmetry.reversesRows ? height - 1 - r : r
          let imageColumn = symmetry.reversesColumns ? width - 1 - c : c
          image[imageRow * width + imageColumn] = symbols[place]
          place += 1
        }
      }
      return SokobanLevel(
        rows: height, columns: width, symbols: UnsafeBufferPointer(image), title: title)
    }
  }
}
