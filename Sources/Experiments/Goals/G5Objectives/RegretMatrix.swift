package import Environments
package import LinearAlgebra
package import Statistics

/// What is lost, by each of several objectives, where another is pursued in its place.
///
/// `Reg_ij = (J_i(pi*_i) - J_i(pi*_j)) / (J_i(pi*_i) - J_i(random walk))`: 0 where the best policy for
/// `j` serves `i` as well as its own, 1 where it serves it as badly as walking at random, so that
/// neither scale nor shift of an objective matters. The last column is the agent's own. All have
/// the time that the task gives an episode.
package struct RegretMatrix: Sendable {
  package let names: [String]
  package let levels: Int
  /// `[objective, pursued]`; the columns are the objectives and then the agent.
  package let regrets: [[BootstrapEstimate]]

  /// - Parameters:
  ///   - agent: the features that the agent's own episode came to in each level, as of
  ///     ``SoftMaze/Episode/features``.
  /// - Throws: `StatisticsError` for fewer than two units.
  package init(
    _ objectives: [(name: String, weights: ObjectiveWeights)], on levels: [MazeLevel],
    units: LevelUnits, agent: [[Double]], replicates: Int = 2000, random: RandomStream
  ) throws {
    var random = random
    let bootstrap = try LevelBootstrap(
      units: units.count, replicates: replicates, using: &random)
    let columns = objectives.count + 2
    var returns = objectives.map { _ in Matrix<Double>(rows: units.count, columns: columns) }
    for (index, level) in levels.enumerated() {
      let options = Self.options(level)
      let walk = SoftMaze(level, features: ObjectiveWeights.features, horizon: .task).randomWalk()
      let pursued =
        objectives.map { Self.mean(ofBest: options, by: $0.weights) } + [agent[index], walk]
      for (row, objective) in objectives.enumerated() {
        for (column, features) in pursued.enumerated() {
          returns[row][units.unitOfLevel[index], column] += Self.worth(features, objective.weights)
        }
      }
    }
    regrets = returns.indices.map { row in
      (0..<columns - 1).map { column in
        bootstrap.estimate(returns[row]) { sums in
          let first = sums.startIndex
          let room = sums[first + row] - sums[first + columns - 1]
          return room > 0 ? (sums[first + row] - sums[first + column]) / room : .nan
        }
      }
    }
    names = objectives.map(\.name)
    self.levels = levels.count
  }

  static func worth(_ features: [Double], _ weights: ObjectiveWeights) -> Double {
    zip(features, weights.vector).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// What can be gone for: each thing that ends the episode by a shortest way past the others, and
  /// none, which takes all the time there is.
  static func options(_ level: MazeLevel) -> [[Double]] {
    let soft = SoftMaze(level, features: ObjectiveWeights.features, horizon: .task)
    let things = level.objects.indices.filter { level.endsEpisode(level.objects[$0]) }
    return things.compactMap { index -> [Double]? in
      let distance = level.paths(toObject: index).distance(at: level.start)
      guard distance > 0, distance <= soft.horizon else { return nil }
      return soft.episode(reached: index, steps: distance).features
    } + [soft.episode(reached: nil, steps: soft.horizon).features]
  }

  /// The mean features over the options that are best by an objective.
  static func mean(ofBest options: [[Double]], by weights: ObjectiveWeights) -> [Double] {
    let worths = options.map { worth($0, weights) }
    let best = worths.max() ?? 0
    let tolerance = 1e-9 * max(1, abs(best))
    let kept = options.indices.filter { worths[$0] >= best - tolerance }
    return options[0].indices.map { column in
      kept.reduce(0) { $0 + options[$1][column] } / Double(kept.count)
    }
  }
}
