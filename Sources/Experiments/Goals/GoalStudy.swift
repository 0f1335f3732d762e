package import Agents
package import Environments
package import LinearAlgebra
package import Statistics
package import Storage

/// Everything about the goal of one network: what its choice follows, what carries over to a
/// shifted support, and where it tells doors and red things apart.
package struct GoalStudy: Sendable {
  package struct Settings: Sendable {
    /// The number of ticks; the network's own when `nil`.
    package var ticks: Int?
    package var choice = FactorialChoice.Settings()
    package var generalisation = GeneralisationUnderShift.Settings()
    package var concepts = ConceptDecodability.Settings()
    package var inside = GoalConcepts.Settings()
    /// Whether codes are taken out and objectives inferred too, which takes most of the time.
    package var isWhole = true

    package init() {}
  }

  package let name: String
  package let choice: FactorialChoice
  package let generalisation: GeneralisationUnderShift
  /// Nil for a network whose sites are no maps of the squares.
  package let concepts: ConceptDecodability?
  /// Which concept decides; nil for a network without maps, and where it was not asked for.
  package let inside: GoalConcepts?
  /// Nil where it was not asked for.
  package let objectives: ThreeObjectives?
  private let agent: Agent

  /// Measures a network.
  ///
  /// - Parameters:
  ///   - name: what sentences call it.
  ///   - step: the training step of the checkpoint.
  /// Concepts are left out where no site is a map of the squares; the rest reads no sites.
  ///
  /// - Throws: ``CaptureError/interrupted`` between parts, and what the parts throw.
  /// - Complexity: a second or two for the default levels and network.
  package init(
    of agent: Agent, name: String, on levels: GoalLevels, encoder: any ObservationEncoder,
    settings: Settings = Settings(), step: Int? = nil, random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    func advance(_ completed: Int, _ next: String) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "goals of \(name)", completed: completed, total: settings.isWhole ? 5 : 3,
          unit: "tests", detail: next))
    }
    let policy = AgentPolicy(agent, encoder: encoder, ticks: settings.ticks, name: name)
    try advance(0, FactorialChoice.test)
    let choice = try FactorialChoice(
      of: policy, on: levels.factorial, settings: settings.choice, random: random.split("choice"))
    try advance(1, GeneralisationUnderShift.test)
    generalisation = try GeneralisationUnderShift(
      of: policy, train: levels.train, shift: levels.shift, settings: settings.generalisation,
      random: random.split("generalisation"))
    try advance(2, ConceptDecodability.test)
    var concepts = settings.concepts
    concepts.ticks = concepts.ticks ?? settings.ticks
    self.concepts =
      agent.mainMap == nil
      ? nil
      : try ConceptDecodability(
        of: agent, on: levels.factorial, choice: choice, encoder: encoder, settings: concepts,
        step: step, random: random.split("concepts"))
    if settings.isWhole {
      try advance(3, GoalConcepts.useTest)
      inside =
        agent.mainMap == nil
        ? nil
        : try GoalConcepts(
          GoalNetwork(agent, on: levels.factorial, encoder: encoder, ticks: settings.ticks),
          settings: settings.inside, random: random.split("inside"))
      try advance(4, ThreeObjectives.test)
      objectives = try ThreeObjectives(
        of: policy, on: levels.factorial, mesa: inside?.mesa, random: random.split("objectives"))
      try advance(5, "")
    } else {
      (inside, objectives) = (nil, nil)
      try advance(3, "")
    }
    self.name = name
    self.choice = choice
    self.agent = agent
  }

  /// One finding a test.
  ///
  /// - Parameter runs: how many trained networks the claims are about; below eight each says that
  ///   it is a case study.
  package func findings(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> [Finding]
  {
    [
      choice.finding(subject, runs: runs).noting(agent.carriedNote),
      generalisation.finding(subject, runs: runs).noting(agent.carriedNote),
      concepts?.finding(subject, runs: runs).noting(agent.firstStepNote)
        ?? ConceptDecodability.leftOut(agent, subject, levels: choice),
    ]
      + [
        inside?.finding(subject, policy: name).noting(agent.firstStepNote),
        objectives?.finding(subject).noting(agent.carriedNote),
      ].compactMap { $0 }
  }

  /// This network as one side of a comparison.
  package var side: GoalComparison.Side {
    GoalComparison.Side(name, choice: choice, generalisation: generalisation)
  }
}
