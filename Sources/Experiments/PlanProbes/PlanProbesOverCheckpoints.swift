internal import Agents
package import Environments
internal import LinearAlgebra
package import NeuralNetworks
package import Probing
package import Statistics
package import Storage

/// When in training an agent's plan becomes readable: the probes of each concept at the last tick of
/// every checkpoint.
///
/// The levels are the same at each; what is read is what the agent of that checkpoint does in them, as
/// in the source. The layer is chosen at each checkpoint, on fit levels.
package struct PlanProbesOverCheckpoints: Sendable {
  static let test = "plan probes over checkpoints"

  /// One concept and kernel at one checkpoint.
  package struct Reading: Sendable {
    package let concept: SquareConcept
    package let kernel: Neighbourhood
    package let site: Site
    package let score: BootstrapEstimate
    package let observation: BootstrapEstimate
    package let difference: BootstrapEstimate
    package let gates: [EvidenceGate]
    package let levels: Int
  }

  /// One checkpoint.
  package struct Point: Sendable {
    package let step: Int
    package let digest: String?
    package let readings: [Reading]
    /// The share of episodes that were solved; nil where it was not measured.
    package let solved: Double?
    /// Concepts, or the whole checkpoint, that could not be read, and why.
    package let missing: [String]
  }

  /// Steps rising.
  package let points: [Point]

  /// Plays and reads each checkpoint.
  ///
  /// - Throws: ``PlanProbeError`` for a task without squares, ``CaptureError/interrupted``, and what
  ///   drawing levels is refused for. A checkpoint that cannot be used is named in its point.
  package init(
    _ sources: [EmergenceOverCheckpoints.Source], in task: any TaskDistribution,
    settings: PlanProbeSettings = PlanProbeSettings(),
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    let random = RandomStream(seed: settings.seed).split("plan probes")
    let ordered = sources.sorted { $0.step < $1.step }
    func points<Running: PlanEpisode>(
      _ play: PlanPlay<Running>, _ mazes: PlanProbes.Mazes?
    ) throws -> [Point] {
      try ordered.enumerated().map { number, source in
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        progress(
          Progress(
            stage: "plan probes over checkpoints", completed: number, total: ordered.count,
            unit: "checkpoints", detail: "step \(source.step)"))
        do {
          return try Self.point(source, play, mazes, settings, random)
        } catch CaptureError.interrupted {
          throw CaptureError.interrupted
        } catch {
          return Point(
            step: source.step, digest: source.digest, readings: [], solved: nil,
            missing: ["\(error)"])
        }
      }
    }
    switch task {
    case let sokoban as SokobanEnvironment:
      self.points = try points(
        PlanPlay(
          sokoban, fit: settings.fitLevels, report: settings.reportLevels,
          random: random.split("levels")), nil)
    case let mazes as RedDoorEnvironment:
      let play = try PlanPlay(
        mazes, fit: settings.fitLevels, report: settings.reportLevels,
        random: random.split("levels"))
      self.points = try points(play, (mazes.encoder, { play.episodes[$0].episode.level }))
    default: throw PlanProbeError.noSquares(task: type(of: task).name)
    }
    progress(
      Progress(
        stage: "plan probes over checkpoints", completed: ordered.count, total: ordered.count,
        unit: "checkpoints"))
  }

  private static func point<Running: PlanEpisode>(
    _ source: EmergenceOverCheckpoints.Source, _ play: PlanPlay<Running>,
    _ mazes: PlanProbes.Mazes?, _ settings: PlanProbeSettings, _ random: RandomStream
  ) throws -> Point {
    let agent = try source.load()
    let thinking = settings.thinking ?? agent.defaultTicks
    let layers = try PlanLayers(of: agent, thinking: thinking, most: settings.mostTicks)
    let sites = layers.names.map { Site($0, tick: layers.ticks[layers.ticks.count - 1]) }
    let moments = try PlanProbes.moments(agent, play, mazes, thinking, settings)
    let captured = try agent.run(
      moments.observations, reads: moments.reads, ticks: thinking, capturing: sites,
      memory: moments.memory
    ).activations
    var (readings, missing) = ([Reading](), [String]())
    for concept in SquareConcept.allCases {
      do {
        guard let data = try concept.data(moments) else { continue }
        readings += try PlanProbes.measuring(play.episodes.count) {
          try Self.readings(concept, data, moments, sites, captured, settings, random)
        }
      } catch let error as PlanProbeError {
        missing.append("\(concept.phrase): \(error)")
      }
    }
    return Point(
      step: source.step, digest: source.digest, readings: readings,
      solved: Double(moments.solved.count { $0 }) / Double(max(1, moments.solved.count)),
      missing: missing)
  }

  private static func readings(
    _ concept: SquareConcept, _ data: ProbeData, _ moments: PlanMoments, _ sites: [Site],
    _ captured: [Site: Tensor], _ settings: PlanProbeSettings, _ random: RandomStream
  ) throws -> [Reading] {
    let scan = try PlanProbeMap.scan(
      data, settings: settings, random: random.split(concept.rawValue))
    let gates = scan.settings.gates.check(data)
    return try PlanProbeMap.kernels.compactMap { kernel in
      let results = try Parallel.tryMap(sites.count + 1) { index in
        try scan.measure(
          index < sites.count
            ? PlanProbeMap.features(captured, sites[index], kernel, data)
            : LocalFeatures.gather(moments.observations, kernel, for: data), withNull: false)
      }
      guard
        let best = sites.indices.max(by: { results[$0].heldOutGain < results[$1].heldOutGain })
      else { return nil }
      return Reading(
        concept: concept, kernel: kernel, site: sites[best], score: results[best].score,
        observation: results[sites.count].score,
        difference: scan.difference(
          results[best].sums, PlanProbeMap.better(results[sites.count], scan)), gates: gates,
        levels: scan.reportLevels)
    }
  }

  package func reading(
    _ point: Point, _ concept: SquareConcept, _ kernel: Neighbourhood
  ) -> Reading? {
    point.readings.first { $0.concept == concept && $0.kernel == kernel }
  }

  /// The first step from which on the score stays above that of the observation and above that of the
  /// first checkpoint, with their whole intervals; nil where there is none.
  package func emergence(_ concept: SquareConcept, _ kernel: Neighbourhood) -> Int? {
    var first: Int?
    let untrained = points.first.flatMap { reading($0, concept, kernel)?.score.interval?.upper }
    for point in points {
      let own = reading(point, concept, kernel)
      let isAbove =
        (own?.difference.interval?.lower ?? 0) > 0
        && (own?.score.interval?.lower ?? 0) > (untrained ?? 0)
      if !isAbove { first = nil } else if first == nil { first = point.step }
    }
    return first
  }
}
