internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics
internal import Storage

/// Reads the goal from the state at every step, beside history, untrained networks and exchanged
/// states.
struct RecallDecoding {
  let courses: [RecallCourse]
  let settings: GoalRecallStudy.Settings
  let history: RecallHistory
  /// States of untrained networks that were shown the same, by network and episode.
  let twins: [[[Float]]]
  let player: RecallPlayer
  let random: RandomStream
  private let keys: [LevelKey]

  init(
    _ courses: [RecallCourse], _ player: RecallPlayer, settings: GoalRecallStudy.Settings,
    random: RandomStream
  ) throws {
    self.courses = courses
    self.settings = settings
    self.player = player
    self.random = random
    history = try RecallHistory(courses, player, settings.environment)
    twins = try UntrainedTwins.of(player.agent, count: settings.twins).map { twin in
      try player.with(twin).follow(courses).map(\.states)
    }
    // Episodes that begin at about the same place are no two samples: they share a fold and a weight.
    keys = courses.enumerated().map { place, course in
      LevelKey(
        id: "episode \(place)",
        digest: UInt64(Int((course.start + 1) / settings.startWidth)))
    }
  }

  /// The steps with enough episodes under way, in order.
  func steps(
    _ progress: ProgressHandler, _ interruption: Interruption
  ) throws -> [RecallStep] {
    let measured = (0..<(courses.map(\.steps).max() ?? 0)).prefix { step in
      Set(underWay(step).map { keys[$0].digest }).count >= settings.increments.gates.levels
    }
    var steps = try measured.map { step in
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "remembered goal", completed: step, total: measured.count, unit: "steps"))
      return try reading(step)
    }
    progress(
      Progress(
        stage: "remembered goal", completed: steps.count, total: steps.count, unit: "steps"))
    let alone = MaxStatistic.adjusted(where: steps.map(\.alone.null))
    let joint = MaxStatistic.adjusted(where: steps.map(\.joint.null))
    for place in steps.indices {
      steps[place].alonePAdjusted = alone[place]
      steps[place].jointPAdjusted = joint[place]
    }
    return steps
  }

  private func underWay(_ step: Int) -> [Int] {
    courses.indices.filter { courses[$0].steps > step }
  }

  private func rows(_ episodes: [Int], at step: Int, _ states: (Int) -> [Float]) -> Matrix<Float> {
    let units = player.units
    return Matrix(
      rows: episodes.count, columns: units,
      elements: episodes.flatMap { states($0)[step * units..<(step + 1) * units] })
  }

  /// The measurements of a step, its p-values not yet adjusted for all steps.
  private func reading(_ step: Int) throws -> RecallStep {
    let episodes = underWay(step)
    let isRight = episodes.map { courses[$0].goal == .right }
    let data = try ProbeData(
      levels: episodes.map { keys[$0] }, cells: 1, labels: isRight.map { $0 ? 1 : 0 },
      classes: GoalRecallEpisode.End.allCases.map { "\($0)" })
    let random = random.split(UInt64(step))
    let strata = RowStrata(
      names: RecallStep.strata,
      stratumOfRow: episodes.map {
        history.certainty($0, at: step) >= settings.givenAway || step < settings.environment.shown
          ? 1 : 0
      })
    let states = rows(episodes, at: step) { courses[$0].states }
    var stream = random.split("alone")
    let guess = try IncrementScan(
      data, baseline: ObservationBaseline.none(for: data), settings: settings.increments,
      using: &stream)
    let (scan, isRandomFeatures) = try BaselineChoice.scan(
      data, columns: history.columns(courses, of: episodes, at: step),
      randomFeatures: settings.randomFeatures, strata: strata, settings: settings.increments,
      random: random.split("history"))
    let alone = try guess.measure(states)
    let joint = try scan.measure(states)
    let others = try Parallel.tryMap(twins.count) { twin in
      try scan.measure(rows(episodes, at: step) { twins[twin][$0] }, withNull: false)
    }
    let exchanged = try Parallel.tryMap(settings.exchanges) { draw in
      var order = random.split("exchanged").split(UInt64(draw))
      return try scan.measure(
        states.selectingRows(order.permutation(states.rows)), withNull: false
      ).increment.value
    }
    let units = data.units
    func sums(_ states: Matrix<Float>) -> Matrix<Double> {
      GoalShare.sums(
        states, isRight: isRight, unitOfRow: units.unitOfLevel, units: units.count)
    }
    var drawing = random.split("goal share")
    let bootstrap = try LevelBootstrap(
      units: units.count, replicates: settings.increments.replicates, using: &drawing)
    let own = sums(states)
    let twinSums = twins.indices.map { twin in
      sums(rows(episodes, at: step) { twins[twin][$0] })
    }
    let width = own.columns
    func twinMean(_ totals: ArraySlice<Double>) -> Double {
      Sample.mean(
        twinSums.indices.map {
          GoalShare.share(totals.dropFirst($0 * width).prefix(width))
        })
    }
    let allTwins = twinSums.dropFirst().reduce(twinSums.first ?? own) { $0.joined(with: $1) }
    let goalShare = bootstrap.estimate(own, metric: GoalShare.share)
    let beyond = bootstrap.estimate(own.joined(with: allTwins)) {
      GoalShare.share($0.prefix(width)) - twinMean($0.dropFirst(width))
    }
    let gates = settings.increments.gates.check(data)
    return RecallStep(
      step: step, episodes: episodes.count, units: units.count,
      reportUnits: scan.reportLevels, showsGoal: step < settings.environment.shown,
      history: scan.baseline,
      isRandomFeatures: isRandomFeatures, alone: alone, joint: joint, twins: others,
      exchanged: exchanged, goalShare: goalShare,
      twinGoalShare: twinMean(allTwins.columnTotals()[...]), goalShareBeyondTwins: beyond,
      gates: gates, margin: settings.increments.margin)
  }
}
