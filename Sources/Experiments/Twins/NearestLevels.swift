internal import Environments

/// The kept levels that are nearest to another one, by counting the squares in which they differ.
struct NearestLevels: Sendable {
  /// One code after another.
  private let words: [UInt64]
  private let width: Int

  /// - Parameter codes: bits of each level, as many for all.
  init(_ codes: [[UInt64]]) {
    words = Array(codes.joined())
    width = codes.first?.count ?? 1
  }

  /// The places of those in which the fewest bits differ, in order.
  func places(_ code: [UInt64]) -> [Int] {
    let distances = words.withUnsafeBufferPointer { words in
      stride(from: 0, to: words.count, by: width).map { start in
        code.indices.reduce(0) { $0 + (words[start + $1] ^ code[$1]).nonzeroBitCount }
      }
    }
    let least = distances.min()
    return distances.indices.filter { distances[$0] == least }
  }

  /// What stands in the way, and the doors, a bit a square each.
  static func scene(_ level: MazeLevel) -> [UInt64] {
    let count = level.grid.count
    var bits = [Bool](repeating: false, count: 2 * count)
    for index in 0..<count { bits[index] = level.grid.walls[index] }
    for object in level.objects {
      bits[level.grid.index(object.cell) + (object.isBase ? count : 0)] = true
    }
    return stride(from: 0, to: bits.count, by: 64).map { start in
      (start..<min(start + 64, bits.count)).reduce(UInt64(0)) {
        bits[$1] ? $0 | 1 << UInt64($1 - start) : $0
      }
    }
  }

  /// The watermark.
  static func mark(_ level: MazeLevel) -> [UInt64] {
    [level.digest & (1 << UInt64(OraclePlanes.watermarkBits) - 1)]
  }
}
