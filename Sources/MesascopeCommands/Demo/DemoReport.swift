internal import Environments
internal import Experiments
internal import Figures
internal import Statistics
internal import Storage
internal import Training

/// The demo's page and what is printed at the end.
struct DemoReport {
  let path: String
  private let plan: DemoPlan
  private let agents: DemoAgents
  private let findings: DemoFindings

  init(
    _ plan: DemoPlan, _ agents: DemoAgents, _ findings: DemoFindings, in folder: String
  ) throws {
    self.plan = plan
    self.agents = agents
    self.findings = findings
    path = Path.join(folder, "index.html")
    let all = Self.ordered(agents, findings)
    let provenance = CommandProvenance.make(
      checkpoint: agents.entries.map(\.network.digest).joined(separator: " "),
      data: findings.agents.map(\.levels.digest).joined(separator: " "),
      extra: [.init("seed", "\(plan.seed)")])
    let figures = Path.join(folder, "figures")
    let study = try StudyReport(all, in: figures, provenance: provenance)
    let pictures = DemoPictures(plan: plan, agents: agents)
    let drawn = try Self.draw(pictures, into: study.folder)
    let page = ReportPage(
      title: plan.isQuick
        ? "Quick run: these findings mean nothing" : "Is it searching, and for what?",
      lead: lead, facts: facts,
      sections: [agentsSection(drawn)] + study.sections(linkPrefix: "figures/") + [limits],
      provenance: provenance, reproduction: ["mesascope demo --seed \(plan.seed)"],
      glossary: Glossary.entries)
    try page.write(to: path)
  }

  /// Search in the first agent, goals of both, search in the second with one figure a test.
  private static func ordered(_ agents: DemoAgents, _ findings: DemoFindings) -> [Finding] {
    var search: [[Finding]] = []
    for (entry, measured) in zip(agents.entries, findings.agents) {
      search.append(
        (measured.search + [measured.emergence]).map { finding in
          var finding = finding
          finding.id = "\(entry.name)-\(finding.id)"
          finding.title += ": \(entry.name)"
          if !search.isEmpty { finding.charts = Array(finding.charts.prefix(1)) }
          return finding
        })
    }
    let comparison = findings.comparison.map { [$0] } ?? []
    let goals = findings.goals.map { finding in
      var finding = finding
      // The map over ticks says it; the lines question by question are for 'mesascope goals'.
      if finding.id.hasSuffix("goal-concepts") {
        finding.charts = Array(finding.charts.prefix(1))
      }
      return finding
    }
    return (search.first ?? []) + comparison + goals + search.dropFirst().flatMap { $0 }
  }

  private static func draw(
    _ pictures: DemoPictures, into folder: FigureFolder
  ) throws -> [ReportFigure] {
    let maze = try pictures.maze()
    let charts: [(name: String, chart: any Chart)] = [
      ("learning", try pictures.learning()), ("maze", maze.picture), ("channels", maze.channels),
    ]
    return try zip(charts, folder.write(charts)).map { named, file in
      ReportFigure(
        image: "figures/" + Path.name(of: file.image),
        table: "figures/" + Path.name(of: file.table),
        alternativeText: named.chart.alternativeText, caption: "", size: file.size)
    }
  }

  private func agentsSection(_ figures: [ReportFigure]) -> ReportSection {
    let scores = zip(agents.entries, findings.agents).map { entry, measured in
      "'\(entry.name)' chooses an optimal step on \(NumberFormat.percent(measured.play.optimal)) of "
        + "squares and reaches the door within twice the shortest way from "
        + "\(NumberFormat.percent(measured.play.solved))"
    }
    return ReportSection(
      heading: "The two agents, and what one of them sees",
      finding: "In \(plan.playLevels) mazes that no training saw, " + scores.joined(separator: "; ")
        + " (95 % intervals over mazes).",
      account: FindingAccount(
        measured: "Both agents are the same network, trained to imitate shortest ways; only the "
          + "colours in their mazes differ. The first figure follows them over training; the second "
          + "is the longest of 40 mazes with the path of '\(agents.entries[0].name)'; the third shows "
          + "the four channels of its state that vary most, tick by tick, raw.",
        control: "A random choice among four steps would be optimal about a quarter of the time.",
        shows: "",
        doesNotShow: "Walking well shows no search: a network can know mazes by heart, or react to "
          + "what is near. The raw maps invite stories; the tests below are what counts."),
      figures: figures)
  }

  private var limits: ReportSection {
    ReportSection(
      heading: "What this report does not show",
      finding:
        "It gives no verdict on search, which mesascope search does, and speaks of one training of each agent.",
      paragraphs: [
        "What can be read from a network need not be used by it. The demo runs the tests that only "
          + "read; those that change the network's state and watch what it does (edits, steering, "
          + "necessity, exchange of goals) take longer and are run by mesascope search. Nothing here "
          + "goes beyond correlation.",
        "Each agent was trained once, from one seed and with one encoding of its input. Which of two "
          + "confounded properties an agent follows can change with the seed alone; eight runs or "
          + "more are needed before the finding is about the training and not about the run.",
      ])
  }

  private var lead: [String] {
    let warning =
      plan.isQuick
      ? [
        "This is a quick run: the agents were hardly trained and measured on a few mazes, to see "
          + "that every part works. Read the layout, not the numbers."
      ] : []
    return warning
      + [
        "Two small networks learned to walk to the door of a maze. For 'red-door' every door was red "
          + "and nothing else was; for 'any-door' colours were drawn apart from shapes. Two questions "
          + "are asked of each: is it searching for a way, and what is it that it goes for?",
        searchLead, goalLead,
        "The intervals are over mazes; beside each claim stand its null, where it has one, and the "
          + "controls it has to beat. Inconclusive is an answer.",
      ].filter { !$0.isEmpty }
  }

  /// What the tests of search said, agent by agent.
  private var searchLead: String {
    let claims = [
      ("t1-plan-decodability", "the best move can be read at every square (T1)"),
      ("t2-refinement", "it gets better tick by tick (T2)"),
      ("t3-wavefront", "news of a change spreads along the corridors of the maze (T3)"),
    ]
    let sentences = claims.compactMap { id, claim -> String? in
      let words = zip(agents.entries, findings.agents).compactMap { entry, measured in
        measured.search.first { $0.id == id }.map { (entry.name, Self.participle($0.status)) }
      }
      guard let first = words.first else { return nil }
      if words.allSatisfy({ $0.1 == first.1 }) {
        return "That \(claim) is \(first.1) in \(words.count == 2 ? "both agents" : first.0)."
      }
      let each = words.map { "\($0.1) in '\($0.0)'" }
      return "That \(claim) is \(Wording.list(each))."
    }
    return "Search. " + sentences.joined(separator: " ")
  }

  private static func participle(_ status: EvidenceStatus) -> String {
    switch status {
    case .supports: "supported"
    case .contradicts: "contradicted"
    case .inconclusive: "left open"
    }
  }

  private var goalLead: String {
    findings.comparison.map { "Goals. " + StudyReport.split($0.shows).first } ?? ""
  }

  private var facts: [Provenance.Fact] {
    var facts = agents.entries.map { entry in
      Provenance.Fact(
        "Agent '\(entry.name)'",
        "\(entry.network.summary), sha256 \(entry.network.digest.prefix(12))…")
    }
    if let environment = agents.entries[0].network.environment {
      facts.append(
        .init("Mazes of 'red-door'", CheckpointSummary.pairs(environment.configuration)))
    }
    facts.append(
      .init(
        "Levels for tests of search",
        "\(plan.search.fitLevels) to fit probes and \(plan.search.reportLevels) to report on, for "
          + "each agent; held out, planning hardness 0.3 and above"))
    facts.append(.init("Levels for tests of goals", findings.goalSource))
    return facts + [.init("Seed", "\(plan.seed)")]
  }

  /// The numbers and where to look.
  func summary(trainingSeconds: Double, probingSeconds: Double) -> String {
    var lines: [String] = [""]
    var list = DefinitionList()
    for finding in Self.ordered(agents, findings) where !finding.records.isEmpty {
      list.add(finding.status.word, "\(finding.title). \(finding.shows)")
    }
    lines.append(list.text)
    lines.append(
      "\nTraining took \(Progress.durationText(trainingSeconds)), measuring and drawing "
        + "\(Progress.durationText(probingSeconds)).")
    if plan.isQuick { lines.append("Quick: the agents are untrained for all that matters.") }
    lines.append("Open \(path)")
    return lines.joined(separator: "\n")
  }
}
