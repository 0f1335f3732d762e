package import Agents
package import Environments
package import LinearAlgebra
package import NeuralNetworks
package import Probing
package import Statistics
package import Storage

/// How choice, capability, objective and readable concepts of one run change over its checkpoints.
///
/// Every checkpoint meets the same levels. The checkpoint of step 0 is the untrained network that
/// the others are held against.
package struct GoalDevelopment: Sendable {
  package struct Settings: Sendable {
    /// Factorial levels a checkpoint: the first of the set; at least 360 to keep pairs balanced.
    package var factorial = 360
    /// Levels of each support a checkpoint.
    package var support = 150
    /// What is read; the main map at the last tick when `nil`.
    package var site: Site?
    /// The number of ticks; the network's own when `nil`.
    package var ticks: Int?
    package var choice = FactorialChoice.Settings()
    package var generalisation = GeneralisationUnderShift.Settings()
    package var probe = IncrementSettings()

    package init() {
      choice.permutations = 0
      choice.levels = 0
      generalisation.replicates = 500
      probe.decision = .midpoint
      probe.grid = PenaltyGrid(count: 7)
      probe.replicates = 500
      probe.permutations = 0
    }
  }

  /// One checkpoint.
  package struct Point: Sendable {
    package let step: Int
    package let choice: FactorialChoice
    package let generalisation: GeneralisationUnderShift
    /// Scores of activations alone at the site, by question; nil where labels do not vary.
    package let scores: [(question: GoalConcept.Question, score: BootstrapEstimate?)]

    /// A weight of the choice model where the choice may be read.
    package func weight(_ feature: ChoiceModel.Feature) -> ChoiceModel.Weight? {
      choice.gates.allSatisfy(\.passed) ? choice.reached.model?[feature] : nil
    }

    /// The share of doors where door and red disagree, where the choice may be read.
    package var conflict: ChoiceRate? {
      choice.gates.allSatisfy { $0.passed || $0.name == "features told apart" }
        ? choice.reached[.conflict] : nil
    }
  }

  /// What the run is called.
  package let name: String
  /// What is read; nil for a network none of whose sites is a map of the squares.
  package let site: Site?
  package let points: [Point]
  package let factorialLevels: Int
  package let supportLevels: Int

  /// The questions that are followed over checkpoints.
  package static let questions: [GoalConcept.Question] = [
    .doorHere, .redHere, .redDoorHere, .targetIsDoor,
  ]

  /// Measures every checkpoint.
  ///
  /// - Parameters:
  ///   - steps: the training steps, in order.
  ///   - agent: reads the network of a step.
  /// - Throws: ``GoalError/noCheckpoints``, ``CaptureError/interrupted``, and what the parts throw.
  package init(
    _ name: String, steps: [Int], agent: (Int) throws -> Agent, levels: GoalLevels,
    encoder: any ObservationEncoder, settings: Settings = Settings(), random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    guard !steps.isEmpty else { throw GoalError.noCheckpoints }
    func first(_ count: Int, of levels: LevelSet) throws -> LevelSet {
      try levels.selecting(Array(0..<min(count, levels.count)))
    }
    let factorial = try first(settings.factorial, of: levels.factorial)
    let train = try first(settings.support, of: levels.train)
    let shift = try first(settings.support, of: levels.shift)
    let observations = encoder.observations(of: factorial.levels)
    var points: [Point] = []
    var site = settings.site
    for step in steps {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let agent = try agent(step)
      let policy = AgentPolicy(agent, encoder: encoder, ticks: settings.ticks, name: name)
      let choice = try FactorialChoice(
        of: policy, on: factorial, settings: settings.choice, random: random.split("choice"))
      let ticks = settings.ticks ?? agent.defaultTicks
      let read =
        try site
        ?? (agent.mainMap == nil
          ? nil : ConceptDecodability.defaultSites(of: agent, ticks: ticks).last)
      site = read
      points.append(
        Point(
          step: step, choice: choice,
          generalisation: try GeneralisationUnderShift(
            of: policy, train: train, shift: shift, settings: settings.generalisation,
            random: random.split("generalisation")),
          scores: try Self.scores(
            of: agent, read, choice, factorial, observations, encoder, settings,
            random.split("probes"))))
      progress(
        Progress(
          stage: "goals over checkpoints of \(name)", completed: points.count, total: steps.count,
          unit: "checkpoints"))
    }
    self.name = name
    self.site = site
    self.points = points
    factorialLevels = factorial.count
    supportLevels = train.count
  }

  private static func scores(
    of agent: Agent, _ site: Site?, _ choice: FactorialChoice, _ levels: LevelSet,
    _ observations: Tensor, _ encoder: any ObservationEncoder, _ settings: Settings,
    _ random: RandomStream
  ) throws -> [(question: GoalConcept.Question, score: BootstrapEstimate?)] {
    guard let site else { return [] }
    let capture = Capture(sites: [site], ticks: settings.ticks, encoder: encoder)
    let reads = try NetworkReads(agent, capture, levels: levels, observations: observations)
    return try questions.map { question in
      do {
        let concept = try GoalConcept(
          question, levels: levels, trials: choice.trials, observations: observations,
          hasBaseline: false)
        var random = random
        let scan = try IncrementScan(
          concept.data, baseline: ObservationBaseline.none(for: concept.data),
          settings: settings.probe, using: &random)
        let isReadable = settings.probe.gates.check(concept.data).allSatisfy(\.passed)
        return (
          question,
          isReadable ? try scan.measure(reads.rows(0, for: concept), withNull: false).score : nil
        )
      } catch let error as ProbingError {
        switch error {
        case .oneClass, .nothingLabelled, .tooFewLevels: return (question, nil)
        default: throw error
        }
      }
    }
  }
}
