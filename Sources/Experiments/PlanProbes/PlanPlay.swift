package import Agents
package import Environments
package import LinearAlgebra
package import Statistics

/// Levels of one environment with the episodes that begin in them, in which agents are played.
package struct PlanPlay<Running: PlanEpisode>: Sendable {
  /// One a level, no two near copies; levels to fit on and to report on by their folds.
  package let episodes: [Running]
  package let keys: [LevelKey]
  package let shape: ObservationShape
  /// The names of the moves of an agent's square.
  let moves: [String]
  let actions: Int

  /// At most this many levels are drawn for each one wanted.
  private static var drawsALevel: Int { 200 }

  /// Draws held-out levels.
  ///
  /// - Throws: `EnvironmentError` where too few can be drawn.
  package init<World: Environment>(
    _ environment: World, fit: Int, report: Int, random: RandomStream
  ) throws where World.Running == Running {
    var (fit, report) = (fit, report)
    let wanted = fit + report
    var (episodes, keys, seen) = ([Running](), [LevelKey](), Set<UInt64>())
    var drawn = 0
    while fit + report > 0 {
      guard drawn < Self.drawsALevel * wanted else {
        throw EnvironmentError.tooFewAccepted(
          wanted: wanted, accepted: episodes.count, drawn: drawn)
      }
      let episode = try environment.episode(
        drawnFrom: random.split(UInt64(drawn)), part: .heldOut)
      drawn += 1
      guard let digest = episode.levelDigest, seen.insert(digest).inserted else { continue }
      let isFit = Folds.selectionFolds.contains(Folds.fold(digest: digest))
      guard (isFit ? fit : report) > 0 else { continue }
      if isFit { fit -= 1 } else { report -= 1 }
      keys.append(LevelKey(id: "level \(episodes.count)", digest: digest))
      episodes.append(episode)
    }
    self.init(
      episodes, keys: keys, shape: environment.observationShape, actions: environment.outputCount)
  }

  package init(_ episodes: [Running], keys: [LevelKey], shape: ObservationShape, actions: Int) {
    precondition(episodes.count == keys.count, "Each episode has the key of its level.")
    self.episodes = episodes
    self.keys = keys
    self.shape = shape
    self.actions = actions
    moves = MoveSet.four.names
  }

  /// The observation of an episode, `[1, row, column, plane]`.
  func observation(of episode: Running) -> Tensor {
    var tensor = Tensor(shape: [1, shape.rows, shape.columns, shape.planes])
    tensor.elements.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
    return tensor
  }

  /// Plays every level to its end with the most probable action, and keeps moments.
  ///
  /// - Parameters:
  ///   - thinking: passes over the first observation before the first action, for a network that
  ///     carries a memory.
  /// - Throws: when the observations do not fit the network.
  package func moments(
    of agent: Agent, ticks: Int?, stride: Int, most: Int, thinking: Int = 0
  ) throws -> PlanMoments {
    let chunk = 16
    let parts = try Parallel.tryMap((episodes.count + chunk - 1) / chunk) { index in
      try PlanTable(
        self, levels: index * chunk..<min(episodes.count, (index + 1) * chunk)
      ).played(agent, ticks: ticks, stride: stride, most: most, thinking: thinking)
    }
    let kept = parts.flatMap { $0.kept }
    let shapes = agent.memoryShapes([1, shape.rows, shape.columns, shape.planes])
    let labels = parts.flatMap { $0.labels }
    return PlanMoments(
      keys: kept.map {
        LevelKey(id: "\(keys[$0.level].id), step \($0.step)", digest: keys[$0.level].digest)
      }, steps: kept.map(\.step), observations: .joining(kept.map(\.observation)),
      reads: kept.map { [$0.read] },
      memory: shapes.indices.map { place in
        .joining(kept.map { $0.memory.isEmpty ? Tensor(shape: shapes[place]) : $0.memory[place] })
      }, walls: kept.map { episodes[$0.level].wallMap },
      labels: labels, moves: moves, solved: parts.flatMap { $0.solved })
  }
}

/// A few episodes that are played side by side.
struct PlanTable<Running: PlanEpisode> {
  struct Kept: Sendable {
    let level: Int
    let step: Int
    let read: Int
    let observation: Tensor
    /// Empty at a first step without thinking.
    let memory: [Tensor]
  }

  struct Played: Sendable {
    var kept: [Kept] = []
    var labels: [SquareLabels] = []
    var solved: [Bool] = []
  }

  let play: PlanPlay<Running>
  let levels: Range<Int>

  init(_ play: PlanPlay<Running>, levels: Range<Int>) {
    self.play = play
    self.levels = levels
  }

  func played(
    _ agent: Agent, ticks: Int?, stride: Int, most: Int, thinking: Int
  ) throws -> Played {
    var episodes = levels.map { play.episodes[$0] }
    var observations = episodes.map { play.observation(of: $0) }
    var (actions, kept) = (episodes.map { _ in [Int]() }, episodes.map { _ in [Kept]() })
    var solved = episodes.map { _ in false }
    var memory: [[Tensor]] = episodes.map { _ in [] }
    var active = Array(episodes.indices)
    func pass(_ rows: [Int]) throws -> [Int] {
      let carried = memory[rows[0]].indices.map { place in
        Tensor.joining(rows.map { memory[$0][place] })
      }
      let output = try agent.run(
        .joining(rows.map { observations[$0] }), reads: rows.map { [episodes[$0].readCell] },
        ticks: ticks, memory: carried)
      for (place, row) in rows.enumerated() {
        memory[row] = output.memory.map { $0.picking([place]) }
      }
      return output.actions
    }
    let carries = !agent.architecture.memory.isEmpty
    for _ in 0..<(carries ? thinking : 0) { _ = try pass(active) }
    var step = 0
    while !active.isEmpty {
      for row in active where step % stride == 0 && kept[row].count < most {
        kept[row].append(
          Kept(
            level: levels.lowerBound + row, step: step, read: episodes[row].readCell,
            observation: observations[row], memory: memory[row]))
      }
      let chosen = try pass(active)
      var going: [Int] = []
      for (row, action) in zip(active, chosen) {
        let outcome = observations[row].elements.withUnsafeMutableBufferPointer {
          episodes[row].step(action, updating: $0)
        }
        actions[row].append(action)
        if outcome.isOver { solved[row] = outcome.isSolved } else { going.append(row) }
      }
      active = going
      step += 1
    }
    var result = Played()
    for (row, level) in levels.enumerated() {
      let labels = play.episodes[level].labels(before: actions[row])
      result.kept += kept[row]
      result.labels += kept[row].map { labels[$0.step] }
      result.solved.append(solved[row])
    }
    return result
  }
}
