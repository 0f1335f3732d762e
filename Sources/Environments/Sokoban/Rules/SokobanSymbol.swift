/// The characters of level drawings, as bytes.
package enum SokobanSymbol {
  package static let wall = UInt8(ascii: "#")
  package static let floor = UInt8(ascii: " ")
  package static let target = UInt8(ascii: ".")
  package static let box = UInt8(ascii: "$")
  package static let boxOnTarget = UInt8(ascii: "*")
  package static let player = UInt8(ascii: "@")
  package static let playerOnTarget = UInt8(ascii: "+")

  @inlinable
  package static func isTarget(_ symbol: UInt8) -> Bool {
    symbol == target || symbol == boxOnTarget || symbol == playerOnTarget
  }

  @inlinable
  package static func isBox(_ symbol: UInt8) -> Bool { symbol == box || symbol == boxOnTarget }

  @inlinable
  package static func isPlayer(_ symbol: UInt8) -> Bool {
    symbol == player || symbol == playerOnTarget
  }

  /// Whether a byte is one of the seven characters.
  @inlinable
  package static func isKnown(_ symbol: UInt8) -> Bool {
    symbol == wall || symbol == floor || symbol == target || isBox(symbol) || isPlayer(symbol)
  }
}
