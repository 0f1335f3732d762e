/// The places of a map that a 2x2 piece of a 3x3 convolution's result reads and writes.
struct WinogradTiles {
  let rows: Int
  let columns: Int

  var down: Int { (rows + 1) / 2 }
  var across: Int { (columns + 1) / 2 }
  /// Tiles of a map.
  var count: Int { down * across }

  /// Calls `body` with the 4x4 places that a tile reads, row by row: row-major positions of the map,
  /// or -1 outside of it.
  @inline(__always)
  func forEachSource(_ body: (_ tile: Int, _ place: (Int) -> Int) -> Void) {
    forEach(reaching: 1, side: 4, body)
  }

  /// The same for the 2x2 places of a tile's result.
  @inline(__always)
  func forEachResult(_ body: (_ tile: Int, _ place: (Int) -> Int) -> Void) {
    forEach(reaching: 0, side: 2, body)
  }

  @inline(__always)
  private func forEach(
    reaching margin: Int, side: Int, _ body: (_ tile: Int, _ place: (Int) -> Int) -> Void
  ) {
    for tileRow in 0..<down {
      for tileColumn in 0..<across {
        body(tileRow * across + tileColumn) { index in
          let row = 2 * tileRow - margin + index / side
          let column = 2 * tileColumn - margin + index % side
          let isInside = row >= 0 && row < rows && column >= 0 && column < columns
          return isInside ? row * columns + column : -1
        }
      }
    }
  }
}
