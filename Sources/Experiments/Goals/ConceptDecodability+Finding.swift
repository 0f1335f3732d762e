package import Agents
internal import Probing
package import Statistics

extension ConceptDecodability {
  /// The test's name.
  package static let test = "decodability of goal concepts"

  /// The evidence of all questions.
  package func records(_ subject: EvidenceSubject) -> [EvidenceRecord] {
    var subject = subject
    subject.levels = levelDigest
    return maps.flatMap { $0.records(subject) }
  }

  /// The map of a question, nil if it was not asked.
  package subscript(question: GoalConcept.Question) -> ConceptMap? {
    maps.first { $0.question == question }
  }

  /// What it comes to: one sentence a question, at the last place.
  package var sentences: [String] {
    maps.map { map in
      guard let alone = map.alone, let entry = alone.entries.last else {
        return "\(capital(map.question.clause)) was not measured: \(map.refusal ?? "no data")"
      }
      let score = entry.result.score
      let untrained = Sample.mean(entry.untrained.map(\.score.value))
      var text =
        "\(capital(map.question.clause)) is read \(map.question.place.name) with "
        + "\(alone.metric.name) \(GoalText.estimate(score.value, score.interval)) "
        + "(untrained networks \(GoalText.number(untrained)), the observation "
        + "\(GoalText.number(map.observation?.value ?? .nan)))"
      if let beyond = map.beyond, let increment = beyond.entries.last?.result.increment {
        text +=
          map.question.place == .agent
          ? "; in the \(beyond.reportLevels) levels in which the kinds of things leave it open, "
          : "; "
        text +=
          "the state adds \(GoalText.estimate(increment.value, increment.interval)) to the "
          + "observation's \(GoalText.number(beyond.controls.observation.value))"
      } else if map.question.place == .agent, let noRoom = map.noRoom {
        text += "; \(noRoom)"
      }
      return text + "."
    }
  }

  private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// The finding on a network none of whose sites is a map of the squares: nothing was measured.
  package static func leftOut(
    _ agent: Agent, _ subject: EvidenceSubject, levels choice: FactorialChoice
  ) -> Finding {
    var subject = subject
    subject.levels = choice.levelDigest
    let names = agent.architecture.sites.map(\.name).joined(separator: ", ")
    let reason =
      "no site of this \(type(of: agent.architecture).name) is a map with a state for each square "
      + "(its sites: \(names))"
    let record = EvidenceRecord(
      test: test, claim: "Squares tell that a door, or a red thing, is there.", subject: subject,
      levels: choice.units, effectName: "macro-F1 at one square", status: .inconclusive(reason))
    return Finding(
      id: "goal-concepts", title: "Where the network tells doors and red things apart",
      measured: "Not measured: the probes read the state of single squares.", control: "",
      shows: "Left out, for \(reason).",
      doesNotShow: "This says nothing about what the network represents, only that no site has a "
        + "place for each square.", records: [record])
  }

  /// The test as a finding.
  package func finding(_ subject: EvidenceSubject = EvidenceSubject(), runs: Int = 1) -> Finding {
    let twins = maps.compactMap { $0.alone?.entries.first?.untrained.count }.max() ?? 0
    return Finding(
      id: "goal-concepts", title: "Where the network tells doors and red things apart",
      measured:
        "Linear probes of one square read what a thing is from the state at its own square, "
        + "and what the agent is going to from the state at the agent's square, in mazes where door "
        + "and red are crossed. Scores are macro-F1 on levels that the probes were not fitted on, "
        + "at \(sites.last.map { "\($0)" } ?? "no site").",
      control: "Held against the observation (at the thing, what its own square shows; at the "
        + "agent, every plane, the pair of things and how far away they look), against "
        + "\(twins) untrained network\(twins == 1 ? "" : "s") of the same shape, and against label "
        + "maps moved between levels.", shows: sentences.joined(separator: " "),
      doesNotShow:
        "The observation shows what a thing is at its own square, so being readable there "
        + "is no sign of a goal; only what is readable at the agent beyond the observation may be. "
        + "That a concept can be read does not show that it is used.", records: records(subject),
      charts: charts
    )
    .ofRuns(runs)
  }

  /// A map of all questions, and a line chart of each.
  package var charts: [NamedChart] {
    let measured = maps.filter { $0.alone != nil }
    guard !measured.isEmpty else { return [] }
    return [NamedChart("by-place", .heatmapTriple(triple(measured)))]
      + measured.flatMap { map in
        [NamedChart(map.question.rawValue, .line(line(map)))]
          + (map.beyond.map {
            [NamedChart("\(map.question.rawValue)-added", .line(added(map, $0)))]
          }
            ?? [])
      }
  }
}
