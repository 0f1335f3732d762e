internal import LinearAlgebra

/// Many levels of one size, a byte a square.
struct SokobanLevelStore: Sendable {
  let rows: Int
  let columns: Int
  private var symbols: [UInt8] = []
  /// The places of the levels of each part.
  private(set) var training: [Int32] = []
  private(set) var heldOut: [Int32] = []

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Adds a level of the store's size.
  mutating func append(_ level: SokobanLevel) {
    let place = Int32(truncatingIfNeeded: count)
    if LevelSplit.isHeldOut(level) { heldOut.append(place) } else { training.append(place) }
    symbols += level.symbols
  }

  /// FNV-1a over the size and the squares of all levels, in hexadecimal.
  var digest: String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt64) { value = (value ^ byte) &* 0x100_0000_01b3 }
    add(UInt64(rows))
    add(UInt64(columns))
    for symbol in symbols { add(UInt64(symbol)) }
    return String(value, radix: 16)
  }

  var count: Int { symbols.count / (rows * columns) }

  func places(of part: LevelPart) -> [Int32] { part == .training ? training : heldOut }

  /// A level by its place, turned or reflected.
  func level(_ place: Int, _ symmetry: GridSymmetry = GridSymmetry.all[0]) -> SokobanLevel {
    let size = rows * columns
    return symbols.withUnsafeBufferPointer { symbols in
      let drawing = UnsafeBufferPointer(rebasing: symbols[place * size..<(place + 1) * size])
      return SokobanLevel(
        rows: rows, columns: columns, symbols: drawing, transformedBy: symmetry)
    }
  }

  /// A level of a part, drawn uniformly; with `turning` in one of the symmetries that keep the
  /// size, drawn uniformly too.
  ///
  /// - Precondition: the part has levels.
  func draw(
    from part: LevelPart, turning: Bool, using random: inout RandomStream
  ) -> SokobanLevel {
    let places = places(of: part)
    let place = Int(places[random.below(places.count)])
    let symmetry = turning ? random.below(rows == columns ? 8 : 4) : 0
    return level(place, GridSymmetry.all[symmetry])
  }
}
