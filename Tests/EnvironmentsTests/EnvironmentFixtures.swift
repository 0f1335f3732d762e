import Environments
import LinearAlgebra
import Testing

/// The level of a text that holds one.
func level(_ text: String) throws -> MazeLevel {
  let levels = try LevelText.read(text)
  #expect(levels.count == 1)
  return try #require(levels.first)
}

/// An environment with a few of its settings changed.
func environment(
  side: Int = 9, generator: MazeGenerator = .depthFirst, openings: Double = 0.1,
  braid: Double = 0, distractors: ClosedRange<Int> = 0...2, support: RedDoorSupport = .train
) -> RedDoorEnvironment {
  var result = RedDoorEnvironment()
  result.side = side
  result.generator = generator
  result.openings = openings
  result.braid = braid
  result.distractors = distractors
  result.support = support
  return result
}

/// A grid with independent walls and an open border.
func openBorderGrid(
  rows: Int, columns: Int, wallShare: Double, moves: MoveSet, using random: inout RandomStream
) -> Grid {
  Grid(
    rows: rows, columns: columns,
    walls: (0..<rows * columns).map { _ in random.uniform() < wallShare }, moves: moves)
}
