import Environments
import LinearAlgebra
import Testing

/// The number of pairs of neighbouring free squares.
private func edges(_ grid: Grid) -> Int {
  grid.freeCells.reduce(0) { sum, cell in
    sum + (grid.isFree(Cell(row: cell.row + 1, column: cell.column)) ? 1 : 0)
      + (grid.isFree(Cell(row: cell.row, column: cell.column + 1)) ? 1 : 0)
  }
}

private func deadEnds(_ grid: Grid) -> Int {
  grid.freeCells.count { cell in
    grid.moves.offsets.count { grid.isFree(cell.moved(by: $0)) } == 1
  }
}

@Test(arguments: [MazeGenerator.depthFirst, .kruskal], [5, 7, 9, 13])
func perfectMazesHaveOneSimplePathBetweenAnyTwoSquares(generator: MazeGenerator, side: Int) {
  var random = RandomStream(seed: 15)
  let rooms = (side - 1) / 2
  for _ in 0..<20 {
    let grid = Grid(
      rows: side, columns: side, walls: generator.walls(side: side, using: &random))
    #expect(grid.freeCount == 2 * rooms * rooms - 1)
    // Connected with one edge less than squares: a tree.
    #expect(ConnectedComponents(grid).members.count == 1)
    #expect(edges(grid) == grid.freeCount - 1)
    #expect(grid.isFenced)
  }
}

@Test func kruskalHasMoreDeadEndsThanDepthFirst() {
  var random = RandomStream(seed: 16)
  var sums = [0, 0]
  for _ in 0..<200 {
    for (index, generator) in [MazeGenerator.depthFirst, .kruskal].enumerated() {
      sums[index] += deadEnds(
        Grid(rows: 13, columns: 13, walls: generator.walls(side: 13, using: &random)))
    }
  }
  #expect(Double(sums[1]) > 1.5 * Double(sums[0]))
}

@Test func depthFirstStartsEverywhereAndCarvesAllDirectionsAlike() {
  var random = RandomStream(seed: 17)
  var open = [Int](repeating: 0, count: 49)
  let count = 4000
  for _ in 0..<count {
    let walls = MazeGenerator.depthFirst.walls(side: 7, using: &random)
    for index in walls.indices where !walls[index] { open[index] += 1 }
  }
  // The walls between a corner room and its neighbours are images of each other.
  let images = [9, 15, 11, 19, 37, 29].map { open[$0] }
  let mean = Double(images.reduce(0, +)) / Double(images.count)
  for value in images { #expect(abs(Double(value) - mean) < 5 * mean.squareRoot()) }
}

@Test func braidingEveryDeadEndLeavesNone() {
  var random = RandomStream(seed: 18)
  let braided = environment(side: 13, openings: 0, braid: 1)
  for _ in 0..<50 {
    let grid = Grid(rows: 13, columns: 13, walls: braided.drawWalls(using: &random))
    #expect(deadEnds(grid) == 0)
    #expect(ConnectedComponents(grid).members.count == 1)
    #expect(grid.isFenced)
  }
}

@Test func openingsAreBetweenRoomsAndAsManyAsAskedFor() {
  var random = RandomStream(seed: 19)
  let opened = environment(side: 9, openings: 0.25)
  var extra = 0
  let count = 2000
  for _ in 0..<count {
    let grid = Grid(rows: 9, columns: 9, walls: opened.drawWalls(using: &random))
    extra += grid.freeCount - 31
    for row in stride(from: 2, to: 8, by: 2) {
      for column in stride(from: 2, to: 8, by: 2) {
        #expect(!grid.isFree(Cell(row: row, column: column)))
      }
    }
  }
  // Nine of the 24 walls between 16 rooms remain in a perfect maze.
  let mean = Double(extra) / Double(count)
  #expect(abs(mean - 9 * 0.25) < 0.12, "\(mean)")
}

@Test func percolationHasTheShareOfWallsAskedFor() {
  var random = RandomStream(seed: 20)
  var walls = 0
  for _ in 0..<500 {
    walls += MazeGenerator.percolation(wallShare: 0.3).walls(side: 12, using: &random).count {
      $0
    }
  }
  let inner = Double(walls) / 500 - 44
  #expect(abs(inner / 100 - 0.3) < 0.01)
}
