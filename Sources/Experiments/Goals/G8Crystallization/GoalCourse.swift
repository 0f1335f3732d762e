package import Agents
package import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics
package import Storage

/// What a network knows and goes by, over the checkpoints of a run: a ``GoalSeries`` measured, and what
/// it comes to.
///
/// The course begins where the agent has begun for good to reach things in levels as in training: before, it
/// learns to walk, and nearly any first step in a maze leads to one of two things. The place is fixed on the first half of the checkpoints, and the levels are the same
/// for all.
package struct GoalCourse: Sendable {
  package struct Settings: Sendable {
    /// Checkpoints measured, evenly among those of the course.
    package var checkpoints = 12
    /// Checkpoints of the first half at which the place is sought.
    package var scouts = 3
    /// Directions beside the one that is read.
    package var controls = 200
    package var replicates = 1000
    package var ticks: Int?
    /// Whether the run was trained along gradients, so that there is a push to speak of.
    package var isByGradient = true

    package init() {}
  }

  /// The share of levels as in training in which a thing has to be reached, and how many are played.
  package static let leastReached = 0.5
  private static let played = 100

  /// Where it is read what the network knows of doors.
  package enum BaseSite: String, Sendable, Codable {
    /// At the things, at the place of the course.
    case things
    /// At the agent, after the last tick: which of two ways leads to a door. Where the untrained network
    /// tells doors at the things as well, nothing can be seen to become known there.
    case agent
  }

  package let name: String
  package let place: GoalPlace
  package let baseSite: BaseSite
  /// The share of what exchanging the things in the picture does that exchanging their codes does, at
  /// the checkpoints at which the place was sought, on average.
  package let exchanged: Double
  package let series: GoalSeries
  package let crystallization: Crystallization
  package let levels: Int
  package let levelDigest: String
  /// At how many checkpoints the gradient says what small steps do.
  package let linear: Int
  let isByGradient: Bool

  /// Measures the checkpoints.
  ///
  /// - Parameters:
  ///   - steps: the training steps, in order.
  ///   - agent: reads the network of a step.
  /// - Throws: ``GoalError/noCourse(_:)`` where there is nothing to follow,
  ///   ``CaptureError/interrupted``, and what the parts throw.
  package init(
    _ name: String, steps: [Int], agent: (Int) throws -> Agent, levels: GoalLevels,
    encoder: any ObservationEncoder, settings: Settings = Settings(), random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    guard let untrained = steps.first else { throw GoalError.noCheckpoints }
    func advance(_ stage: String, _ completed: Int, _ total: Int) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "\(stage) of \(name)", completed: completed, total: total, unit: "checkpoints"))
    }
    func network(_ step: Int) throws -> GoalNetwork {
      try GoalNetwork(
        agent(step), on: levels.factorial, encoder: encoder, ticks: settings.ticks)
    }
    let looked = steps.thinned(to: 2 * settings.checkpoints)
    let training = Array(levels.train.levels.prefix(Self.played))
    var begun = looked.count
    for index in looked.indices.reversed() {
      try advance("where things are reached", looked.count - 1 - index, looked.count)
      let reached = try Self.reached(
        AgentPolicy(
          agent(looked[index]), encoder: encoder, ticks: settings.ticks, name: name), in: training)
      guard reached >= Self.leastReached else { break }
      begun = index
    }
    guard begun < looked.count else {
      throw GoalError.noCourse(
        "to the end the agent reaches something in fewer than "
          + "\(GoalText.percent(Self.leastReached)) of levels as in training")
    }
    let chosen = Self.apart(steps.filter { $0 >= looked[begun] })
      .thinned(to: settings.checkpoints)
    guard chosen.count >= Crystallization.fewestCheckpoints else {
      throw GoalError.noCourse(
        "there are \(chosen.count) checkpoints from where it reaches things, of at least "
          + "\(Crystallization.fewestCheckpoints)")
    }
    let found = try Self.place(
      Array(chosen.prefix(max(1, chosen.count / 2))).thinned(to: settings.scouts), network)
    guard found.share >= GoalConcepts.leastExchanged else {
      throw GoalError.noCourse(
        "at no place does exchanging the codes of two things do more than "
          + "\(GoalText.percent(found.share)) of what exchanging them in the picture does")
    }
    let first = try GoalEdits(network(untrained), at: found.place)
    let atThings = try Self.separateness(first, settings, random).read[0]
    let ways =
      1 - atThings.value < Crystallization.leastRoom
      ? try WayReading(first.network, replicates: settings.replicates, random: random) : nil
    let base = try ways.map { try $0.read(first.network) } ?? atThings
    var points: [GoalSeries.Point] = []
    var last: DirectionDrift.Checkpoint?
    var written: [ConfoundedDrift.Point] = []
    var linear = 0
    for (index, step) in chosen.enumerated() {
      try advance("what the choice goes by", index, chosen.count)
      let edits = try GoalEdits(network(step), at: found.place)
      let measured = try CoursePoint(
        edits, training: levels.train, settings, random, interruption)
      var drift: Double?
      if let last {
        var drawing = random.split("drift").split(UInt64(index))
        drift = try DirectionDrift(
          from: last, to: measured.state, controls: settings.controls, using: &drawing
        ).percentile
      }
      last = measured.state
      linear += measured.isLinear ? 1 : 0
      if measured.isLinear, measured.state.reliability >= Crystallization.leastReliability {
        written.append(measured.written)
      }
      let read = try ways.map { try $0.read(edits.network) } ?? measured.base
      points.append(
        GoalSeries.Point(
          step: step, base: read.minus(base), baseUse: measured.baseUse,
          proxyUse: measured.proxyUse, reliability: measured.state.reliability,
          drift: drift.flatMap { $0.isFinite ? $0 : nil },
          gradientShare: measured.gradientShare, identifiableShare: measured.identifiableShare))
    }
    try advance("what the choice goes by", chosen.count, chosen.count)
    self.name = name
    self.linear = linear
    isByGradient = settings.isByGradient
    place = found.place
    baseSite = ways == nil ? .things : .agent
    exchanged = found.share
    series = GoalSeries(
      points, baseRoom: 1 - base.value,
      confounded: settings.isByGradient ? ConfoundedDrift(written) : nil)
    crystallization = Crystallization(series)
    self.levels = first.network.levels.count
    levelDigest = first.network.levels.digest
  }

  /// The share of levels in which something is reached.
  package static func reached(
    _ policy: any MazePolicy, in levels: [MazeLevel]
  ) throws -> Double {
    let rollouts = try Rollouts.play(levels, policy)
    return Double(rollouts.count { $0.reached != nil }) / Double(max(1, rollouts.count))
  }

  /// Steps of which each is a twentieth beyond the one before, the last among them: between two that are
  /// next to each other nothing moves.
  package static func apart(_ steps: [Int]) -> [Int] {
    var kept: [Int] = []
    for step in steps.reversed() where kept.last.map({ Double(step) * 1.05 <= Double($0) }) ?? true
    {
      kept.append(step)
    }
    return kept.reversed()
  }

  /// The place that does most on average of what exchanging things in the picture does.
  private static func place(
    _ steps: [Int], _ network: (Int) throws -> GoalNetwork
  ) throws -> (place: GoalPlace, share: Double) {
    let networks = try steps.map(network)
    let all = try GoalPlace.all(
      of: networks[0].agent, thinking: networks[0].ticks ?? networks[0].agent.defaultTicks)
    var tried: [(place: GoalPlace, share: Double)] = []
    for places in all {
      if tried.contains(where: { $0.share >= 0.9 }) { break }
      for place in places {
        let shares = try networks.map {
          try $0.share(exchangedAt: place, in: Array(0..<$0.levels.count))
        }
        tried.append((place, Sample.mean(shares)))
      }
    }
    guard let chosen = GoalPlace.first(amongBest: tried) else {
      throw GoalError.noCourse("the network has no maps of the squares")
    }
    return chosen
  }

  static func separateness(
    _ edits: GoalEdits, _ settings: Settings, _ random: RandomStream
  ) throws -> ConceptSeparateness {
    let network = edits.network
    return try ConceptSeparateness(
      edits.features[edits.features.count - 1],
      [try network.concept("a door", \.isDoor), try network.concept("a red thing", \.isRed)],
      beside: network.circumstances, replicates: settings.replicates,
      random: random.split("separateness"))
  }
}
