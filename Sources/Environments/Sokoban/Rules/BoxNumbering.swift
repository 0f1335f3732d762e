/// Numbers for the sets of `boxes` floor squares: with squares `b_0 < b_1 < ...` the number is
/// `sum_i binomial(b_i, i + 1)` (the combinatorial number system), which counts the sets in the
/// order of their bits as a number.
package struct BoxNumbering: Sendable {
  package let floor: Int
  package let boxes: Int
  /// The number of sets; `Int.max` where it is larger than that.
  package let count: Int

  package init(floor: Int, boxes: Int) {
    precondition(
      floor <= SokobanRoom.largestFloor && boxes <= SokobanRoom.largestBoxCount,
      "There are no numbers for \(boxes) boxes on \(floor) squares.")
    self.floor = floor
    self.boxes = boxes
    count = Self.binomials[floor * Self.width + boxes]
  }

  static let width = SokobanRoom.largestBoxCount + 1

  /// `binomial(n, k)` at `n * width + k`, `Int.max` where it is larger than that.
  static let binomials: [Int] = {
    let rows = SokobanRoom.largestFloor + 1
    var table = [Int](repeating: 0, count: rows * width)
    for n in 0..<rows {
      table[n * width] = 1
      guard n > 0 else { continue }
      for k in 1..<width {
        let (left, right) = (table[(n - 1) * width + k - 1], table[(n - 1) * width + k])
        let (sum, overflow) = left.addingReportingOverflow(right)
        table[n * width + k] = overflow ? .max : sum
      }
    }
    return table
  }()

  /// The number of a set.
  package func number(of set: FloorSet) -> Int {
    Self.binomials.withUnsafeBufferPointer { Self.number(of: set, $0.baseAddress) }
  }

  @inline(__always)
  static func number(of set: FloorSet, _ binomials: UnsafePointer<Int>?) -> Int {
    guard let binomials else { return 0 }
    var (low, high) = (
      UInt64(truncatingIfNeeded: set.rawValue), UInt64(truncatingIfNeeded: set.rawValue >> 64)
    )
    var number = 0
    var place = 1
    while low != 0 {
      number += binomials[low.trailingZeroBitCount * width + place]
      low &= low &- 1
      place += 1
    }
    while high != 0 {
      number += binomials[(64 + high.trailingZeroBitCount) * width + place]
      high &= high &- 1
      place += 1
    }
    return number
  }

  /// The set of a number.
  package func set(_ number: Int) -> FloorSet {
    var rest = number
    var square = floor - 1
    var set = FloorSet()
    for place in stride(from: boxes, to: 0, by: -1) {
      while Self.binomials[square * Self.width + place] > rest { square -= 1 }
      rest -= Self.binomials[square * Self.width + place]
      set.insert(square)
      square -= 1
    }
    return set
  }
}
