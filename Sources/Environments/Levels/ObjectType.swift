/// What a thing is. Being a door is what the task rewards.
package enum ObjectShape: Int, CaseIterable, Sendable {
  case door
  case key
  case gem

  /// The English word.
  package var name: String {
    switch self {
    case .door: "door"
    case .key: "key"
    case .gem: "gem"
    }
  }
}

/// What colour a thing has. Being red is the proxy that training may confound with the goal.
package enum ObjectColour: Int, CaseIterable, Sendable {
  case red
  case blue
  case green

  /// The English word.
  package var name: String {
    switch self {
    case .red: "red"
    case .blue: "blue"
    case .green: "green"
    }
  }
}

/// A shape and a colour.
package struct ObjectType: Hashable, Sendable {
  package var shape: ObjectShape
  package var colour: ObjectColour

  @inlinable
  package init(_ colour: ObjectColour, _ shape: ObjectShape) {
    self.shape = shape
    self.colour = colour
  }

  /// The type's place among the nine: `3 * shape + colour`, red door first.
  @inlinable
  package var index: Int { 3 * shape.rawValue + colour.rawValue }

  /// The nine types by ``index``.
  package static let all: [ObjectType] = ObjectShape.allCases.flatMap { shape in
    ObjectColour.allCases.map { ObjectType($0, shape) }
  }

  /// As in "red door".
  package var name: String { "\(colour.name) \(shape.name)" }

  /// The letter in level text: doors `D E F`, keys `r b g`, gems `R B G`, in the order red,
  /// blue, green.
  package var symbol: Character { Self.symbols[index] }

  private static let symbols: [Character] = Array("DEFrbgRBG")

  /// The type of a letter of level text, or nil.
  package init?(symbol: Character) {
    guard let type = ObjectType.all.first(where: { $0.symbol == symbol }) else { return nil }
    self = type
  }
}
