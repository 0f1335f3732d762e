/// A set of actions as bits: ties are kept, never broken by index order.
package struct ActionSet: Hashable, Sendable, Sequence {
  /// Bit `a` is 1 where action `a` is in the set.
  package var rawValue: UInt16

  @inlinable
  package init(rawValue: UInt16 = 0) { self.rawValue = rawValue }

  /// The set of the listed actions.
  @inlinable
  package init(_ actions: [Int]) {
    rawValue = 0
    for action in actions { insert(action) }
  }

  /// The empty set.
  @inlinable
  package static var empty: ActionSet { ActionSet(rawValue: 0) }

  @inlinable
  package func contains(_ action: Int) -> Bool { rawValue >> UInt16(action) & 1 == 1 }

  @inlinable
  package mutating func insert(_ action: Int) { rawValue |= 1 << UInt16(action) }

  @inlinable
  package var isEmpty: Bool { rawValue == 0 }

  /// The number of actions in the set.
  @inlinable
  package var count: Int { rawValue.nonzeroBitCount }

  /// The one action of a set of one, else nil.
  @inlinable
  package var only: Int? { count == 1 ? rawValue.trailingZeroBitCount : nil }

  /// The action of lowest index, nil in an empty set.
  @inlinable
  package var lowest: Int? { isEmpty ? nil : rawValue.trailingZeroBitCount }

  /// Whether no action is in both sets.
  @inlinable
  package func isDisjoint(with other: ActionSet) -> Bool { rawValue & other.rawValue == 0 }

  @inlinable
  package func isSubset(of other: ActionSet) -> Bool { rawValue & ~other.rawValue == 0 }

  @inlinable
  package func union(_ other: ActionSet) -> ActionSet {
    ActionSet(rawValue: rawValue | other.rawValue)
  }

  /// The actions in order of their index.
  @inlinable
  package func makeIterator() -> Iterator { Iterator(rest: rawValue) }

  /// Visits the actions in order of their index.
  package struct Iterator: IteratorProtocol {
    @usableFromInline var rest: UInt16

    @inlinable
    init(rest: UInt16) { self.rest = rest }

    @inlinable
    package mutating func next() -> Int? {
      guard rest != 0 else { return nil }
      let action = rest.trailingZeroBitCount
      rest &= rest &- 1
      return action
    }
  }
}
