package import Agents
package import Environments
package import LinearAlgebra
package import Statistics
package import Storage

/// How well an agent plays when it thinks for some number of ticks.
package struct PlayScore: Sendable {
  /// A share over levels at some distances from the goal.
  package struct AtDistance: Sendable {
    /// Steps to the goal.
    package let distances: ClosedRange<Int>
    /// The number of squares.
    package let states: Int
    package let optimal: BootstrapEstimate
  }

  /// The steps to the goal that reports tell apart.
  package static let bins = [1...5, 6...10, 11...16, 17...10_000]

  /// The number of ticks; nil for a network without ticks.
  package let ticks: Int?
  package let levels: Int
  package let rollouts: Int
  /// The share of rollouts that reach the goal in the least number of steps.
  package let success: BootstrapEstimate
  /// The share of rollouts that reach the goal in at most twice that.
  package let solved: BootstrapEstimate
  /// The mean number of steps above the least; a rollout that is not there after twice the least
  /// counts as twice the least.
  package let predictionLoss: BootstrapEstimate
  /// The mean over levels of the share of squares on which the action is one of the optimal set.
  package let optimal: BootstrapEstimate
  package let byDistance: [AtDistance]

  /// Plays levels from given squares.
  ///
  /// - Parameters:
  ///   - starts: for each level the squares that rollouts begin at; repeats count.
  ///   - random: draws the bootstrap.
  /// - Throws: as ``PolicyMaps``, and Statistics' errors below two different levels.
  package init(
    of agent: Agent, on levels: [MazeLevel], starts: [[Cell]], encoder: any ObservationEncoder,
    ticks: Int?, random: RandomStream, progress: (Int) -> Void = { _ in },
    interruption: Interruption = .never
  ) throws {
    guard !levels.isEmpty else { throw EvaluationError.noLevels }
    let maps = try PolicyMaps(
      of: agent, on: levels, encoder: encoder, ticks: ticks, progress: progress,
      interruption: interruption)
    var names: [String: Int] = [:]
    let units = try LevelUnits(
      levels.map { level in
        names[level.id, default: 0] += 1
        return LevelKey(id: "\(level.id) \(names[level.id] ?? 0)", digest: level.digest)
      })
    var random = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(units: units.count, using: &random)
    let sums = Parallel.map(levels.count) {
      Sums(levels[$0], actions: maps.actions[$0], starts: starts[$0])
    }
    let width = 6 + 2 * Self.bins.count
    var table = Matrix<Double>(rows: units.count, columns: width)
    for (level, sum) in sums.enumerated() {
      let unit = units.unitOfLevel[level]
      for (column, value) in sum.row.enumerated() { table[unit, column] += value }
    }
    func share(_ column: Int, of total: Int) -> BootstrapEstimate {
      bootstrap.estimate(table) { totals in
        let all = totals[totals.startIndex + total]
        return all > 0 ? totals[totals.startIndex + column] / all : .nan
      }
    }
    self.ticks = ticks
    self.levels = levels.count
    rollouts = starts.reduce(0) { $0 + $1.count }
    success = share(1, of: 0).asShare(units: units.count)
    solved = share(2, of: 0).asShare(units: units.count)
    predictionLoss = share(3, of: 0)
    optimal = share(5, of: 4).asShare(units: units.count)
    byDistance = Self.bins.enumerated().map { index, bin in
      AtDistance(
        distances: bin, states: sums.reduce(0) { $0 + $1.states[index] },
        optimal: share(7 + 2 * index, of: 6 + 2 * index).asShare(units: units.count))
    }
  }

  /// What one level adds.
  private struct Sums: Sendable {
    var rollouts = 0
    var successes = 0
    var solved = 0
    var loss = 0
    /// By distance.
    var states = [Int](repeating: 0, count: PlayScore.bins.count)
    var optimal = [Int](repeating: 0, count: PlayScore.bins.count)

    init(_ level: MazeLevel, actions: [Int], starts: [Cell]) {
      let paths = level.paths()
      for start in starts {
        let shortest = paths.distance(at: start)
        guard shortest > 0 else { continue }
        let walk = Walk(level, from: start, by: actions, paths: paths, limit: 2 * shortest)
        rollouts += 1
        solved += walk.reachesGoal ? 1 : 0
        successes += walk.reachesGoal && walk.steps == shortest ? 1 : 0
        loss += walk.reachesGoal ? walk.steps - shortest : shortest
      }
      for cell in paths.startCells {
        let distance = paths.distance(at: cell)
        guard let bin = PlayScore.bins.firstIndex(where: { $0.contains(distance) }) else {
          continue
        }
        states[bin] += 1
        if paths.optimalActions(at: cell).contains(actions[level.grid.index(cell)]) {
          optimal[bin] += 1
        }
      }
    }

    /// Rollouts, successes, solved, loss; one and the share of optimal squares; then squares and
    /// optimal ones by distance.
    var row: [Double] {
      let all = states.reduce(0, +)
      let share = all > 0 ? Double(optimal.reduce(0, +)) / Double(all) : 0
      var row = [
        Double(rollouts), Double(successes), Double(solved), Double(loss), all > 0 ? 1 : 0, share,
      ]
      for bin in states.indices { row += [Double(states[bin]), Double(optimal[bin])] }
      return row
    }
  }
}
