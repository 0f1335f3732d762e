import Environments
import LinearAlgebra
import Testing

@Test func boxSetsAreNumberedOneByOne() {
  for (floor, boxes) in [(1, 1), (7, 1), (9, 2), (11, 4), (6, 6), (70, 2), (128, 1)] {
    let numbering = BoxNumbering(floor: floor, boxes: boxes)
    var last: UInt128 = 0
    for number in 0..<numbering.count {
      let set = numbering.set(number)
      #expect(set.count == boxes && set.allSatisfy { $0 < floor })
      #expect(number == 0 || set.rawValue > last)
      #expect(numbering.number(of: set) == number)
      last = set.rawValue
    }
  }
  #expect(BoxNumbering(floor: 64, boxes: 4).count == 635_376)
  #expect(BoxNumbering(floor: 128, boxes: 20).count > 1 << 60)
}

@Test func distancesAreThoseOfAPlainSearch() throws {
  var random = RandomStream(seed: 4)
  var (solvable, lost) = (0, 0)
  for number in 0..<80 {
    let level = try randomSokobanLevel(
      rows: 5 + random.below(2), columns: 5 + random.below(3), boxes: 1 + number % 2,
      wallShare: 0.15, using: &random)
    let distances = try #require(level.room.distances(within: 400_000))
    let least = PlainSokoban(level).leastCosts()
    #expect(distances.distance(of: level.start) == least?.moves ?? -1)
    if least == nil { lost += 1 } else { solvable += 1 }
  }
  #expect(solvable > 15 && lost > 15)
}

@Test func optimalActionsComeOneStepCloserAndNoOthersDo() throws {
  var random = RandomStream(seed: 5)
  var (states, ties, dead) = (0, 0, 0)
  for boxes in [1, 2, 3] {
    let level = try randomSokobanLevel(
      rows: 6, columns: 6, boxes: boxes, wallShare: 0.1, using: &random)
    let room = level.room
    let distances = try #require(room.distances(within: 400_000))
    for place in 0..<distances.count {
      guard let state = distances.state(at: place) else { continue }
      let optimal = distances.optimalActions(at: state, in: room)
      let here = distances.distance(of: state)
      states += 1
      if optimal.count > 1 { ties += 1 }
      #expect(here > 0 && !optimal.isEmpty)
      for action in 0..<4 {
        var next = state
        let effect = next.take(action, in: room)
        let there = distances.distance(of: next)
        if optimal.contains(action) {
          #expect(effect != .blocked && there == here - 1)
        } else {
          #expect(there < 0 || there >= here)
          if there < 0 { dead += 1 }
        }
      }
    }
  }
  #expect(states > 1000 && ties > 100 && dead > 100)
}

@Test func roomsAboveTheLimitHaveNoOracle() throws {
  var task = SokobanTask()
  let level = try sokobanLevel("#######|#@ $ .#|#######")
  #expect(level.room.stateCount == 25)
  task.oracleStates = 25
  #expect(SokobanEpisode(level, task: task).stepsToGoal == 3)
  task.oracleStates = 24
  let episode = SokobanEpisode(level, task: task)
  #expect(episode.optimalActions.isEmpty && episode.stepsToGoal == -1)
  #expect(SokobanDemonstration.plan(for: episode) == [3, 3, 3])
}
