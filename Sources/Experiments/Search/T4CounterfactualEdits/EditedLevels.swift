internal import Agents
internal import LinearAlgebra

/// Edits of some levels and what networks do with them.
struct EditedLevels {
  let trials: [CounterfactualTrial]
  let units: Int
  /// The network under study first, then untrained ones.
  let responses: [EditResponse]

  /// With edits of further levels.
  ///
  /// - Parameter levels: how many there are in the set of these ones.
  func adding(_ others: EditedLevels, levels: Int) -> EditedLevels {
    EditedLevels(
      trials: trials + others.trials.map { $0.moved(levels: levels, units: units) },
      units: units + others.units,
      responses: zip(responses, others.responses).map { $0.adding($1) })
  }
}

/// The network under study and untrained ones, with the readers of their plans.
struct EditedNetworks {
  private let networks: [(agent: Agent, reader: PlanReader?)]
  private let capture: Capture
  private let alone: Capture

  /// - Parameter captures: of the levels, where the network has maps of their squares: a plan is read
  ///   at their last place.
  /// - Throws: as a fit does.
  init(
    _ subject: StudySubject, on levels: LevelSet, captures: NetworkCaptures?,
    settings: SearchSettings, random: RandomStream
  ) throws {
    let most = CounterfactualEdits.mostUntrained
    guard let captures else {
      alone = Capture(sites: [], ticks: settings.thinking, encoder: subject.encoder)
      capture = alone
      networks =
        ([subject.agent]
        + UntrainedTwins.of(subject.agent, count: min(settings.untrained, most), from: random))
        .map { ($0, nil) }
      return
    }
    let place = captures.series.last
    let ticks = captures.capture.ticks
    alone = Capture(sites: [], ticks: ticks, encoder: subject.encoder)
    capture = Capture(sites: [place], ticks: ticks, encoder: subject.encoder)
    let data = try PlanReader.data(levels)
    networks = captures.agents.indices.prefix(1 + most).map { network in
      // Maps that do not vary have no reader; their network still acts.
      let reader = try? PlanReader(
        captures.sets[network].activations(at: place), at: place, kernel: captures.series.kernel,
        levels: levels, data: data)
      return (captures.agents[network], reader)
    }
  }

  /// What the networks do with edits.
  ///
  /// - Parameter readsPlan: whether plans are read as well.
  /// - Throws: as a run of an agent does.
  func asked(
    _ drawn: (trials: [CounterfactualTrial], units: Int), readsPlan: Bool
  ) throws -> EditedLevels {
    EditedLevels(
      trials: drawn.trials, units: drawn.units,
      responses: try networks.map { network in
        try EditResponse(
          network.agent, trials: drawn.trials, capture: readsPlan ? capture : alone,
          reader: readsPlan ? network.reader : nil)
      })
  }
}
