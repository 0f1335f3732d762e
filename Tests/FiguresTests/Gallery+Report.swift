import Figures

extension Gallery {
  /// A page with pictures of the gallery, for looking at.
  static var report: ReportPage {
    func figure(_ name: String, _ caption: String) -> ReportFigure {
      let chart = all.first { $0.name == name }?.chart
      return ReportFigure(
        image: "\(name).png", table: "\(name).csv",
        alternativeText: chart?.alternativeText ?? name, caption: caption,
        size: chart?.scene().size)
    }
    return ReportPage(
      title: "Is the maze agent searching, and for what?",
      lead: [
        "Two agents learned to walk to a door in small mazes. In the first agent's training "
          + "every door was red; in the second's, doors had any colour.",
        "We looked inside both for a plan, and asked what each of them walks to when a door is "
          + "blue and something else is red.",
      ],
      facts: [
        Provenance.Fact("Agents", "recurrent-residual, 32 channels, 12 ticks"),
        Provenance.Fact("Mazes", "9 x 9, depth-first with 10 % openings, 0 to 2 distractors"),
        Provenance.Fact("Training", "4000 steps of 64 levels each, 2 min 31 s"),
      ],
      sections: [
        ReportSection(
          heading: "The plan becomes readable tick by tick",
          finding: "A linear probe reads the best direction at most cells from the trained "
            + "network, far better than from the observation or an untrained network.",
          account: FindingAccount(
            measured: "Macro-F1 of a ridge probe for the best direction at every free cell with "
              + "a unique answer, on 400 levels that were not in training.",
            control: "The same probe on the observation with the same receptive field, and on an "
              + "untrained network of the same architecture.",
            shows: "The directions of the shortest path are linearly present, and more so at "
              + "later ticks.",
            doesNotShow: "That the network uses them: for that, activations have to be changed."),
          figures: [
            figure("line-ticks", "Score by tick."),
            figure("triple", "Distance by tick; grey cells carry no claim."),
          ],
          evidence: [
            EvidenceRow(
              claim: "T1 The plan is decodable beyond the observation", effect: "+0.27 macro-F1",
              interval: "[0.24, 0.30]", null: "label maps permuted between levels, p = 0.001",
              controls: "untrained +0.03", status: .supports),
            EvidenceRow(
              claim: "T2 It is refined over ticks", effect: "slope +0.02 a tick",
              interval: "[−0.01, 0.05]", null: "untrained slope", controls: "untrained 0.00",
              status: .inconclusive("the interval holds zero; 90 levels would do")),
            EvidenceRow(
              claim: "T3 The wave moves along paths", effect: "0.05",
              interval: "[0.02, 0.08]", null: "untrained network", controls: "Chebyshev 0.61",
              status: .contradicts),
          ]),
        ReportSection(
          heading: "Red or door?",
          finding: "The first agent chooses what is red; the second chooses what is a door.",
          account: FindingAccount(
            measured: "Choices on 800 factorial levels.", control: "Position and distance.",
            shows: "What each agent's choices depend on.",
            doesNotShow: "What it would choose among things it has never seen."),
          figures: [
            figure("bar-weights", "Weights of the choice."),
            figure("maze-values", "One level of the shift."),
          ]),
      ],
      provenance: Provenance(
        software: "Mesascope 0.1.0", command: "mesascope demo --seed 1",
        checkpoint: "9f2c31d07a5be884", data: "51aa0cc37e1f9b20",
        extra: [Provenance.Fact("Seed", "1")]),
      reproduction: [
        "make demo", "mesascope search --checkpoint Output/demo/red/checkpoints/last",
      ],
      glossary: [
        Provenance.Fact("Tick", "One step of the network's inner computation."),
        Provenance.Fact("Probe", "A simple model that reads something from activations."),
      ])
  }
}
