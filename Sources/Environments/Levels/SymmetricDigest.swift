/// A 64-bit name of what stands where on a rectangle, the same under the eight symmetries of the
/// square: each square's contents are mixed with its position and added, once under each
/// symmetry; the digest is the smallest of the eight sums, mixed.
struct SymmetricDigest {
  private let rows: UInt64
  private let columns: UInt64
  private var sums: SIMD8<UInt64>

  /// Mixed words of walls, contents 1, at `row * 64 + column`: most of what is added.
  private static let mixedWalls: [UInt64] = (0..<64 * 64).map {
    mix(UInt64($0 / 64) << 16 | UInt64($0 % 64) << 8 | 1)
  }

  @inline(__always)
  init(rows: Int, columns: Int) {
    self.rows = UInt64(rows)
    self.columns = UInt64(columns)
    sums = SIMD8(repeating: Self.mix(self.rows << 8 | self.columns))
    let transposed = Self.mix(self.columns << 8 | self.rows)
    for symmetry in 4..<8 { sums[symmetry] = transposed }
  }

  /// Adds a square; `contents` is below 256, and squares with nothing on them are left out.
  @inline(__always)
  mutating func add(row: Int, column: Int, contents: UInt64) {
    let (row, column) = (UInt64(row), UInt64(column))
    let otherRow = rows - 1 - row
    let otherColumn = columns - 1 - column
    sums[0] &+= Self.mix(row << 16 | column << 8 | contents)
    sums[1] &+= Self.mix(row << 16 | otherColumn << 8 | contents)
    sums[2] &+= Self.mix(otherRow << 16 | column << 8 | contents)
    sums[3] &+= Self.mix(otherRow << 16 | otherColumn << 8 | contents)
    sums[4] &+= Self.mix(column << 16 | row << 8 | contents)
    sums[5] &+= Self.mix(column << 16 | otherRow << 8 | contents)
    sums[6] &+= Self.mix(otherColumn << 16 | row << 8 | contents)
    sums[7] &+= Self.mix(otherColumn << 16 | otherRow << 8 | contents)
  }

  /// Adds walls, contents 1, wherever a row-major rectangle has `true`.
  @inline(__always)
  mutating func addWalls(_ walls: (Int) -> Bool) {
    let (height, width) = (Int(rows), Int(columns))
    guard height <= 64, width <= 64 else {
      for index in 0..<height * width where walls(index) {
        add(row: index / width, column: index % width, contents: 1)
      }
      return
    }
    Self.mixedWalls.withUnsafeBufferPointer { mixed in
      // Two numbers at a time: a symmetry and the one that exchanges left and right of it.
      var (rows, otherRows) = (SIMD2<UInt64>.zero, SIMD2<UInt64>.zero)
      var (columns, otherColumns) = (SIMD2<UInt64>.zero, SIMD2<UInt64>.zero)
      var index = 0
      for row in 0..<height {
        let otherRow = height - 1 - row
        for column in 0..<width {
          defer { index += 1 }
          guard walls(index) else { continue }
          let otherColumn = width - 1 - column
          rows &+= SIMD2(mixed[row << 6 | column], mixed[row << 6 | otherColumn])
          otherRows &+= SIMD2(mixed[otherRow << 6 | column], mixed[otherRow << 6 | otherColumn])
          columns &+= SIMD2(mixed[column << 6 | row], mixed[column << 6 | otherRow])
          otherColumns &+= SIMD2(
            mixed[otherColumn << 6 | row], mixed[otherColumn << 6 | otherRow])
        }
      }
      sums &+= SIMD8(
        lowHalf: SIMD4(lowHalf: rows, highHalf: otherRows),
        highHalf: SIMD4(lowHalf: columns, highHalf: otherColumns))
    }
  }

  var value: UInt64 { Self.mix(sums.min()) }

  /// A bijection of 64-bit words that leaves no visible structure (the SplitMix64 finaliser of
  /// Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    var bits = word &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
