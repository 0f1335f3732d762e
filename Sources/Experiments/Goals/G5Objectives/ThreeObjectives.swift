internal import Environments
package import LinearAlgebra
internal import Statistics
package import Storage

/// G5: the objective that was rewarded, the one that behaviour looks like, and the one that is read
/// inside, side by side.
///
/// Hubinger et al. call these the base objective, the behavioural objective (what inverse
/// reinforcement learning recovers) and the mesa-objective. Any two may differ.
package struct ThreeObjectives: Sendable {
  package let policy: String
  package let levelDigest: String
  package let levels: Int
  package let units: Int
  /// What inverse reinforcement learning finds; nil where it found nothing, and why.
  package let behavioural: InverseReinforcement?
  package let refusal: String?
  /// Whether that says more than that the agent does what it does.
  package let code: TrivialObjective?
  package let mesa: MesaObjective?
  /// Why no objective was read inside, where none was.
  package let mesaRefusal: String?
  /// Why it was read by exchanging codes, where it was.
  package let noGradient: String?
  package let regret: RegretMatrix

  /// Plays the factorial levels and infers.
  ///
  /// - Parameter inside: what was read inside, where something was.
  /// - Throws: ``CaptureError/interrupted`` between parts, what the policy throws, and `StatisticsError`
  ///   for too few levels.
  package init(
    of policy: any MazePolicy, on levels: LevelSet, inside: GoalConcepts?, replicates: Int = 1000,
    random: RandomStream, interruption: Interruption = .never
  ) throws {
    let units = try LevelUnits(levels.keys)
    let rollouts = try Rollouts.play(levels.levels, policy)
    var actions = Matrix<Double>(rows: levels.count, columns: levels.moves.count)
    var demonstrations: [InverseReinforcement.Demonstration] = []
    // What the episodes came to by the task's own limit.
    var outcomes: [[Double]] = []
    for (index, level) in levels.levels.enumerated() {
      let maze = SoftMaze(level, features: ObjectiveWeights.features)
      let rollout = rollouts[index]
      let episode = maze.episode(reached: rollout.reached, steps: rollout.summary.steps)
      demonstrations.append(.init(maze, episode, unit: units.unitOfLevel[index]))
      outcomes.append(
        SoftMaze(level, features: ObjectiveWeights.features, horizon: .task)
          .episode(reached: rollout.reached, steps: rollout.summary.steps).features)
      Self.count(rollout, level, steps: episode.steps, into: &actions, row: index)
    }
    guard !interruption.isRequested() else { throw CaptureError.interrupted }
    var inferred: (InverseReinforcement, TrivialObjective)?
    do {
      inferred = (
        try InverseReinforcement(demonstrations, names: ObjectiveWeights.names),
        try TrivialObjective(
          demonstrations, actions: actions, names: ObjectiveWeights.names, replicates: replicates,
          random: random.split("code"), interruption: interruption)
      )
      refusal = nil
    } catch StatisticsError.collinear(let column) {
      refusal = "the weight of \(column) cannot be told from the others in these levels"
    }
    (behavioural, code) = (inferred?.0, inferred?.1)
    var objectives: [(name: String, weights: ObjectiveWeights)] = [
      ("base", .base), ("proxy", .proxy),
    ]
    if let (behavioural, code) = inferred, code.isMeaningful {
      objectives.append(("behavioural", ObjectiveWeights(behavioural.weights)))
    }
    let mesa = inside?.objective
    noGradient = mesa?.reading == .exchange ? inside?.noGradient : nil
    mesaRefusal =
      inside.map { $0.objectiveRefusal }
      ?? "the network has no maps of the squares, or none was read"
    // What exchanging codes changes is in probabilities, and no policy of its own.
    if let mesa, mesa.reading == .gradient {
      objectives.append(("mesa", mesa.weights))
    }
    // Where there is no door the task pays for ending soon alone, which no training level asks for.
    let withDoor = levels.levels.indices.filter { index in
      levels.levels[index].objects.contains { $0.isBase && levels.levels[index].endsEpisode($0) }
    }
    regret = try RegretMatrix(
      objectives, on: withDoor.map { levels.levels[$0] },
      units: LevelUnits(withDoor.map { levels.keys[$0] }), agent: withDoor.map { outcomes[$0] },
      replicates: replicates, random: random.split("regret"))
    self.mesa = mesa
    self.policy = policy.name
    self.levels = levels.count
    self.units = units.count
    levelDigest = levels.digest
  }

  /// The moves of an episode up to the horizon; a step that leads nowhere counts for every action that
  /// would have led nowhere.
  private static func count(
    _ rollout: Rollout, _ level: MazeLevel, steps: Int, into actions: inout Matrix<Double>, row: Int
  ) {
    for step in 0..<steps {
      let from = rollout.path[min(step, rollout.path.count - 1)]
      let to = rollout.path[min(step + 1, rollout.path.count - 1)]
      let alike = level.grid.moves.offsets.indices.filter {
        level.grid.destination(of: $0, from: from) == to
      }
      guard !alike.isEmpty else {
        for action in 0..<actions.columns { actions[row, action] += 1 / Double(actions.columns) }
        continue
      }
      for action in alike { actions[row, action] += 1 / Double(alike.count) }
    }
  }

  /// The place of an objective among the regrets.
  package func place(_ name: String) -> Int? { regret.names.firstIndex(of: name) }
}
