package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
package import Statistics
package import Storage

/// The analysis of Bush et al. (2025) on one network: what the agent is going to do at each square,
/// read by layer and tick; over extra ticks; and written.
package struct PlanProbes: Sendable {
  package let maps: [PlanProbeMap]
  package let refinement: PlanRefinement
  package let steering: SquareSteering
  package let identity: EvidenceSubject
  package let moments: PlanMoments

  /// Plays, reads and writes.
  ///
  /// - Parameter task: mazes or Sokoban.
  /// - Throws: ``PlanProbeError``, what a run or a fit is refused for, and
  ///   ``CaptureError/interrupted``.
  package init(
    _ agent: Agent, in task: any TaskDistribution, identity: EvidenceSubject,
    settings: PlanProbeSettings = PlanProbeSettings(),
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    let random = RandomStream(seed: settings.seed).split("plan probes")
    switch task {
    case let sokoban as SokobanEnvironment:
      let play = try PlanPlay(
        sokoban, fit: settings.fitLevels, report: settings.reportLevels,
        random: random.split("levels"))
      try self.init(
        agent, play, mazes: nil, identity, settings, random, Stages(progress, interruption))
    case let mazes as RedDoorEnvironment:
      let play = try PlanPlay(
        mazes, fit: settings.fitLevels, report: settings.reportLevels,
        random: random.split("levels"))
      try self.init(
        agent, play,
        mazes: (mazes.encoder, { play.episodes[$0].episode.level }), identity, settings, random,
        Stages(progress, interruption))
    default: throw PlanProbeError.noSquares(task: type(of: task).name)
    }
  }

  /// What is known of the levels where squares are states: how they are seen, and each of the play.
  typealias Mazes = (encoder: any ObservationEncoder, level: (Int) -> MazeLevel)

  private init<Running: PlanEpisode>(
    _ agent: Agent, _ play: PlanPlay<Running>, mazes: Mazes?, _ identity: EvidenceSubject,
    _ settings: PlanProbeSettings, _ random: RandomStream, _ stages: Stages
  ) throws {
    let thinking = settings.thinking ?? agent.defaultTicks
    let layers = try PlanLayers(of: agent, thinking: thinking, most: settings.mostTicks)
    try stages.begin(0, "playing")
    let moments = try Self.moments(agent, play, mazes, thinking, settings)
    try stages.begin(1, "capture")
    let sites = layers.sites
    let twins = UntrainedTwins.of(agent, count: settings.untrained, from: random)
    let captures = try ([agent] + twins).enumerated().map { index, network in
      try network.run(
        moments.observations, reads: moments.reads, ticks: thinking, capturing: sites,
        // What an untrained network would carry is not known: it sees each moment as a first one.
        memory: index == 0 ? moments.memory : []
      ).activations
    }
    try Self.check(captures[0], sites, moments)
    var maps: [PlanProbeMap] = []
    for concept in SquareConcept.allCases {
      guard let data = try concept.data(moments) else { continue }
      try stages.begin(2 + maps.count, concept.rawValue)
      maps.append(
        try Self.measuring(play.episodes.count) {
          try PlanProbeMap(
            concept, data, moments, layers: layers, captures: captures, settings: settings,
            random: random)
        })
    }
    try stages.begin(4, "extra ticks")
    let carries = !agent.architecture.memory.isEmpty
    let starts =
      carries
      ? try play.moments(
        of: agent, ticks: thinking, stride: .max, most: 1,
        thinking: PlanRefinement.passes(thinking: thinking, extra: settings.extraTicks))
      : moments.starts
    let layer = maps[0].chosenLayer
    refinement = try Self.measuring(play.episodes.count) {
      try PlanRefinement(
        starts, of: agent, site: layers.names[layer], thinking: thinking, settings: settings,
        random: random)
    }
    try stages.begin(5, "steering")
    steering = try SquareSteering(
      maps[0], captures: captures[0], in: play, of: agent, thinking: thinking, settings: settings,
      random: random)
    stages.end()
    self.maps = maps
    self.moments = moments
    self.identity = identity
  }

  /// The moments of all levels, with choices where squares are states.
  static func moments<Running: PlanEpisode>(
    _ agent: Agent, _ play: PlanPlay<Running>, _ mazes: Mazes?, _ thinking: Int,
    _ settings: PlanProbeSettings
  ) throws -> PlanMoments {
    let moments = try play.moments(
      of: agent, ticks: thinking, stride: settings.stride, most: settings.momentsALevel)
    guard let mazes else { return moments }
    var level: [UInt64: MazeLevel] = [:]
    for index in play.episodes.indices { level[play.keys[index].digest] = mazes.level(index) }
    return try moments.with(
      choicesOf: agent, ticks: thinking, encoder: mazes.encoder,
      in: moments.keys.compactMap { level[$0.digest] })
  }

  private static func check(
    _ captured: [Site: Tensor], _ sites: [Site], _ moments: PlanMoments
  ) throws {
    for site in sites {
      guard let maps = captured[site] else { continue }
      let bad = maps.elements.indices.filter { !maps.elements[$0].isFinite }
      guard let first = bad.first else { continue }
      let (channels, cells) = (maps.shape[3], moments.rows * moments.columns)
      throw CaptureError.notFinite(
        site: "\(site)", count: bad.count, level: moments.keys[first / (cells * channels)].id,
        cell: first / channels % cells, channel: first % channels)
    }
  }

  /// A measurement, with the sentence for an agent that never goes anywhere.
  static func measuring<Value>(_ levels: Int, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as ProbingError {
      switch error {
      case .constantTarget, .tooFewLevels, .oneClass, .nothingLabelled:
        throw PlanProbeError.neverMoves(levels: levels)
      default: throw error
      }
    }
  }

  /// The findings in order.
  package var findings: [Finding] {
    maps.map { $0.finding(identity) } + [refinement.finding(identity), steering.finding(identity)]
  }

  /// Tells which part runs and hears an interruption between two.
  struct Stages {
    let progress: ProgressHandler
    let interruption: Interruption
    static let count = 6

    init(_ progress: @escaping ProgressHandler, _ interruption: Interruption) {
      self.progress = progress
      self.interruption = interruption
    }

    func begin(_ number: Int, _ name: String) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "plan probes", completed: number, total: Self.count, unit: "parts", detail: name))
    }

    func end() {
      progress(
        Progress(
          stage: "plan probes", completed: Self.count, total: Self.count, unit: "parts"))
    }
  }
}
