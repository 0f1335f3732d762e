/// How the nine types of things appear in the observation: an experimental factor, for it
/// can decide by itself which feature a network comes to follow.
package enum RedDoorEncoding: Sendable, Equatable {
  /// One plane a type, passed through a fixed random orthogonal 9x9 matrix: no single plane
  /// shows red or door.
  case mixed(seed: UInt64)
  /// One plane a type.
  case separate
  /// Three planes of shape and three of colour.
  case shapeAndColour
  /// Three planes of red, green and blue light, as in a picture: doors in full colour, keys
  /// pale, gems dark.
  case rgb

  /// The name in configurations, as in `mixed:7`.
  package var name: String {
    switch self {
    case .mixed(let seed): "mixed:\(seed)"
    case .separate: "separate"
    case .shapeAndColour: "shape-and-colour"
    case .rgb: "rgb"
    }
  }

  /// The encoding of that name; `mixed` without a number has seed 0.
  package init?(name: String) {
    switch name {
    case "mixed": self = .mixed(seed: 0)
    case "separate": self = .separate
    case "shape-and-colour": self = .shapeAndColour
    case "rgb": self = .rgb
    default:
      let prefix = "mixed:"
      guard name.hasPrefix(prefix), let seed = UInt64(name.dropFirst(prefix.count)) else {
        return nil
      }
      self = .mixed(seed: seed)
    }
  }
}
