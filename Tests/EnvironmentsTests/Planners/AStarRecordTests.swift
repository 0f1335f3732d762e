import Environments
import LinearAlgebra
import Testing

@Test(arguments: [MoveSet.four, .eight])
func aStarExpandsByRisingEstimateAndFindsShortestWays(moves: MoveSet) throws {
  var random = RandomStream(seed: 61)
  for _ in 0..<40 {
    let drawn = try environment(openings: 0.3).level(using: &random)
    let level = try MazeLevel(
      grid: Grid(rows: 9, columns: 9, walls: drawn.grid.walls, moves: moves),
      objects: drawn.objects, start: drawn.start)
    let record = AStarRecord(level)
    let grid = level.grid
    let length = level.paths().distance(at: level.start)
    let fromAgent = try #require(BreadthFirstRecord(level, from: .agent).iterations.last).distances
    let open = grid.walls.indices.map { cell in
      level.goals.map { moves.openDistance(from: grid.cell(cell), to: $0) }.min() ?? 0
    }
    // A consistent estimate: estimates never fall, and what is expanded is expanded at its distance.
    let estimates = record.expanded.map { fromAgent[$0] + open[$0] }
    #expect(estimates == estimates.sorted())
    let last = try #require(record.iterations.last)
    for cell in record.expanded { #expect(last.steps[cell] == fromAgent[cell]) }
    #expect(record.expanded.last.map { level.goals.contains(grid.cell($0)) } == true)
    #expect(record.expanded.last.map { last.steps[$0] } == length)
    // All squares that look better than the answer are expanded, none that looks worse.
    for cell in grid.walls.indices where fromAgent[cell] >= 0 {
      if fromAgent[cell] + open[cell] < length { #expect(last.closed[cell]) }
      if fromAgent[cell] + open[cell] > length { #expect(!last.closed[cell]) }
    }
    for (k, iteration) in record.iterations.enumerated() {
      #expect(iteration.closed.count { $0 } == k)
      for cell in grid.walls.indices where iteration.open[cell] {
        #expect(!iteration.closed[cell] && iteration.steps[cell] >= fromAgent[cell])
      }
    }
  }
}

@Test func aStarBreaksTiesByTheLongerWayAndThenByIndex() throws {
  // Both ways round have estimate 6 throughout; the one begun first is followed to its end.
  let level = try level(
    """
    #######
    #..#..#
    #@...D#
    #..#..#
    #######
    """)
  let record = AStarRecord(level)
  let row = 2 * 7
  #expect(record.expanded == [row + 1, row + 2, row + 3, row + 4, row + 5])
  let open = try EnvironmentsTests.level(
    """
    #####
    #@..#
    #...#
    #..D#
    #####
    """)
  // Down and right look alike at first: the lower index, then always the deepest.
  #expect(AStarRecord(open).expanded == [6, 7, 8, 13, 18])
  let trace = AStarRecord(open).closedTrace
  #expect(trace.iterations == 5 && trace.map(99) == trace.maps[5])
  #expect(trace.maps[2].indices.filter { trace.maps[2][$0] == 1 } == [6, 7])
  #expect(
    AStarRecord(open).openTrace.maps[1].indices.filter {
      AStarRecord(open).openTrace.maps[1][$0] == 1
    } == [7, 11])
}
