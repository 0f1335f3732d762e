package import Agents
package import Environments
package import LinearAlgebra
package import NeuralNetworks
package import Probing
internal import Statistics

/// Whether, where and when a network's state tells what things are and what it heads for.
///
/// Only on factorial levels: where every door is red, no probe can tell the two apart. Local
/// probes read one square; beside each stand the observation, the untrained networks and a
/// permutation null.
package struct ConceptDecodability: Sendable {
  package struct Settings: Sendable {
    package var questions = GoalConcept.Question.allCases
    /// What is read; ``ConceptDecodability/defaultSites(of:ticks:)`` when empty.
    package var sites: [Site] = []
    /// The number of ticks; the network's own when `nil`.
    package var ticks: Int?
    /// Untrained networks beside the one under study.
    package var twins = UntrainedTwins.count
    package var probe = IncrementSettings()

    package init() {
      // Things of a kind are rare, and few channels need few penalties.
      probe.decision = .midpoint
      probe.grid = PenaltyGrid(count: 7)
      probe.replicates = 1000
    }
  }

  package let settings: Settings
  package let levelDigest: String
  package let sites: [Site]
  package let maps: [ConceptMap]

  /// Measures all questions.
  ///
  /// - Parameters:
  ///   - choice: what the agent chose on the same levels, for the labels of its target.
  ///   - step: the training step, noted at the places.
  /// - Throws: ``CaptureError``, also for a network without maps, and `ArchitectureError`.
  /// - Complexity: one forward pass a level and network, and about a millisecond a fit.
  package init(
    of agent: Agent, on levels: LevelSet, choice: FactorialChoice,
    encoder: any ObservationEncoder, settings: Settings = Settings(), step: Int? = nil,
    random: RandomStream
  ) throws {
    let ticks = settings.ticks ?? agent.defaultTicks
    let sites =
      settings.sites.isEmpty ? try Self.defaultSites(of: agent, ticks: ticks) : settings.sites
    let observations = encoder.observations(of: levels.levels)
    let capture = Capture(sites: sites, ticks: settings.ticks, encoder: encoder)
    let networks = [agent] + UntrainedTwins.of(agent, count: settings.twins)
    let reads = try networks.map {
      try NetworkReads($0, capture, levels: levels, observations: observations)
    }
    let places = capture.sites.map { ProbePlace(site: $0.name, tick: $0.tick, step: step) }
    maps = try settings.questions.map { question in
      try Self.map(
        question, places: places, reads: reads, levels: levels, choice: choice,
        observations: observations, settings: settings, random: random.split(question.rawValue))
    }
    self.settings = settings
    self.sites = capture.sites
    levelDigest = levels.digest
  }

  private static func map(
    _ question: GoalConcept.Question, places: [ProbePlace], reads: [NetworkReads],
    levels: LevelSet, choice: FactorialChoice, observations: Tensor, settings: Settings,
    random: RandomStream
  ) throws -> ConceptMap {
    do {
      let all = ConceptScans(
        try GoalConcept(
          question, levels: levels, trials: choice.trials, observations: observations),
        settings.probe, random.split("all"))
      let observation = try all.observation()
      let alone = try all.report(try all.alone(), places, reads)
      if question.place == .thing, observation.baseline.value > ConceptMap.ceiling {
        return ConceptMap(
          question, places: places, alone: alone, observation: observation.baseline,
          noRoom: "the observation tells it already (score "
            + "\(GoalText.number(observation.baseline.value))), so nothing can be added to it")
      }
      let beyond = try beyond(
        question, places, reads, levels, choice, observations, settings, random.split("beyond"))
      switch beyond {
      case .report(let report):
        return ConceptMap(
          question, places: places, alone: alone, observation: observation.baseline,
          beyond: report)
      case .noRoom(let why):
        return ConceptMap(
          question, places: places, alone: alone, observation: observation.baseline, noRoom: why)
      }
    } catch let error as ProbingError {
      guard error.isLackOfLabels else { throw error }
      return ConceptMap(question, places: places, refusal: "\(error)")
    }
  }

  private enum Beyond {
    case report(ProbeReport)
    case noRoom(String)
  }

  /// The increment over the observation, for targets where the kinds of things leave them open.
  private static func beyond(
    _ question: GoalConcept.Question, _ places: [ProbePlace], _ reads: [NetworkReads],
    _ levels: LevelSet, _ choice: FactorialChoice, _ observations: Tensor, _ settings: Settings,
    _ random: RandomStream
  ) throws -> Beyond {
    let settled =
      "what the two things are settles it in nearly every level, so there is nothing left to tell"
    do {
      let scans = ConceptScans(
        try GoalConcept(
          question, levels: levels, trials: choice.trials, observations: observations,
          isOpenOnly: true), settings.probe, random)
      let observation = try scans.observation()
      guard observation.baseline.value <= ConceptMap.ceiling else {
        return .noRoom(
          "the observation tells it already (score "
            + "\(GoalText.number(observation.baseline.value))), so nothing can be added to it")
      }
      return .report(try scans.report(observation, places, reads))
    } catch let error as ProbingError {
      guard error.isLackOfLabels else { throw error }
      return .noRoom(settled)
    }
  }

  /// The main map of a network at every tick, or all its maps where they have no ticks.
  ///
  /// - Throws: ``CaptureError/noMaps(architecture:sites:)``.
  package static func defaultSites(of agent: Agent, ticks: Int) throws(CaptureError) -> [Site] {
    let state = try agent.mapSite()
    if let range = agent.ticks(of: state, thinking: ticks) {
      return range.map { Site(state.name, tick: $0) }
    }
    let still = agent.architecture.sites.filter { $0.isMap && !$0.hasTicks }
    guard !still.isEmpty else {
      throw .noSuchTick(site: state.name, tick: state.firstTick, ticks: ticks)
    }
    return still.map { Site($0.name) }
  }
}
