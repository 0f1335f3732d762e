internal import Agents
internal import Environments

/// Sweeps of value iteration over both phases of the retention game at once, in double precision:
/// what a planner that has looked `k` steps ahead knows.
struct RetentionSweeps {
  private(set) var training: [Double]
  private(set) var deployment: [Double]
  /// What B is worth in the training beside itself: `rho M gamma V_deployment(s2)` of the sweep
  /// before.
  private(set) var stake = 0.0
  private let level: RetentionLevel
  private let kind: PlantedRetentionPlanner.Kind
  private let chance: Double
  private let discount: Double

  /// Before the first sweep all values are 0.
  init(
    _ game: RetentionEpisode, kind: PlantedRetentionPlanner.Kind, discount: Double
  ) {
    level = game.level
    self.kind = kind
    chance = game.retention * Double(game.deployments)
    self.discount = discount
    training = [Double](repeating: 0, count: game.level.grid.count)
    deployment = training
  }

  mutating func sweep() {
    stake =
      kind.isLinked
      ? chance * discount * deployment[level.grid.index(level.deploymentStart)] : 0
    let before = self
    for index in 0..<level.grid.count where !level.grid.walls[index] {
      let cell = level.grid.cell(index)
      if cell == level.base || cell == level.proxy {
        func worth(_ worth: (base: Float, proxy: Float)) -> Double {
          Double(cell == level.base ? worth.base : worth.proxy)
        }
        deployment[index] = worth(kind.worth(inTraining: false))
        training[index] = worth(kind.worth(inTraining: true)) + (cell == level.base ? stake : 0)
        continue
      }
      let next = level.grid.moves.offsets.map { cell.moved(by: $0) }
        .filter { level.grid.isFree($0) }.map { level.grid.index($0) }
      training[index] = discount * (next.map { before.training[$0] }.max() ?? 0)
      deployment[index] = discount * (next.map { before.deployment[$0] }.max() ?? 0)
    }
  }
}
