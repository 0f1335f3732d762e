package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics
package import Storage
internal import Training

/// T1 at every checkpoint of a run: when did the plan become readable?
///
/// All checkpoints are measured on the same levels over the same baseline, at the end of the
/// network's computation, beside the same untrained networks.
package struct EmergenceOverCheckpoints: Sendable {
  /// A checkpoint to be measured.
  package struct Source: Sendable {
    package let step: Int
    package let digest: String?
    let load: @Sendable () throws -> Agent

    package init(step: Int, digest: String? = nil, load: @escaping @Sendable () throws -> Agent) {
      self.step = step
      self.digest = digest
      self.load = load
    }
  }

  /// A checkpoint that could not be measured, and why.
  package struct Broken: Sendable, Equatable {
    package let step: Int
    package let reason: String
  }

  static let test = "T1 emergence over checkpoints"

  /// The steps that could be measured, rising.
  package let steps: [Int]
  package let broken: [Broken]
  /// One entry a measured step.
  package let report: ProbeReport
  package let scan: IncrementScan
  package let series: SiteSeries
  package let gates: LevelGates
  package let levels: LevelSet
  package let settings: SearchSettings
  package let isRandomBaseline: Bool

  /// Measures the checkpoints; those that cannot be used are named in ``broken``.
  ///
  /// - Throws: ``SearchError/noUsableCheckpoint(broken:)`` when none can, and what the fit of the
  ///   baseline is refused for.
  package init(
    _ sources: [Source], encoder: any ObservationEncoder, on levels: LevelSet,
    settings: SearchSettings = SearchSettings(), progress: ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws {
    let random = RandomStream(seed: settings.seed).split("search")
    let ordered = sources.sorted { $0.step < $1.step }
    var broken: [Broken] = []
    var agents: [(step: Int, agent: Agent)] = []
    for source in ordered {
      do {
        let agent = try source.load()
        if let first = agents.first, let problem = Self.mismatch(agent, first.agent) {
          broken.append(Broken(step: source.step, reason: problem))
        } else {
          agents.append((source.step, agent))
        }
      } catch {
        broken.append(Broken(step: source.step, reason: "\(error)"))
      }
    }
    guard let first = agents.first else {
      throw SearchError.noUsableCheckpoint(
        broken: broken.map { "Step \($0.step): \($0.reason)" })
    }
    let series = try SiteSeries(
      of: first.agent, site: settings.site,
      thinking: settings.thinking ?? first.agent.defaultTicks
    ).atEnd
    let capture = Capture(sites: series.sites, ticks: settings.thinking, encoder: encoder)
    let observations = encoder.observations(of: levels.levels)
    let concept = try ConceptCatalogue.concept("plan-direction", moves: levels.moves)
    let data = try ConceptRows.data(concept, levels)
    let (scan, isRandom) = try settings.baseline.scan(
      data, observations: observations, levels: levels, settings: settings.increments,
      random: random.split("plan scan"))
    @Sendable func measure(_ agent: Agent, withNull: Bool) throws -> IncrementResult {
      let set = try capture.run(agent, on: levels, observations: observations)
      return try scan.measure(
        series.kernel.gather(
          set.activations(at: series.last), levels: levels, for: data), withNull: withNull)
    }
    let twins = UntrainedTwins.of(first.agent, count: settings.untrained, from: random)
    let untrained = try Parallel.tryMap(twins.count) { try measure(twins[$0], withNull: false) }
    var results: [IncrementResult] = []
    var steps: [Int] = []
    // A few at a time, so that progress is told and an interruption is heard.
    let batch = 4
    for start in stride(from: 0, to: agents.count, by: batch) {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let part = Array(agents[start..<min(start + batch, agents.count)])
      let measured = Parallel.map(part.count) { index in
        Result { try measure(part[index].agent, withNull: true) }
      }
      for (entry, result) in zip(part, measured) {
        switch result {
        case .success(let value):
          steps.append(entry.step)
          results.append(value)
        case .failure(let error):
          broken.append(Broken(step: entry.step, reason: "\(error)"))
        }
      }
      progress(
        Progress(
          stage: "emergence", completed: start + part.count, total: agents.count,
          unit: "checkpoints"))
    }
    guard !results.isEmpty else {
      throw SearchError.noUsableCheckpoint(
        broken: broken.map { "Step \($0.step): \($0.reason)" })
    }
    report = try scan.report(
      steps.map { ProbePlace(site: series.last.name, tick: series.last.tick, step: $0) },
      trained: results, untrained: steps.map { _ in untrained })
    self.steps = steps
    self.broken = broken.sorted { $0.step < $1.step }
    self.scan = scan
    self.series = series
    self.levels = levels
    self.settings = settings
    isRandomBaseline = isRandom
    gates = try LevelGates(levels, settings)
  }

  /// The checkpoints of a run folder.
  ///
  /// - Throws: `RunError` when the folder has none.
  package static func sources(of run: RunFolder) throws -> [Source] {
    let steps = try run.steps()
    guard !steps.isEmpty else { throw RunError.noCheckpoints(path: run.path) }
    return steps.map { step in
      Source(step: step) { try run.checkpoint(step: step).makeAgent() }
    }
  }

  private static func mismatch(_ agent: Agent, _ first: Agent) -> String? {
    let (own, other) = (type(of: agent.architecture).name, type(of: first.architecture).name)
    if own != other { return "Its architecture is \(own) and that of the first \(other)." }
    return agent.architecture.configuration == first.architecture.configuration
      ? nil : "Its configuration is not that of the first checkpoint."
  }

  /// The first step from which on the increment and its distance to the untrained networks stay
  /// above zero with their whole intervals; `nil` if there is none.
  package var emergence: Int? {
    var first: Int?
    for (index, entry) in report.entries.enumerated() {
      let isAbove =
        (entry.result.increment.interval?.lower ?? 0) > 0
        && (entry.aboveUntrained?.interval?.lower ?? 0) > 0
      if !isAbove { first = nil } else if first == nil { first = steps[index] }
    }
    return first
  }
}
