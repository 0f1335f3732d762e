internal import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// Red-door levels, as they are trained on.
  enum RedDoor {
    static let environment = RedDoorEnvironment()
    static var encoder: any ObservationEncoder { environment.encoder }
    /// Enough for the longest ways of mazes of this size.
    static let ticks = 40
    static var agentPlane: Int { environment.encoder.agentPlane ?? 0 }
    static var gated: PlantedConvLSTMWave.Read {
      .gated(rows: environment.side, columns: environment.side, agentPlane: agentPlane)
    }

    static func reading() throws -> PlantedWave.Reading {
      guard let reading = PlantedWave.Reading(encoder) else {
        throw PlantedError.unreadable(encoding: encoder.name)
      }
      return reading
    }

    static func levels(
      _ count: Int, _ seed: UInt64, of environment: RedDoorEnvironment = environment
    ) throws -> LevelSet {
      var random = RandomStream(seed: seed).split("planted levels")
      return try LevelSet(environment.levels(count, using: &random))
    }

    /// Rooms without inner walls.
    static func open(side: Int, distractors: ClosedRange<Int> = 0...0) -> RedDoorEnvironment {
      var open = environment
      open.side = side
      open.generator = .percolation(wallShare: 0)
      open.distractors = distractors
      return open
    }
  }

  /// Mazes of obstacles and a goal, with eight moves.
  enum Mazes {
    static let encoder: any ObservationEncoder = ObstacleAndGoalEncoder()
    static let ticks = 40

    static func reading() throws -> PlantedWave.Reading {
      guard let reading = PlantedWave.Reading(encoder) else {
        throw PlantedError.unreadable(encoding: encoder.name)
      }
      return reading
    }

    static func levels(_ count: Int, _ seed: UInt64) throws -> LevelSet {
      var random = RandomStream(seed: seed).split("planted mazes")
      var mazes = ObstacleAndGoalMazes(rows: 9, columns: 9)
      mazes.minimumHardness = 0
      return try LevelSet(mazes.levels(count, using: &random))
    }
  }

  /// One small maze of a seed, with agent and goal anywhere.
  struct KnownMaze {
    let grid: Grid

    /// Levels in that maze which begin as near the goal as a tree looks ahead. Other things stand about,
    /// which it does not know, and make one level differ from another.
    static func environment(seed: UInt64) -> RedDoorEnvironment {
      var environment = RedDoorEnvironment()
      environment.side = 7
      environment.generator = .known(seed: seed)
      environment.furthestStart = 3
      environment.distractors = 1...3
      return environment
    }

    init(seed: UInt64) throws {
      var random = RandomStream(seed: seed)
      grid = try Self.environment(seed: seed).level(using: &random).grid
    }

    var maze: PlantedTree.Maze {
      PlantedTree.Maze(
        rows: grid.rows, columns: grid.columns, walls: grid.walls,
        moves: [PlantedMove](grid.moves))
    }

    /// Every second level begins as near the goal as the tree looks, the others anywhere, so that there
    /// are many of both in every maze.
    func levels(_ count: Int, _ seed: UInt64) throws -> LevelSet {
      var random = RandomStream(seed: seed).split("known levels")
      let free = grid.freeCells
      let reach = Self.environment(seed: seed).furthestStart
      return try LevelSet(
        (0..<count).map { index in
          let goal = random.below(free.count)
          let others = free.indices.filter { $0 != goal }
          func level(_ start: Int) throws -> MazeLevel {
            try MazeLevel(
              grid: grid, objects: [PlacedObject(shape: .door, colour: .red, cell: free[goal])],
              start: free[start])
          }
          let paths = try level(others[0]).paths()
          let near = others.filter { paths.distance(at: free[$0]) <= reach }
          let starts = index.isMultiple(of: 2) ? near : others
          return try level(starts[random.below(starts.count)])
        })
    }
  }
}

/// Why a planted network could not be made or checked.
package enum PlantedError: Error, Equatable, Sendable {
  /// Walls and goal are no weighted sums of the planes of an encoding.
  case unreadable(encoding: String)
  /// No camouflage can be applied to a network and keeps its actions.
  case noDisguise(id: String, setting: String)
}

extension PlantedError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let encoding):
      "A planted network cannot read walls and goal from \(encoding), where they are no weighted "
        + "sums of planes. Use another encoding."
    case .noDisguise(let id, let setting):
      "No camouflage can be applied to \(id) (\(setting)) and keeps its actions, so there is no "
        + "second variant of it. Describe the channels of its architecture."
    }
  }
}
