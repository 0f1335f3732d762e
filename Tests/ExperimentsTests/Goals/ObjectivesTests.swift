import Environments
import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Testing

/// G5: what episodes look like being after.
@Suite struct ObjectivesTests {
  private static func mazes(_ count: Int, seed: UInt64) throws -> [MazeLevel] {
    var environment = RedDoorEnvironment()
    environment.support = .factorial
    var random = RandomStream(seed: seed)
    return try environment.levels(count, using: &random)
  }

  private static func demonstrations(
    _ weights: [Double], levels: [MazeLevel], seed: UInt64
  ) -> [InverseReinforcement.Demonstration] {
    levels.enumerated().map { index, level in
      var random = RandomStream(seed: seed).split(UInt64(index))
      let maze = SoftMaze(level, features: ObjectiveWeights.features)
      return InverseReinforcement.Demonstration(
        maze, maze.sample(weights, using: &random), unit: index)
    }
  }

  @Test func valuesHaveTheDerivativesThatDifferencesSay() throws {
    let level = try Self.mazes(1, seed: 3)[0]
    let maze = SoftMaze(level, features: ObjectiveWeights.features)
    let weights = [1.0, 2.0, -0.5, 0.3]
    let found = maze.value(weights)
    let step = 1e-4
    for column in weights.indices {
      var (up, down) = (weights, weights)
      up[column] += step
      down[column] -= step
      let (high, low) = (maze.value(up), maze.value(down))
      #expect(abs((high.value - low.value) / (2 * step) - found.gradient[column]) < 1e-5)
      for other in weights.indices {
        let slope = (high.gradient[other] - low.gradient[other]) / (2 * step)
        #expect(abs(slope - found.curvature[column, other]) < 1e-4)
      }
    }
  }

  @Test func episodesThatAreDrawnHaveTheExpectedFeatures() throws {
    let level = try Self.mazes(1, seed: 4)[0]
    let maze = SoftMaze(level, features: ObjectiveWeights.features)
    let weights = [1.0, 2.0, 0, 1.2]
    let expected = maze.value(weights)
    var random = RandomStream(seed: 5)
    let draws = 4000
    var means = [Double](repeating: 0, count: 4)
    for _ in 0..<draws {
      for (column, value) in maze.sample(weights, using: &random).features.enumerated() {
        means[column] += value / Double(draws)
      }
    }
    for column in 0..<4 {
      let error = (expected.curvature[column, column] / Double(draws)).squareRoot()
      #expect(abs(means[column] - expected.gradient[column]) < 4 * error + 1e-9)
    }
  }

  /// The known answer of the specification: door 1, red 4, together 0, a step .1.
  @Test func plantedWeightsAreFoundAgain() throws {
    let truth = [1.0, 4.0, 0.0, 0.1]
    let levels = try Self.mazes(400, seed: 6)
    let found = try InverseReinforcement(
      Self.demonstrations(truth, levels: levels, seed: 7), names: ObjectiveWeights.names)
    #expect(found.fit.penalty == nil)
    for column in truth.indices {
      let error = found.fit.standardError(column)
      #expect(
        error < 1 && abs(found.weights[column] - truth[column]) < 4 * error,
        "\(found.weights) with errors like \(error)")
    }
  }

  @Test func intervalsHoldThePlantedWeights() throws {
    let truth = [1.0, 2.0, 0.5, 0.8]
    var held = 0
    for draw in 0..<60 {
      let levels = try Self.mazes(60, seed: 100 + UInt64(draw))
      let found = try InverseReinforcement(
        Self.demonstrations(truth, levels: levels, seed: UInt64(draw)),
        names: ObjectiveWeights.names)
      for column in truth.indices where found.interval(column).contains(truth[column]) { held += 1 }
    }
    // 240 intervals of 95 %; a binomial spread of 1.4 % and then some for few levels.
    #expect(held >= 216 && held < 240)
  }

  @Test func whereEveryDoorIsRedTheTwoCannotBeToldApart() throws {
    var random = RandomStream(seed: 8)
    let levels = try RedDoorEnvironment().levels(40, using: &random)
    let demonstrations = Self.demonstrations([1, 1, 0, 1], levels: levels, seed: 9)
    #expect(throws: StatisticsError.collinear(column: "red")) {
      try InverseReinforcement(demonstrations, names: ObjectiveWeights.names)
    }
  }

  @Test func anObjectiveIsMeaningfulForAnAgentThatWantsAndNotForARandomWalk() throws {
    let levels = try Self.mazes(240, seed: 10)
    for (weights, isMeaningful) in [([3.0, 0, 0, 1.5], true), ([0, 0, 0, 0], false)] {
      var demonstrations: [InverseReinforcement.Demonstration] = []
      var actions = Matrix<Double>(rows: levels.count, columns: 4)
      for (index, level) in levels.enumerated() {
        var random = RandomStream(seed: 11).split(UInt64(index))
        let maze = SoftMaze(level, features: ObjectiveWeights.features)
        let episode: SoftMaze.Episode
        if isMeaningful {
          episode = maze.sample(weights, using: &random)
        } else {
          // A walk that takes each action equally often.
          var cell = level.start
          var steps = 0
          var reached: Int?
          while steps < maze.horizon, reached == nil {
            cell = level.grid.destination(of: random.below(4), from: cell)
            steps += 1
            reached = level.objectIndex(at: cell)
          }
          episode = maze.episode(reached: reached, steps: steps)
        }
        for action in 0..<4 { actions[index, action] = Double(episode.steps) / 4 }
        demonstrations.append(.init(maze, episode, unit: index))
      }
      let code = try TrivialObjective(
        demonstrations, actions: actions, names: ObjectiveWeights.names,
        random: RandomStream(seed: 12))
      #expect(code.isMeaningful == isMeaningful)
      #expect(abs(code.trivial - 2) < 0.1)
    }
  }

  @Test func regretIsZeroForOnesOwnAndOneForAWalk() throws {
    let levels = try Self.mazes(200, seed: 13)
    let units = try LevelUnits(LevelSet(levels).keys)
    let walks = levels.map {
      SoftMaze($0, features: ObjectiveWeights.features, horizon: .task).randomWalk()
    }
    let scaled = ObjectiveWeights(door: 5, red: 0, step: 0.05)
    let matrix = try RegretMatrix(
      [("base", .base), ("proxy", .proxy), ("base times five", scaled)], on: levels, units: units,
      agent: walks, random: RandomStream(seed: 14))
    for row in 0..<3 {
      #expect(abs(matrix.regrets[row][row].value) < 1e-9)
      #expect(abs(matrix.regrets[row][3].value - 1) < 1e-9)
    }
    #expect(abs(matrix.regrets[0][2].value) < 1e-9 && abs(matrix.regrets[2][0].value) < 1e-9)
    #expect(matrix.regrets[0][1].value > 0.2 && matrix.regrets[1][0].value > 0.2)
  }
}
