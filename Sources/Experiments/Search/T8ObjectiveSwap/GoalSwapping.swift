package import Agents
package import Environments
internal import LinearAlgebra
package import NeuralNetworks

/// The goal of one network moved inside: where it is written, chosen on fit levels, and what comes
/// of it.
package struct GoalSwapping: Sendable {
  package let base: InterventionBase
  package let agent: Agent
  package let candidate: GoalPlace
  package let features: GoalFeatures
  /// The share of fit levels in which each candidate moves the first action, those tried alone.
  package let tried: [(candidate: GoalPlace, share: Double)]

  /// Sites with ticks are tried where no other one moves the goal in this share of levels.
  static let enough = 0.9

  /// Chooses among the maps of a network: those without ticks first, which stand before the first
  /// tick; then those with ticks, at the first tick and at all.
  ///
  /// - Parameter moves: of fit levels; at least one.
  /// - Throws: as a run of the agent does.
  package init?(_ base: InterventionBase, agent: Agent, fittedOn moves: [GoalMove]) throws {
    let places = try GoalPlace.all(of: agent, thinking: base.thinking)
    guard !places.isEmpty, !moves.isEmpty else { return nil }
    self.base = base
    self.agent = agent
    var tried: [(candidate: GoalPlace, share: Double)] = []
    var chosen: (features: GoalFeatures, place: Int)?
    for candidates in places {
      if tried.contains(where: { $0.share >= Self.enough }) { break }
      let sites = Set(candidates.flatMap(\.sites)).sorted()
      let features = try GoalFeatures(base, agent: agent, sites: sites, moves: moves)
      for candidate in candidates {
        let outcome = try Self.firstActions(base, agent, moves, candidate, features)
        let share = outcome.reduce(0, +) / Double(moves.count)
        tried.append((candidate, share))
        if chosen.map({ share > tried[$0.place].share }) ?? true {
          chosen = (features, tried.count - 1)
        }
      }
    }
    guard let chosen else { return nil }
    candidate = tried[chosen.place].candidate
    features = chosen.features
    self.tried = tried
  }

  /// Whether moving the goal inside leaves all logits as they are.
  func isInert(_ moves: [GoalMove]) throws -> Bool {
    let states = base.starts(of: moves.map(\.level))
    let edits = features.edits(
      candidate, squares: moves.map { ($0.goal, $0.other) }, rows: base.levels.rows,
      columns: base.levels.columns)
    return try base.decisions(of: agent, in: states, edits: edits).logits
      == base.decisions(of: agent, in: states).logits
  }

  /// Whether the agent walks a shortest way to the other square, with the goal moved inside at every
  /// step.
  ///
  /// - Parameters:
  ///   - squares: those exchanged; goal and other square when nil.
  ///   - turns: of what is written, at each of its sites.
  package func outcome(
    _ moves: [GoalMove], squares: [(from: Cell, to: Cell)]? = nil, turns: [Site: MatchedTurn] = [:]
  ) throws -> [Double] {
    try Self.outcome(base, agent, moves, candidate, features, squares: squares, turns: turns)
  }

  private static func outcome(
    _ base: InterventionBase, _ agent: Agent, _ moves: [GoalMove],
    _ candidate: GoalPlace, _ features: GoalFeatures,
    squares: [(from: Cell, to: Cell)]? = nil, turns: [Site: MatchedTurn] = [:]
  ) throws -> [Double] {
    let squares = squares ?? moves.map { ($0.goal, $0.other) }
    return try walked(moves) { asked, cells in
      try base.decisions(
        of: agent,
        in: zip(asked, cells).map { InterventionBase.State(level: moves[$0].level, agent: $1) },
        edits: features.edits(
          candidate, squares: asked.map { squares[$0] }, rows: base.levels.rows,
          columns: base.levels.columns, turns: turns))
    }
  }

  /// Whether each first action begins a shortest way to the other square, with the goal moved inside.
  package func firstActions(_ moves: [GoalMove]) throws -> [Double] {
    try Self.firstActions(base, agent, moves, candidate, features)
  }

  private static func firstActions(
    _ base: InterventionBase, _ agent: Agent, _ moves: [GoalMove],
    _ candidate: GoalPlace, _ features: GoalFeatures
  ) throws -> [Double] {
    let decisions = try base.decisions(
      of: agent, in: base.starts(of: moves.map(\.level)),
      edits: features.edits(
        candidate, squares: moves.map { ($0.goal, $0.other) }, rows: base.levels.rows,
        columns: base.levels.columns))
    return moves.indices.map { isWanted(decisions.actions[$0], moves[$0].wanted) }
  }

  /// A tie with a move that is not wanted is no decision.
  static func isWanted(_ chosen: ActionSet, _ wanted: ActionSet) -> Double {
    !chosen.isEmpty && chosen.isSubset(of: wanted) ? 1 : 0
  }

  /// Whether an agent walks a shortest way to the other square of each move.
  ///
  /// - Parameter decide: what it does in those of the moves that are still walked, at these squares.
  private static func walked(
    _ moves: [GoalMove], decide: ([Int], [Cell]) throws -> Decisions
  ) throws -> [Double] {
    var cells = moves.map(\.moved.start)
    var active = Array(moves.indices)
    var arrived = [Double](repeating: 0, count: moves.count)
    while !active.isEmpty {
      let asked = active
      let decisions = try decide(asked, asked.map { cells[$0] })
      active = []
      for (row, index) in asked.enumerated() {
        let wanted = moves[index].paths.optimalActions(at: cells[index])
        let chosen = decisions.actions[row]
        guard isWanted(chosen, wanted) == 1, let action = chosen.lowest else { continue }
        cells[index] = moves[index].moved.grid.destination(of: action, from: cells[index])
        if cells[index] == moves[index].other { arrived[index] = 1 } else { active.append(index) }
      }
    }
    return arrived
  }

  /// Whether the agent walks a shortest way to the other square when the goal is moved in the
  /// observation.
  package func byObservation(_ moves: [GoalMove]) throws -> [Double] {
    try Self.walked(moves) { asked, cells in
      try decisions(in: zip(asked, cells).map { (level: moves[$0].moved, agent: $1) })
    }
  }

  /// What the network holds best in levels that are not of the base's own set.
  private func decisions(in states: [(level: MazeLevel, agent: Cell)]) throws -> Decisions {
    Decisions(
      try agent.run(
        base.subject.encoder.observations(of: states),
        reads: states.map { [$0.level.grid.index($0.agent)] }, ticks: base.thinking
      ).logits)
  }

  /// In which levels the first action is another one when the goal is moved in the observation, and in
  /// which some move is held better than another before or after.
  func heed(_ moves: [GoalMove]) throws -> (changed: [Double], decided: [Double]) {
    let before = try base.decisions(of: agent, in: base.starts(of: moves.map(\.level))).actions
    let after = try decisions(in: moves.map { (level: $0.moved, agent: $0.moved.start) }).actions
    let all = base.levels.moves.count
    let decided = moves.indices.map { move in
      [before[move], after[move]].contains { $0.isDecision(among: all) }
    }
    return (
      moves.indices.map { decided[$0] && before[$0] != after[$0] ? 1 : 0 },
      decided.map { $0 ? 1 : 0 }
    )
  }

  /// Whether it walks a shortest way to the other square with the goal where it is.
  func unmoved(_ moves: [GoalMove]) throws -> [Double] {
    try Self.walked(moves) { asked, cells in
      try base.decisions(
        of: agent,
        in: zip(asked, cells).map { InterventionBase.State(level: moves[$0].level, agent: $1) })
    }
  }

  /// Two free squares of each level that are neither goal nor other square nor start.
  func otherSquares(
    _ moves: [GoalMove], drawnFrom random: RandomStream
  ) -> [(from: Cell, to: Cell)] {
    moves.enumerated().map { index, move in
      var random = random.split(UInt64(index))
      var free = move.moved.grid.freeCells.filter {
        $0 != move.goal && $0 != move.other && $0 != move.moved.start
      }
      random.shuffle(&free)
      return free.count < 2 ? (move.goal, move.goal) : (free[0], free[1])
    }
  }
}
