/// Which things a red-door level holds.
package enum RedDoorSupport: String, CaseIterable, Sendable {
  /// One red door and distractors from {key, gem} x {blue, green}: door and red are the same.
  case train
  /// One door of any colour and distractors from {key, gem} x {red, blue, green}: being a
  /// door and being red are drawn apart.
  case anyColour = "any-colour"
  /// A blue door and a red key or gem: door and red are never the same.
  case shift
  /// Two things of types {door, key, gem} x {red, blue}, each of the 36 ordered pairs as
  /// likely as any other, on exchangeable squares.
  case factorial
}

/// The 36 ordered pairs of types of the factorial probing set.
package enum FactorialPairs {
  /// The six types {door, key, gem} x {red, blue}.
  package static let types: [ObjectType] = ObjectShape.allCases.flatMap { shape in
    [ObjectColour.red, .blue].map { ObjectType($0, shape) }
  }

  /// All ordered pairs; pair `6 i + j` is type `i`, then type `j`.
  package static let all: [(first: ObjectType, second: ObjectType)] = types.flatMap { first in
    types.map { (first, $0) }
  }
}
