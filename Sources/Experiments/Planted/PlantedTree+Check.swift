package import Agents
package import Environments
package import LinearAlgebra
internal import NeuralNetworks

extension PlantedTree {
  /// Holds every claim about the tree against a tree grown and backed up by recursion.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - maze: the maze that it has in its weights; that of all levels.
  ///   - reward: what it was told that the goal pays.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, maze: Maze, reward: Float = 10, on levels: LevelSet,
    encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    guard let network = agent.architecture as? TreeQNetwork else { return [] }
    var worst = TreeDeviation()
    let captured = try Capture(sites: TreeDeviation.sites(network), encoder: encoder)
      .run(agent, on: levels)
    var places = [Int](repeating: -1, count: levels.cells)
    for (place, square) in maze.free.enumerated() { places[square] = place }
    for (index, level) in levels.levels.enumerated() {
      let (grid, goal) = (level.grid, level.grid.index(level.goal))
      let backup = TreeBackup(
        actions: grid.moves.count, discount: network.discount, lambda: network.lambda,
        next: { state, action in
          state == goal
            ? state : grid.index(grid.destination(of: action, from: grid.cell(state)))
        },
        reward: { state, action in
          let next = grid.destination(of: action, from: grid.cell(state))
          return state != goal && grid.index(next) == goal ? Double(reward) : 0
        }, value: { _ in 0 })
      try worst.compare(
        captured.activations, sample: index, of: network, with: backup,
        from: grid.index(level.start)
      ) { places[$0] * maze.free.count + places[goal] }
    }
    return worst.checks(count: levels.count)
      + (try decisions(agent, depth: network.depth, PlantedLevels(levels), encoder: encoder))
  }

  private static func decisions(
    _ agent: Agent, depth: Int, _ known: PlantedLevels, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let ticks = [Int](repeating: 0, count: known.count)
    let (starts, optimal) = (known.starts, known.optimal)
    let found = try PlantedDecisions(agent, on: known.levels, encoder: encoder, ticks: ticks)
    let cut = try PlantedDecisions(cut(agent), on: known.levels, encoder: encoder, ticks: ticks)
    let near = starts.indices.filter { starts[$0] <= depth }
    let beyond = known.places(from: depth + 1)
    let cutAt = near.filter { starts[$0] > 1 }
    return [
      .decision(
        "P8", "within the depth the best actions begin a shortest way", levels: near.count,
        holds: near.map { found.isSolved($0, optimal[$0]) }),
      .decision(
        "P8", "further away all values are 0", levels: beyond.count,
        holds: beyond.map { found.logits[$0].allSatisfy { abs($0) < 1e-4 } }),
      .cut(
        "P8", "without transitions no start two steps or more away is decided",
        levels: cutAt.count, solved: cutAt.map { cut.isSolved($0, optimal[$0]) }),
    ]
  }

  /// Holds the tree's states, rewards and backed up values against recursion on random processes.
  ///
  /// - Parameter count: the number of processes, each planted anew.
  package static func checkProcesses(
    _ count: Int, seed: UInt64, depth: Int = 3, discount: Double = 0.9, lambda: Double = 0.7
  ) throws -> [PlantedCheck] {
    var worst = TreeDeviation()
    let random = RandomStream(seed: seed).split("processes")
    for index in 0..<count {
      var stream = random.split(UInt64(index))
      let process = Process(drawnFrom: &stream)
      let agent = agent(process, depth: depth, discount: discount, lambda: lambda)
      guard let network = agent.architecture as? TreeQNetwork else { continue }
      let state = stream.below(process.states)
      var observation = Tensor(shape: [1, 1, 1, process.states])
      observation.elements[state] = 1
      let output = try agent.run(
        observation, reads: [[0]], capturing: TreeDeviation.sites(network))
      let backup = TreeBackup(
        actions: process.actions, discount: discount, lambda: lambda,
        next: { process.destinations[$0][$1] }, reward: { Double(process.rewards[$0][$1]) },
        value: { Double(process.values[$0]) })
      try worst.compare(
        output.activations, sample: 0, of: network, with: backup, from: state
      ) { $0 }
    }
    return worst.checks(count: count)
  }
}

extension PlantedTree.Process {
  /// A process of 4 to 12 states and 2 to 4 actions, with normal rewards and values.
  package init(drawnFrom random: inout RandomStream) {
    let (states, actions) = (4 + random.below(9), 2 + random.below(3))
    func table(_ draw: () -> Float) -> [[Float]] {
      (0..<states).map { _ in (0..<actions).map { _ in draw() } }
    }
    let destinations = table { Float(random.below(states)) }.map { $0.map { Int($0) } }
    let rewards = table { Float(random.normal()) }
    self.init(
      destinations: destinations, rewards: rewards,
      values: (0..<states).map { _ in Float(random.normal()) })
  }
}
