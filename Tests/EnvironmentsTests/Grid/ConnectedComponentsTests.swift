import Environments
import Testing

@Test func componentsAreFoundAndTheLargestIsChosen() {
  // . # .
  // . # #
  // # . .
  let grid = Grid(
    rows: 3, columns: 3, walls: [false, true, false, false, true, true, true, false, false])
  let components = ConnectedComponents(grid)
  #expect(components.members == [[0, 3], [2], [7, 8]])
  #expect(components.labels == [0, -1, 1, 0, -1, -1, -1, 2, 2])
  #expect(components.largest == [0, 3])
}
