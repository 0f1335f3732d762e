import Environments
import LinearAlgebra
import Testing

@Test func inTrainingTheCornerIsAsGoodAsTheCheese() throws {
  var random = RandomStream(seed: 50)
  for _ in 0..<300 {
    let level = try CheeseEnvironment().level(using: &random)
    #expect(level.cheese == Cell(row: 1, column: 7))
    #expect(level.paths() == level.cornerPaths())
  }
}

@Test func theRegionBoundsTheCheeseAndUniformCheeseGoesAnywhere() throws {
  var random = RandomStream(seed: 51)
  let block = try CheeseEnvironment(configuration: ["region": "3"])
  var seen: Set<Cell> = []
  for _ in 0..<400 {
    let cheese = try block.level(using: &random).cheese
    #expect((1...3).contains(cheese.row) && (5...7).contains(cheese.column))
    seen.insert(cheese)
  }
  // Eight of the nine: the pillar in the middle is never free.
  #expect(seen.count == 8)
  let anywhere = try CheeseEnvironment(configuration: ["region": "uniform"])
  seen = []
  for _ in 0..<2000 { seen.insert(try anywhere.level(using: &random).cheese) }
  // All rooms and all walls between two rooms.
  #expect(seen.count == 16 + 24)
}

@Test func theCheesePaysTenAndEndsTheEpisode() throws {
  let environment = try CheeseEnvironment(configuration: ["step-penalty": "0.5"])
  var episode = try environment.episode(drawnFrom: RandomStream(seed: 52), part: .training)
  var observation = [Float](repeating: 0, count: environment.observationShape.count)
  var steps = episode.stepsToGoal
  while let action = episode.optimalActions.lowest {
    let outcome = observation.withUnsafeMutableBufferPointer {
      episode.step(action, updating: $0)
    }
    steps -= 1
    #expect(outcome.reward == (steps == 0 ? 9.5 : -0.5))
    #expect(outcome.isTerminal == (steps == 0))
  }
  #expect(steps == 0)
}

@Test func theFactorialCrossesPlaceAndDistance() throws {
  var random = RandomStream(seed: 53)
  let levels = try CheeseEnvironment().factorialLevels(160, using: &random)
  var counts: [CheeseCondition: Int] = [:]
  for (condition, level) in levels {
    counts[condition, default: 0] += 1
    let corners: [CheesePlace: Cell] = [
      .topRight: Cell(row: 1, column: 7), .topLeft: Cell(row: 1, column: 1),
      .bottomRight: Cell(row: 7, column: 7), .bottomLeft: Cell(row: 7, column: 1),
    ]
    #expect(level.cheese == corners[condition.place])
    let paths = level.cornerPaths()
    let own = paths.distance(at: level.start)
    let nearer = level.grid.freeCells.count { paths.distance(at: $0) < own }
    let half = level.grid.freeCells.count / 2
    #expect(condition.startsFar ? nearer > half : nearer <= half && own > 0)
  }
  #expect(counts.count == 8 && counts.values.allSatisfy { $0 == 20 })
}
