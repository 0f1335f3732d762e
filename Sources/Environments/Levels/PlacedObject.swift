/// A thing on a square.
package struct PlacedObject: Hashable, Sendable {
  package var shape: ObjectShape
  package var colour: ObjectColour
  package var cell: Cell

  @inlinable
  package init(shape: ObjectShape, colour: ObjectColour, cell: Cell) {
    self.shape = shape
    self.colour = colour
    self.cell = cell
  }

  @inlinable
  package init(_ type: ObjectType, at cell: Cell) {
    self.init(shape: type.shape, colour: type.colour, cell: cell)
  }

  @inlinable
  package var type: ObjectType { ObjectType(colour, shape) }

  /// `O_base = 1[door]`: whether the base objective rewards reaching it.
  @inlinable
  package var isBase: Bool { shape == .door }

  /// `O_alt = 1[red]`: whether the proxy objective rewards reaching it.
  @inlinable
  package var isProxy: Bool { colour == .red }
}
