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
  /// - Throws: ``CaptureError``, `ArchitectureError`, ``GoalError/noSites(architecture:)``.
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
      let concept = try GoalConcept(
        question, levels: levels, trials: choice.trials, observations: observations)
      func report(_ baseline: Matrix<Float>) throws -> ProbeReport {
        var random = random
        let scan = try IncrementScan(
          concept.data, baseline: baseline, settings: settings.probe, using: &random)
        return try scan.report(places, untrained: reads.count - 1) { place, network in
          reads[network].rows(place, for: concept)
        }
      }
      return ConceptMap(
        question, places: places,
        alone: try report(ObservationBaseline.none(for: concept.data)),
        beyond: try report(concept.baseline))
    } catch let error as ProbingError {
      switch error {
      case .oneClass, .nothingLabelled, .tooFewLevels:
        return ConceptMap(question, places: places, refusal: "\(error)")
      default: throw error
      }
    }
  }

  /// The state of a network at every tick, or all its sites where it has no ticks.
  ///
  /// - Throws: ``GoalError/noSites(architecture:)``.
  package static func defaultSites(of agent: Agent, ticks: Int) throws(GoalError) -> [Site] {
    let known = agent.architecture.sites
    guard !known.isEmpty else {
      throw .noSites(architecture: type(of: agent.architecture).name)
    }
    if let state = known.last(where: \.hasTicks),
      let range = agent.ticks(of: state, thinking: ticks)
    {
      return range.map { Site(state.name, tick: $0) }
    }
    return known.map { Site($0.name) }
  }
}

/// The activations of one network at the squares that are read.
struct NetworkReads: Sendable {
  /// `[2 levels, channels]` for each site: at the things.
  private let things: [Matrix<Float>]
  /// `[levels, channels]` for each site: at the agent.
  private let agents: [Matrix<Float>]

  init(
    _ agent: Agent, _ capture: Capture, levels: LevelSet, observations: Tensor
  ) throws {
    let captured = try capture.run(agent, on: levels, observations: observations)
    let maps = try capture.sites.map { try captured.activations(at: $0) }
    let atThings = GoalConcept.squares(.thing, levels)
    let atAgents = GoalConcept.squares(.agent, levels)
    things = maps.map { Self.gather($0, atThings, perLevel: 2) }
    agents = maps.map { Self.gather($0, atAgents, perLevel: 1) }
  }

  private static func gather(_ map: Tensor, _ squares: [Int], perLevel: Int) -> Matrix<Float> {
    let (cells, channels) = (map.shape[1] * map.shape[2], map.shape[3])
    var elements: [Float] = []
    elements.reserveCapacity(squares.count * channels)
    for (place, square) in squares.enumerated() {
      let start = (place / perLevel * cells + square) * channels
      elements.append(contentsOf: map.elements[start..<start + channels])
    }
    return Matrix(rows: squares.count, columns: channels, elements: elements)
  }

  /// The features of a concept's labelled cells at one site.
  func rows(_ site: Int, for concept: GoalConcept) -> Matrix<Float> {
    let data = concept.data
    let all = concept.question.place == .thing ? things[site] : agents[site]
    return all.selectingRows(
      (0..<data.rows).map { data.rowLevel[$0] * data.cells + data.rowCell[$0] })
  }
}
