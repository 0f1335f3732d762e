internal import LinearAlgebra
package import Statistics

/// The objective that episodes look like being after: maximum-causal-entropy inverse reinforcement
/// learning over features of things and the cost of a step.
///
/// The weights are those under which the episodes that were played are likeliest (``SoftMaze``),
/// with errors robust to what near copies of a level share. They are in units of the policy's
/// randomness: an agent that never errs has weights without bound, and then only their proportions
/// mean something (``LikelihoodFit/penalty``).
package struct InverseReinforcement: Sendable {
  /// One level with what was done in it.
  package struct Demonstration: Sendable {
    package let maze: SoftMaze
    package let episode: SoftMaze.Episode
    /// The unit that the level belongs to.
    package let unit: Int

    package init(_ maze: SoftMaze, _ episode: SoftMaze.Episode, unit: Int) {
      self.maze = maze
      self.episode = episode
      self.unit = unit
    }
  }

  /// The names of the weights; the last is the cost of a step.
  package let names: [String]
  package let fit: LikelihoodFit
  package let levels: Int

  package var weights: [Double] { fit.coefficients }

  /// Fits the weights.
  ///
  /// - Throws: `StatisticsError` without episodes, with fewer than two units, and where a feature is
  ///   the same in every episode or can be made from others (as red where every door is red).
  /// - Complexity: about ten passes over the levels' values with two derivatives.
  package init(_ demonstrations: [Demonstration], names: [String]) throws {
    let problem = try EpisodeLikelihood(demonstrations, names: names)
    fit = try LikelihoodFit(problem)
    levels = demonstrations.count
    self.names = names
  }

  package func interval(_ index: Int) -> Interval { fit.interval(index) }

  /// The bits that an episode's steps need when they are told in this objective's probabilities.
  package static func bits(_ demonstration: Demonstration, _ weights: [Double]) -> Double {
    let gain = zip(demonstration.episode.features, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return (demonstration.maze.value(weights).value - gain) / Double.ln2
  }
}

extension Double {
  /// The natural logarithm of 2.
  static let ln2 = 0.693_147_180_559_945_309_417
}

/// The likelihood of episodes under a softly planning agent.
struct EpisodeLikelihood: LikelihoodProblem {
  let columns: Int
  let scales: [Double]
  let clusterCount: Int
  private let demonstrations: [InverseReinforcement.Demonstration]
  private let cluster: [Int]

  init(_ demonstrations: [InverseReinforcement.Demonstration], names: [String]) throws {
    guard !demonstrations.isEmpty else { throw StatisticsError.empty(what: "episodes") }
    let width = names.count
    var squares = [Double](repeating: 0, count: width)
    let clusters = ClusterIndex(demonstrations.map(\.unit))
    cluster = clusters.places
    clusterCount = clusters.count
    guard clusterCount >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: clusterCount, needed: 2, purpose: "cluster-robust errors")
    }
    for demonstration in demonstrations {
      precondition(
        demonstration.maze.columns == width,
        "A level has \(demonstration.maze.columns) weights and there are \(width) names.")
      let value = demonstration.maze.value([Double](repeating: 0, count: width))
      for column in 0..<width { squares[column] += value.curvature[column, column] }
    }
    for column in 0..<width where !(squares[column] > 0) {
      throw StatisticsError.collinear(column: names[column])
    }
    scales = squares.map { ($0 / Double(demonstrations.count)).squareRoot() }
    columns = width
    self.demonstrations = demonstrations
    try checkIndependence(names: names)
  }

  private func values(_ coefficients: [Double]) -> [SoftMaze.Value] {
    let weights = zip(coefficients, scales).map { $0 / $1 }
    return Parallel.map(demonstrations.count) { demonstrations[$0].maze.value(weights) }
  }

  private func deviation(_ index: Int, _ value: SoftMaze.Value, _ column: Int) -> Double {
    (demonstrations[index].episode.features[column] - value.gradient[column]) / scales[column]
  }

  func evaluate(_ coefficients: [Double], penalty: Double) -> LikelihoodState {
    var state = LikelihoodState(
      logLikelihood: 0, gradient: [Double](repeating: 0, count: columns),
      information: Matrix(rows: columns, columns: columns))
    for (index, value) in values(coefficients).enumerated() {
      state.logLikelihood -= value.value
      for first in 0..<columns {
        state.logLikelihood +=
          demonstrations[index].episode.features[first] * coefficients[first] / scales[first]
        state.gradient[first] += deviation(index, value, first)
        for second in 0..<columns {
          state.information[first, second] +=
            value.curvature[first, second] / (scales[first] * scales[second])
        }
      }
    }
    for column in 0..<columns {
      state.logLikelihood -= penalty / 2 * coefficients[column] * coefficients[column]
      state.gradient[column] -= penalty * coefficients[column]
      state.information[column, column] += penalty
    }
    return state
  }

  func clusterScores(_ coefficients: [Double]) -> Matrix<Double> {
    var scores = Matrix<Double>(rows: clusterCount, columns: columns)
    for (index, value) in values(coefficients).enumerated() {
      for column in 0..<columns {
        scores[cluster[index], column] += deviation(index, value, column)
      }
    }
    return scores
  }
}
