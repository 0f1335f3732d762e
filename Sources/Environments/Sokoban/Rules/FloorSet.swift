/// A set of a room's floor squares as bits: bit `f` is 1 where square `f` is in the set.
package struct FloorSet: Hashable, Sendable {
  package var rawValue: UInt128

  @inlinable
  package init(rawValue: UInt128 = 0) { self.rawValue = rawValue }

  /// The set of the listed squares.
  @inlinable
  package init(_ squares: [Int]) {
    rawValue = 0
    for square in squares { insert(square) }
  }

  /// The number of squares that a set can tell apart.
  package static let capacity = 128

  @inlinable
  package func contains(_ square: Int) -> Bool {
    rawValue & UInt128(1) &<< UInt128(truncatingIfNeeded: square) != 0
  }

  @inlinable
  package mutating func insert(_ square: Int) {
    rawValue |= UInt128(1) &<< UInt128(truncatingIfNeeded: square)
  }

  @inlinable
  package mutating func remove(_ square: Int) {
    rawValue &= ~(UInt128(1) &<< UInt128(truncatingIfNeeded: square))
  }

  /// The set with one square taken out and another put in.
  @inlinable
  package func moving(_ square: Int, to other: Int) -> FloorSet {
    var result = self
    result.remove(square)
    result.insert(other)
    return result
  }

  @inlinable
  package func intersection(_ other: FloorSet) -> FloorSet {
    FloorSet(rawValue: rawValue & other.rawValue)
  }

  /// The number of squares in the set.
  @inlinable
  package var count: Int { rawValue.nonzeroBitCount }

  @inlinable
  package var isEmpty: Bool { rawValue == 0 }

  /// The square of lowest number, nil in an empty set.
  @inlinable
  package var lowest: Int? { isEmpty ? nil : rawValue.trailingZeroBitCount }
}

extension FloorSet: Sequence {
  /// The squares in order of their number.
  @inlinable
  package func makeIterator() -> Iterator { Iterator(rest: rawValue) }

  /// Visits the squares in order of their number.
  package struct Iterator: IteratorProtocol {
    @usableFromInline var rest: UInt128

    @inlinable
    init(rest: UInt128) { self.rest = rest }

    @inlinable
    package mutating func next() -> Int? {
      guard rest != 0 else { return nil }
      let square = rest.trailingZeroBitCount
      rest &= rest &- 1
      return square
    }
  }
}
