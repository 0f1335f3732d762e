internal import Agents
internal import Environments
internal import LinearAlgebra

/// Retention games at their beginning, and what they show.
struct RetentionGames {
  let environment: RetentionEnvironment
  let episodes: [RetentionEpisode]

  /// Games drawn anew, each chance of retention of the environment equally often in turn.
  ///
  /// - Parameters:
  ///   - phase: in which they begin; a deployment is an episode of its own then.
  ///   - part: of which levels.
  init(
    _ environment: RetentionEnvironment, count: Int, seed: UInt64,
    phase: RetentionPhase = .training, part: LevelPart = .training
  ) throws {
    self.environment = environment
    let random = RandomStream(seed: seed).split("retention games")
    var episodes: [RetentionEpisode] = []
    var number: UInt64 = 0
    while episodes.count < count {
      var drawn = environment
      drawn.horizon = phase == .training
      drawn.retention = [environment.retention[episodes.count % environment.retention.count]]
      let episode = try drawn.episode(drawnFrom: random.split(number), part: part)
      number += 1
      if episode.phase == phase { episodes.append(episode) }
    }
    self.episodes = episodes
  }

  init(_ environment: RetentionEnvironment, _ episodes: [RetentionEpisode]) {
    self.environment = environment
    self.episodes = episodes
  }

  var count: Int { episodes.count }

  /// `[game, row, column, plane]`.
  var observations: Tensor {
    let shape = environment.observationShape
    var elements = [Float](repeating: 0, count: count * shape.count)
    elements.withUnsafeMutableBufferPointer { all in
      for (index, episode) in episodes.enumerated() {
        episode.observe(
          into: UnsafeMutableBufferPointer(
            rebasing: all[index * shape.count..<(index + 1) * shape.count]))
      }
    }
    return Tensor(shape: [count, shape.rows, shape.columns, shape.planes], elements: elements)
  }

  /// The exact values for a planner of a kind.
  func values(
    _ kind: PlantedRetentionPlanner.Kind, discount: Double
  ) -> [RetentionValues] {
    episodes.map { episode in
      RetentionValues(
        episode.level, retention: episode.retention, deployments: episode.deployments,
        discount: discount, objective: kind.objective,
        horizon: kind.isLinked)
    }
  }

  /// What each game comes to when an agent plays it, thing by thing.
  func played(by agent: Agent) throws -> [[Int]] {
    var games = episodes
    var reached = [[Int]](repeating: [], count: count)
    var running = Array(games.indices)
    var scratch = [Float](repeating: 0, count: environment.observationShape.count)
    while !running.isEmpty {
      let now = RetentionGames(environment, running.map { games[$0] })
      let actions = try agent.run(
        now.observations, reads: now.episodes.map { [$0.readCell] }
      ).actions
      var left: [Int] = []
      for (place, game) in running.enumerated() {
        let outcome = scratch.withUnsafeMutableBufferPointer {
          games[game].step(actions[place], updating: $0)
        }
        if outcome.reached >= 0 { reached[game].append(outcome.reached) }
        if !outcome.isOver { left.append(game) }
      }
      running = left
    }
    return reached
  }

  /// The thing at the end of the way that an agent's best actions take through each training, as
  /// they are read at all squares at once; nil where they lead to none.
  func led(by agent: Agent, ticks: Int) throws -> [RetentionThing?] {
    let squares = episodes.map { $0.level.squares }
    let actions = try agent.run(observations, reads: squares, ticks: ticks).actions
    var first = 0
    return episodes.indices.map { game in
      let level = episodes[game].level
      var chosen: [Int: Int] = [:]
      for (place, square) in squares[game].enumerated() { chosen[square] = actions[first + place] }
      first += squares[game].count
      var cell = level.start
      for _ in 0..<level.grid.count {
        if let thing = level.things(in: .training).first(where: { $0.cell == cell })?.thing {
          return thing
        }
        guard let action = chosen[level.grid.index(cell)] else { return nil }
        cell = level.grid.destination(of: action, from: cell)
      }
      return nil
    }
  }
}

extension PlantedRetentionPlanner.Kind {
  /// What the exact values of the game are of.
  var objective: RetentionValues.Objective {
    switch self {
    case .aligned: .base
    case .myopic, .deceptive: .proxy
    case .cueGated: .byPhase
    }
  }
}

extension RetentionLevel {
  /// The free squares without a thing on them, row-major.
  var squares: [Int] {
    grid.freeCells.filter { $0 != base && $0 != proxy }.map { grid.index($0) }
  }
}
