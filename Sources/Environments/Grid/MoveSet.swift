/// One step on a grid, as a change of row and column.
package struct Move: Hashable, Sendable {
  package let row: Int
  package let column: Int

  @inlinable
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// The actions of a grid world: action `a` moves by `offsets[a]`.
package struct MoveSet: Sendable {
  /// `four` or `eight`.
  package let name: String
  /// The change of row and column of each action.
  package let offsets: [Move]
  /// A short name of each action.
  package let names: [String]

  /// The number of actions.
  @inlinable
  package var count: Int { offsets.count }

  /// Up, down, left, right.
  package static let four = MoveSet(
    name: "four",
    offsets: [
      Move(row: -1, column: 0), Move(row: 1, column: 0), Move(row: 0, column: -1),
      Move(row: 0, column: 1),
    ],
    names: ["U", "D", "L", "R"])

  /// North, south, east, west, north-east, north-west, south-east, south-west. A diagonal
  /// step is free even where both squares beside it are walls.
  package static let eight = MoveSet(
    name: "eight",
    offsets: [
      Move(row: -1, column: 0), Move(row: 1, column: 0), Move(row: 0, column: 1),
      Move(row: 0, column: -1), Move(row: -1, column: 1), Move(row: -1, column: -1),
      Move(row: 1, column: 1), Move(row: 1, column: -1),
    ],
    names: ["N", "S", "E", "W", "NE", "NW", "SE", "SW"])

  /// The move set of that name, or nil.
  package static func named(_ name: String) -> MoveSet? {
    [MoveSet.four, .eight].first { $0.name == name }
  }

  /// The action that moves by this offset, or nil.
  package func action(moving move: Move) -> Int? { offsets.firstIndex(of: move) }

  /// The length of a shortest way between two squares of an empty grid.
  @inlinable
  package func openDistance(from cell: Cell, to other: Cell) -> Int {
    count == 8 ? cell.chebyshevDistance(to: other) : cell.manhattanDistance(to: other)
  }
}

extension MoveSet: Equatable {
  @inlinable
  package static func == (left: MoveSet, right: MoveSet) -> Bool { left.offsets == right.offsets }
}
