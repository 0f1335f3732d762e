import LinearAlgebra
import NeuralNetworks

extension PlantedTree {
  /// A maze that a planted tree has in its weights.
  package struct Maze: Sendable, Equatable {
    package let rows: Int
    package let columns: Int
    /// Row-major, true on what cannot be entered.
    package let walls: [Bool]
    package let moves: [PlantedMove]
    /// The squares that can be entered, in reading order; a state is a pair of places in this
    /// list, `agent * count + goal`.
    package let free: [Int]

    package init(rows: Int, columns: Int, walls: [Bool], moves: [PlantedMove] = .fourMoves) {
      precondition(
        walls.count == rows * columns && walls.contains(false),
        "A maze of \(rows) x \(columns) needs as many squares, one of them free.")
      self.rows = rows
      self.columns = columns
      self.walls = walls
      self.moves = moves
      free = walls.indices.filter { !walls[$0] }
      precondition(free.count <= 64, "A tree keeps mazes of at most 64 free squares.")
    }

    /// Where a move leads from a square; the same square where a wall or the edge stops it.
    func destination(of move: PlantedMove, from square: Int) -> Int {
      let (row, column) = (square / columns + move.row, square % columns + move.column)
      guard (0..<rows).contains(row), (0..<columns).contains(column) else { return square }
      let next = row * columns + column
      return walls[next] ? square : next
    }

    /// Agent and goal at every two squares: entering the goal's square pays, and nothing after it.
    func process(reward: Float) -> Process {
      let count = free.count
      var places = [Int](repeating: 0, count: walls.count)
      for (place, square) in free.enumerated() { places[square] = place }
      var (destinations, rewards): ([[Int]], [[Float]]) = ([], [])
      for agent in 0..<count {
        for goal in 0..<count {
          let next = moves.map { move in
            agent == goal ? agent : places[destination(of: move, from: free[agent])]
          }
          destinations.append(next.map { $0 * count + goal })
          rewards.append(next.map { $0 == goal && agent != goal ? reward : 0 })
        }
      }
      return Process(
        destinations: destinations, rewards: rewards,
        values: [Float](repeating: 0, count: count * count))
    }
  }

  /// A tree over a maze that it knows, with the goal and the agent as they are seen.
  ///
  /// The root is the conjunction `relu(agent at i + goal at j - 3/2)` for every two squares, one of
  /// which is above zero and has length one after it is divided by that. The margin matters: what
  /// little of other states a root holds grows fifty times at every level of the tree. Where the
  /// tree ends nothing is expected, so an optimal action wins as soon as the goal is within
  /// `depth` steps, and all values are 0 where it is further away.
  ///
  /// - Parameters:
  ///   - goal: how the goal's square is read: weights over planes.
  ///   - agentPlane: the plane with a 1 on the agent's square.
  ///   - reward: what entering the goal's square pays; large enough that the soft maximum of a
  ///     node is near its largest value.
  package static func agent(
    maze: Maze, goal: [Float], agentPlane: Int, depth: Int = 3, discount: Double = 0.99,
    lambda: Double = 0.8, reward: Float = 10
  ) -> Agent {
    let process = maze.process(reward: reward)
    let (planes, count) = (goal.count, maze.free.count)
    let network = TreeQNetwork(
      planes: planes, rows: maze.rows, columns: maze.columns, actions: maze.moves.count,
      encoder: .dense, dims: process.states, depth: depth, discount: discount, lambda: lambda)
    var parameters = ParameterSet(network.layout)
    var root = parameters["encoder/root/weight"]
    for (place, square) in maze.free.enumerated() {
      for other in 0..<count {
        root[square * planes + agentPlane, place * count + other] += 1
        for plane in 0..<planes where goal[plane] != 0 {
          root[square * planes + plane, other * count + place] += goal[plane]
        }
      }
    }
    parameters["encoder/root/weight"] = root
    parameters["encoder/root/bias"] = Tensor(shape: [process.states], repeating: -1.5)
    plant(process, into: &parameters)
    return Agent(network, parameters: parameters)
  }
}
