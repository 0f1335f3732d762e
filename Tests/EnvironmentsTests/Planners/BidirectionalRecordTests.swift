import Environments
import LinearAlgebra
import Testing

@Test func bothSearchesMeetHalfwayOnAShortestWay() throws {
  var random = RandomStream(seed: 63)
  for _ in 0..<40 {
    let level = try environment(openings: 0.3).level(using: &random)
    let record = BidirectionalRecord(level)
    let length = level.paths().distance(at: level.start)
    #expect(record.met && record.iterations == (length + 1) / 2)
    let agent = try #require(BreadthFirstRecord(level, from: .agent).iterations.last).distances
    let goal = level.paths().distances
    for t in 0...record.iterations {
      let map = record.unionTrace.maps[t]
      for cell in goal.indices {
        let found = (goal[cell] >= 0 && goal[cell] <= t) || (agent[cell] >= 0 && agent[cell] <= t)
        #expect((map[cell] == 1) == found)
      }
    }
    let shared = zip(record.fromGoal[record.iterations], record.fromAgent[record.iterations])
      .filter { $0 >= 0 && $1 >= 0 }
    #expect(shared.map { $0 + $1 }.min() == length)
  }
}

@Test func tracesOfBreadthFirstSearchHoldWhatIsKnownSoFar() throws {
  let record = BreadthFirstRecord(try level("######\n#@..D#\n######"), from: .goal)
  let (visited, distance) = (record.visitedTrace, record.distanceTrace)
  #expect(Array(visited.maps[1][7...10]) == [0, 0, 1, 1])
  #expect(Array(distance.maps[0][7...10]) == [0, 0, 0, 0])
  #expect(Array(distance.maps[2][7...10]) == [2, 2, 1, 0])
  #expect(Array(distance.map(99)[7...10]) == [3, 2, 1, 0])
}
