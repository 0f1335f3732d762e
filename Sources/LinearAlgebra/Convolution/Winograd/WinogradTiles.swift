/// The places of a map that a 2x2 piece of a 3x3 convolution's result reads and writes.
struct WinogradTiles {
  /// Tiles of a map.
  let count: Int
  /// For each tile the 4x4 places that it reads, row by row: row-major positions of the map, or -1
  /// outside of it.
  let sources: [Int]
  /// The same for the 2x2 places of its result.
  let results: [Int]

  init(rows: Int, columns: Int) {
    let (down, across) = ((rows + 1) / 2, (columns + 1) / 2)
    count = down * across
    func places(reaching margin: Int, side: Int) -> [Int] {
      (0..<down * across).flatMap { tile in
        (0..<side * side).map { index in
          let row = 2 * (tile / across) - margin + index / side
          let column = 2 * (tile % across) - margin + index % side
          let isInside = row >= 0 && row < rows && column >= 0 && column < columns
          return isInside ? row * columns + column : -1
        }
      }
    }
    sources = places(reaching: 1, side: 4)
    results = places(reaching: 0, side: 2)
  }
}
