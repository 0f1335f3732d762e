internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics
package import Storage

extension RunMeasurement {
  /// Measures a run: G1 on factorial levels, G6 under the shift, and G2 to G4 inside.
  ///
  /// - Parameters:
  ///   - settings: those of ``GoalConcepts``.
  ///   - seed: of the levels and of all that is random; the same for all runs, so that their resamples
  ///     of levels are the same.
  /// - Throws: ``CaptureError/interrupted`` between parts, and as the parts do.
  package init(
    of run: ComparedRun, on levels: GoalLevels, settings: GoalConcepts.Settings, seed: UInt64,
    interruption: Interruption = .never
  ) throws {
    let random = RandomStream(seed: seed).split("compare")
    let agent = run.subject.agent
    let policy = AgentPolicy(agent, encoder: run.subject.encoder, name: run.name)
    func proceed() throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
    }
    try proceed()
    let choice = try FactorialChoice(
      of: policy, on: levels.factorial, random: random.split("choice"))
    try proceed()
    let shifted = try GeneralisationUnderShift(
      of: policy, train: levels.train, shift: levels.shift, random: random.split("generalisation"))
    try proceed()
    var concepts: Concepts?
    var leftOut: String?
    if agent.mainMap == nil {
      leftOut = "the network has no map of the squares"
    } else {
      do {
        concepts = Concepts(
          try GoalConcepts(
            GoalNetwork(agent, on: levels.factorial, encoder: run.subject.encoder),
            settings: settings, random: random.split("inside"), interruption: interruption))
      } catch let error where GoalStudy.isOfTheData(error) {
        leftOut = "\(error)"
      }
    }
    let model = choice.reached.model
    self.init(
      name: run.name, checkpoint: run.digest, levels: Self.digest(levels), seed: seed,
      revision: Self.currentRevision,
      reached: String(
        choice.trials.map { trial -> Character in
          switch trial.reached {
          case .first: "1"
          case .second: "2"
          case .neither: "-"
          }
        }),
      weights: (model?.weights ?? []).map {
        Figure($0.value, standardError: $0.standardError, $0.interval)
      }, isSeparated: model?.isSeparated ?? false, gates: choice.gates,
      train: Sums(shifted.train.sums), shift: Sums(shifted.shift.sums),
      shiftOutcome: shifted.outcome.name, shiftGate: shifted.gate,
      chance: shifted.shift.chance.isFinite ? shifted.shift.chance : nil, concepts: concepts,
      leftOut: leftOut)
  }

  /// What names a set of levels.
  package static func digest(_ levels: GoalLevels) -> String {
    [levels.factorial, levels.train, levels.shift].map { String($0.digest.prefix(16)) }
      .joined(separator: "+")
  }
}

extension RunMeasurement.Concepts {
  init(_ found: GoalConcepts) {
    let site = found.place.sites[found.place.sites.count - 1]
    var why: String?
    if case .inconclusive(let reason) = found.outcome { why = reason }
    let isRead = found.gates.allSatisfy(\.passed)
    self.init(
      outcome: found.outcome.name, why: why, separateness: found.separateness.outcome.name,
      site: site.name, tick: site.tick, radius: found.place.radius,
      place: found.place.description, exchanged: .init(found.use.exchanged),
      doorUse: .init(found.use.base.use), redUse: .init(found.use.proxy.use),
      usesDoors: isRead ? found.use.base.isUsed : nil,
      usesRed: isRead ? found.use.proxy.isUsed : nil,
      uses: [.init(found.use.base.use), .init(found.use.proxy.use)])
  }
}

extension ConceptSeparateness.Outcome {
  /// As tables call it.
  var name: String {
    switch self {
    case .separate: "two concepts"
    case .shared: "one for both"
    case .only(0): "only doors"
    case .only: "only red things"
    case .neither: "neither"
    case .inconclusive: "inconclusive"
    }
  }
}

extension GeneralisationUnderShift.Outcome {
  /// As tables call it.
  package var name: String {
    switch self {
    case .generalises: "goes for doors"
    case .misgeneralises: "goes for red things"
    case .undecided: "neither more than chance"
    case .notInterpreted: "not capable"
    }
  }
}
