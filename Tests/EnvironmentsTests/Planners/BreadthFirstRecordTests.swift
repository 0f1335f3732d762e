import Environments
import LinearAlgebra
import Testing

@Test func everyIterationOfBreadthFirstSearchIsOneRingOfDistances() throws {
  var random = RandomStream(seed: 39)
  for _ in 0..<40 {
    let level = try environment().level(using: &random)
    let record = BreadthFirstRecord(level, from: .goal)
    let distances = level.paths().distances
    for (k, iteration) in record.iterations.enumerated() {
      #expect(iteration.frontier == distances.map { $0 == k })
      #expect(iteration.visited == distances.map { $0 >= 0 && $0 <= k })
      #expect(iteration.distances == distances.map { $0 <= k ? $0 : -1 })
    }
    #expect(record.iterations.count == (distances.max() ?? 0) + 2)
    #expect(record.iteration(1000) == record.iterations.last)
  }
}

@Test func searchFromTheAgentFindsTheGoalAtItsDistanceAndDoesNotPassThroughThings() throws {
  var random = RandomStream(seed: 40)
  for _ in 0..<40 {
    let level = try environment(distractors: 2...2).level(using: &random)
    let record = BreadthFirstRecord(level, from: .agent)
    let found = try #require(record.iterations.last).distances
    #expect(found[level.grid.index(level.goal)] == level.paths().distance(at: level.start))
    let free = ShortestPaths(
      grid: level.grid, to: level.start, blocked: level.objects.map(\.cell))
    for cell in level.grid.freeCells where level.object(at: cell) == nil {
      #expect(found[level.grid.index(cell)] == free.distance(at: cell))
    }
    for object in level.objects where !object.isBase {
      #expect(found[level.grid.index(object.cell)] == -1)
    }
  }
}
