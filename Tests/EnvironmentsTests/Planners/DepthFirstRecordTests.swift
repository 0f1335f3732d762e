import Environments
import LinearAlgebra
import Testing

@Test func depthFirstSearchGoesOnInTheOrderOfTheMovesAndBacksOut() throws {
  let level = try level(
    """
    #####
    #.#.#
    #@..#
    #.#D#
    #####
    """)
  // Up (a dead end) and back, down (a dead end) and back, right twice, up and back, then the door.
  let stacks = DepthFirstRecord(level).iterations.map(\.stack)
  #expect(
    stacks == [
      [11], [11, 6], [11], [11, 16], [11], [11, 12], [11, 12, 13], [11, 12, 13, 8], [11, 12, 13],
      [11, 12, 13, 18],
    ])
  let trace = DepthFirstRecord(level).stackTrace
  #expect(trace.maps[2].indices.filter { trace.maps[2][$0] == 1 } == [11])
  let visited = DepthFirstRecord(level).visitedTrace
  #expect(visited.maps[4].indices.filter { visited.maps[4][$0] == 1 } == [6, 11, 16])
}

@Test func theStackIsAlwaysASimpleWayFromTheAgentAndEndsAtTheGoal() throws {
  var random = RandomStream(seed: 62)
  for _ in 0..<40 {
    let level = try environment(openings: 0.3).level(using: &random)
    let record = DepthFirstRecord(level)
    let grid = level.grid
    var pushes: [Int] = []
    for (before, after) in zip(record.iterations, record.iterations.dropFirst()) {
      let stack = after.stack
      #expect(stack.first == grid.index(level.start) && Set(stack).count == stack.count)
      for (one, other) in zip(stack, stack.dropFirst()) {
        #expect(grid.cell(one).manhattanDistance(to: grid.cell(other)) == 1)
      }
      if stack.count > before.stack.count, let top = stack.last {
        #expect(!before.visited[top] && !grid.walls[top])
        pushes.append(top)
      } else {
        #expect(stack == Array(before.stack.dropLast()))
      }
    }
    #expect(Set(pushes).count == pushes.count)
    let last = try #require(record.iterations.last)
    #expect(last.stack.last.map { level.goals.contains(grid.cell($0)) } == true)
    #expect(last.visited.count { $0 } == pushes.count + 1)
  }
}
