import Environments
import LinearAlgebra
import Testing

@Test(arguments: [MoveSet.four, .eight])
func optimalActionsTurnWithTheGrid(moves: MoveSet) throws {
  var random = RandomStream(seed: 6)
  for _ in 0..<20 {
    let grid = openBorderGrid(rows: 6, columns: 8, wallShare: 0.3, moves: moves, using: &random)
    let free = grid.freeCells
    let goal = free[random.below(free.count)]
    let paths = ShortestPaths(grid: grid, to: goal)
    for symmetry in GridSymmetry.all {
      let image = symmetry.apply(to: grid)
      let imagePaths = ShortestPaths(
        grid: image, to: symmetry.apply(to: goal, rows: grid.rows, columns: grid.columns))
      for cell in free {
        let there = symmetry.apply(to: cell, rows: grid.rows, columns: grid.columns)
        #expect(imagePaths.distance(at: there) == paths.distance(at: cell))
        let actions = paths.optimalActions(at: cell).map { symmetry.apply(to: $0, of: moves) }
        #expect(imagePaths.optimalActions(at: there) == ActionSet(actions))
      }
    }
  }
}

@Test func theEightSymmetriesAreDistinct() {
  let images = GridSymmetry.all.map { symmetry in
    [Cell(row: 0, column: 1), Cell(row: 2, column: 0)].map {
      symmetry.apply(to: $0, rows: 3, columns: 3)
    }
  }
  #expect(Set(images).count == 8)
}
