package import Agents
package import Environments
package import LinearAlgebra
internal import Probing
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
    /// Levels on which small updates are taken (G9), and in how many batches; none when nil.
    package var updates: (levels: UpdateLevels, batches: Int)?
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
  /// Whether ways or goal are made up first; nil as for what is inside.
  package let order: LayerOrder?
  /// How long base and proxy are where things are known; nil as for what is inside.
  package let lengths: ConceptLengths?
  /// Where steps on levels that tell base and proxy apart would go; nil where it was not asked for.
  package let updates: HyperLocalUpdates?
  /// The tests that could not be done, each with why.
  package let leftOut: [(test: String, why: String)]
  private let agent: Agent

  /// Measures a network.
  ///
  /// - Parameters:
  ///   - name: what sentences call it.
  ///   - step: the training step of the checkpoint.
  /// Concepts are left out where no site is a map of the squares; the rest reads no sites.
  ///
  /// - Throws: ``CaptureError/interrupted`` between parts, and what the parts throw.
  /// - Complexity: seconds for the default levels and network; with what is read inside, which takes
  ///   codes out two hundred times, some tens of seconds.
  package init(
    of agent: Agent, name: String, on levels: GoalLevels, encoder: any ObservationEncoder,
    settings: Settings = Settings(), step: Int? = nil, random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    func advance(_ completed: Int, _ next: String) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "goals of \(name)", completed: completed, total: settings.isWhole ? 8 : 3,
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
      var leftOut: [(String, String)] = []
      func attempt<Result>(_ test: String, _ make: () throws -> Result?) throws -> Result? {
        do {
          return try make()
        } catch let error where Self.isOfTheData(error) {
          leftOut.append((test, "\(error)"))
          return nil
        }
      }
      let network =
        agent.mainMap == nil
        ? nil
        : try attempt(GoalConcepts.useTest) {
          try GoalNetwork(agent, on: levels.factorial, encoder: encoder, ticks: settings.ticks)
        }
      let inside = try attempt(GoalConcepts.useTest) {
        try network.map {
          try GoalConcepts(
            $0, settings: settings.inside, random: random.split("inside"),
            interruption: interruption)
        }
      }
      try advance(4, ThreeObjectives.test)
      objectives = try attempt(ThreeObjectives.test) {
        try ThreeObjectives(
          of: policy, on: levels.factorial, inside: inside, random: random.split("objectives"),
          interruption: interruption)
      }
      try advance(5, LayerOrder.test)
      order = try attempt(LayerOrder.test) {
        try network.map {
          try LayerOrder(
            $0, replicates: settings.inside.replicates, random: random.split("order"),
            interruption: interruption)
        }
      }
      try advance(6, ConceptLengths.test)
      let edits = try network.flatMap { network in
        try inside.map { try GoalEdits(network, at: $0.place) }
      }
      lengths = try attempt(ConceptLengths.test) {
        try edits.map {
          try ConceptLengths(
            $0, replicates: settings.inside.replicates, random: random.split("lengths"))
        }
      }
      if settings.updates != nil { try advance(7, HyperLocalUpdates.test) }
      updates = try attempt(HyperLocalUpdates.test) {
        guard let edits, let wanted = settings.updates else { return nil }
        var asked = HyperLocalUpdates.Settings()
        asked.batches = wanted.batches
        return try HyperLocalUpdates(
          edits, on: wanted.levels, settings: asked, random: random.split("updates"),
          progress: progress,
          interruption: interruption)
      }
      self.inside = inside
      self.leftOut = leftOut
      try advance(8, "")
    } else {
      (inside, objectives, order, lengths, updates, leftOut) = (nil, nil, nil, nil, nil, [])
      try advance(3, "")
    }
    self.name = name
    self.choice = choice
    self.agent = agent
  }

  /// Whether an error says that these levels and this network do not allow a test, while others go on.
  package static func isOfTheData(_ error: any Error) -> Bool {
    switch error {
    case GoalError.noUpdates, GoalError.noOrder, GoalError.noneApart: return true
    default: break
    }
    return error is ProbingError || error is StatisticsError || error is FactorizationError
      || error is ErasureError
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
        inside?.finding(subject, policy: name, runs: runs).noting(agent.firstStepNote),
        objectives?.finding(subject, runs: runs).noting(agent.carriedNote),
        order?.finding(subject, runs: runs).noting(agent.firstStepNote),
        lengths?.finding(subject, runs: runs).noting(agent.firstStepNote),
        updates?.finding(subject, runs: runs).noting(agent.firstStepNote),
      ].compactMap { $0 }
      + leftOut.map {
        Finding.leftOut($0.test, why: $0.why, subject, levels: choice)
          .noting(agent.firstStepNote)
      }
  }

  /// This network as one side of a comparison.
  package var side: GoalComparison.Side {
    GoalComparison.Side(name, choice: choice, generalisation: generalisation)
  }
}

extension Finding {
  /// What stands for a test of goals that could not be done.
  ///
  /// - Parameter choice: the levels that it would have been done on.
  package static func leftOut(
    _ test: String, why: String, _ subject: EvidenceSubject, levels choice: FactorialChoice
  ) -> Finding {
    var subject = subject
    subject.levels = choice.levelDigest
    let reason = GoalText.clause(why)
    return Finding(
      id: "left-out-\(test.prefix(2).lowercased())", title: "\(test): left out",
      measured: "Nothing was measured.", control: "", shows: "Left out, for: \(reason).",
      doesNotShow: "This says nothing about the network.",
      records: [
        EvidenceRecord(
          test: test, claim: "Left out.", subject: subject, levels: choice.units,
          effectName: "none", status: .inconclusive(reason))
      ])
  }
}
