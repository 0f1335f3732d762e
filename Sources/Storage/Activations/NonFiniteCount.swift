/// How many values are not finite, and where the first one is.
package struct NonFiniteCount: Sendable, Equatable {
  /// Values that are not a number.
  package private(set) var notANumber = 0
  /// Values that are plus or minus infinity.
  package private(set) var infinite = 0
  /// The first of either kind; nil if there is none.
  package private(set) var first: Location?

  /// A place in a store.
  package struct Location: Sendable, Equatable {
    package let shard: String
    /// The row in that shard.
    package let row: Int
    /// The index in the row, one number an axis.
    package let index: [Int]

    package init(shard: String, row: Int, index: [Int]) {
      self.shard = shard
      self.row = row
      self.index = index
    }
  }

  /// Whether every value is finite.
  package var isZero: Bool { notANumber == 0 && infinite == 0 }

  /// Adds the values of consecutive rows of a shard.
  ///
  /// - Parameter firstRow: the row in the shard that the values begin with.
  mutating func add(
    _ values: UnsafeBufferPointer<Float>, site: ActivationSite, shard: String, firstRow: Int
  ) {
    guard Self.holdsNonFinite(values) else { return }
    for position in values.indices where !values[position].isFinite {
      if values[position].isNaN { notANumber += 1 } else { infinite += 1 }
      guard first == nil else { continue }
      let width = site.elementsPerRow
      first = Location(
        shard: shard, row: firstRow + position / width,
        index: Self.index(of: position % width, in: site.rowShape))
    }
  }

  /// Adds the count of later rows.
  mutating func add(_ later: NonFiniteCount) {
    notANumber += later.notANumber
    infinite += later.infinite
    first = first ?? later.first
  }

  /// One pass without branches.
  private static func holdsNonFinite(_ values: UnsafeBufferPointer<Float>) -> Bool {
    let exponent: UInt32 = 0x7f80_0000
    var largest: UInt32 = 0
    for value in values { largest = max(largest, value.bitPattern & exponent) }
    return largest == exponent
  }

  private static func index(of offset: Int, in shape: [Int]) -> [Int] {
    var rest = offset
    var index: [Int] = []
    for length in shape.reversed() {
      index.insert(rest % length, at: 0)
      rest /= length
    }
    return index
  }
}

extension NonFiniteCount: CustomStringConvertible {
  package var description: String {
    guard let first else { return "all values are finite" }
    return "\(notANumber) are not a number and \(infinite) are infinite, the first in row "
      + "\(first.row) of '\(first.shard)' at \(first.index)"
  }
}
