internal import LinearAlgebra
package import Statistics

extension RunComparison {
  package static let useTest = "G4 concept use over runs"

  /// One of the two concepts.
  package enum UsedConcept: String, CaseIterable, Sendable {
    case doors, red

    var name: String { self == .doors ? "doors" : "red things" }

    func figure(_ found: RunMeasurement.Concepts) -> RunMeasurement.Figure {
      self == .doors ? found.doorUse : found.redUse
    }
  }

  /// How much of the choice goes through a concept's code, over the runs of a group in which codes of things
  /// were found.
  package func use(_ concept: UsedConcept, of group: RunGroup) -> RunMean {
    RunMean(
      group.runs.compactMap { run in
        measured[run].concepts.flatMap { found in
          (found.exchanged.interval?.lower ?? -1) > GoalConcepts.leastExchanged
            ? found.uses[concept == .doors ? 0 : 1].estimate : nil
        }
      })
  }

  /// What the choices of a group go by inside, although single runs may leave it open.
  var useFinding: Finding {
    Finding(
      id: "compare-use", title: "What goes through each concept inside, over runs",
      measured:
        "G4 of every run: at the place where codes of things, exchanged, exchange its choice, the code of "
        + "each concept was taken out; how much likelier a thing is chosen for being a door, or red, less the "
        + "same with the code taken out.",
      control:
        "Within each run the same stands beside random directions that move the code as far. Means are over "
        + "runs and levels, which are drawn anew together for all runs.",
      shows: groups.map { sentence($0) }.joined(separator: " "),
      doesNotShow: "That a code is used on average does not say that every run uses it.",
      records: groups.flatMap { group in UsedConcept.allCases.map { record($0, group) } },
      charts: measured.contains { $0.concepts != nil }
        ? [NamedChart("through-codes", .forest(useForest))] : [])
  }

  private func sentence(_ group: RunGroup) -> String {
    let parts = UsedConcept.allCases.map { concept -> String in
      let mean = use(concept, of: group)
      return "through \(concept.name) \(GoalText.estimate(mean.value, mean.interval))"
    }
    let count = use(.doors, of: group).values.count
    return "'\(group.label)' (\(count) of \(Wording.count(group.runs.count, "run"))): "
      + parts.joined(separator: ", ") + "."
  }

  private func record(_ concept: UsedConcept, _ group: RunGroup) -> EvidenceRecord {
    let mean = use(concept, of: group)
    var drawing = random.split("use signs").split(group.label).split(concept.rawValue)
    let null = mean.signNull(using: &drawing)
    let tests = Double(groups.count * UsedConcept.allCases.count)
    let adjusted = null.map { min(1, $0.p * tests) }
    let own = group.runs.count { run in
      (concept == .doors ? measured[run].concepts?.usesDoors : measured[run].concepts?.usesRed)
        == true
    }
    let gates = gates(group, mean)
    return EvidenceRecord(
      test: Self.useTest,
      claim: "The choices of '\(group.label)' go by the concept of \(concept.name).",
      subject: subject, levels: levels.factorial.count,
      effectName: "how much likelier a thing is chosen for it, through its code",
      effect: mean.value.isFinite ? mean.value : nil, interval: mean.interval, p: null?.p,
      pAdjusted: adjusted,
      minimumDetectableEffect: mean.power.minimumDetectableEffect,
      equivalenceMargin: GoalUse.margin, null: null.map { EvidenceNull($0) },
      controls: [
        EvidenceControl(
          name: "runs that go by it beyond random directions, of \(group.runs.count)",
          value: Double(own))
      ]
        + group.runs.compactMap { run in
          measured[run].concepts.map {
            EvidenceControl(
              name: runs[run].name, value: concept.figure($0).value,
              interval: concept.figure($0).interval)
          }
        }, gates: gates,
      status: .judgingBeyondMargin(
        effect: mean.value, interval: mean.interval, pAdjusted: adjusted ?? 1, power: mean.power,
        margin: GoalUse.margin, gates: gates), notes: notes(group))
  }

  private var useForest: ChartDescription.Forest {
    ChartDescription.Forest(
      title: "How much of the choice goes through each concept's code",
      panels: UsedConcept.allCases.map {
        .init("through \($0.name)", value: .init("how much likelier"))
      },
      rows: rows(
        run: { run in
          UsedConcept.allCases.map { concept in
            measured[run].concepts.map {
              let figure = concept.figure($0)
              return .init(figure.value ?? .nan, figure.interval)
            }
          }
        },
        mean: { group in
          UsedConcept.allCases.map {
            let mean = use($0, of: group)
            return .init(mean.value, mean.interval)
          }
        }), subtitle: "runs: 95 % intervals over levels; means: over runs and levels",
      caption: "Inside of \(GoalText.number(GoalUse.margin)) either way counts as none.")
  }
}
