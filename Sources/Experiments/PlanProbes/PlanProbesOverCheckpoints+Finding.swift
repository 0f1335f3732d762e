internal import NeuralNetworks
internal import Probing
package import Statistics

extension PlanProbesOverCheckpoints {
  /// The records (the last checkpoint's first), the paragraph and one figure a concept.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    Finding(
      id: "plan-probes-by-step", title: "When did the plan become readable? (plan probes)",
      measured: measured,
      control: "Beside each stands the same probe on the observation, for what the agent of that "
        + "checkpoint does; the first checkpoint stands for the untrained network.",
      shows: shows,
      doesNotShow: "An agent whose way is simpler is also read more easily: scores of different "
        + "checkpoints are of different behaviour. Steps between two checkpoints were not looked at.",
      records: points.reversed().flatMap { point in
        point.readings.map { record($0, point, identity) }
      }, charts: charts())
  }

  private var concepts: [SquareConcept] {
    SquareConcept.allCases.filter { concept in
      points.contains { $0.readings.contains { $0.concept == concept } }
    }
  }

  private func record(
    _ reading: Reading, _ point: Point, _ identity: EvidenceSubject
  ) -> EvidenceRecord {
    var subject = identity
    (subject.checkpoint, subject.step) = (point.digest, point.step)
    (subject.site, subject.tick) = (reading.site.name, reading.site.tick)
    subject.labelDefinition = reading.concept.rawValue
    return EvidenceRecord(
      test: Self.test,
      claim: "\(reading.concept.phrase) is readable at step \(point.step) by a "
        + "\(PlanProbeMap.name(reading.kernel)) probe, beyond the observation.",
      subject: subject, levels: reading.levels,
      effectName:
        "macro-F1 minus that of the same probe on the observation (of guessing, if better)",
      effect: reading.difference.value, interval: reading.difference.interval,
      p: reading.difference.twoSidedP,
      minimumDetectableEffect: reading.difference.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.increment,
      controls: [
        EvidenceControl(
          name: "macro-F1 of the probe", value: reading.score.value,
          interval: reading.score.interval),
        EvidenceControl(
          name: "macro-F1 of the same probe on the observation", value: reading.observation.value,
          interval: reading.observation.interval),
        EvidenceControl(name: "episodes solved", value: point.solved),
      ], gates: reading.gates,
      status: .judging(
        effect: reading.difference.value, interval: reading.difference.interval, pAdjusted: nil,
        power: reading.difference.power, margin: EquivalenceMargins.increment,
        gates: reading.gates),
      notes: point.missing)
  }

  private var measured: String {
    let solved = points.compactMap { point in
      point.solved.map { "\(Wording.percent($0)) at step \(point.step)" }
    }
    return
      "The agent of each of \(Wording.count(points.count, "checkpoint")) played the same levels, and "
      + "probes of its last tick were fitted anew to what it did. Solved: \(Wording.list(solved))."
  }

  private var shows: String {
    var text = concepts.map { concept in
      let name = concept.phrase.prefix(1).uppercased() + concept.phrase.dropFirst()
      let parts = PlanProbeMap.kernels.map { kernel in
        "\(PlanProbeMap.name(kernel)) "
          + (emergence(concept, kernel).map { "from step \($0) on" } ?? "at no step to stay")
      }
      return "\(name) is read better than from the observation, and than at first, by probes of "
        + "\(Wording.list(parts))."
    }.joined(separator: " ")
    for point in points where !point.missing.isEmpty {
      text += " Step \(point.step): \(point.missing.joined(separator: " "))"
      if !text.hasSuffix(".") { text += "." }
    }
    return text
  }

  private func charts() -> [NamedChart] {
    concepts.map { concept in
      let series = PlanProbeMap.kernels.flatMap { kernel -> [ChartDescription.Series] in
        let own = points.compactMap { point in
          reading(point, concept, kernel).map { (Double(point.step), $0) }
        }
        let name = PlanProbeMap.name(kernel)
        return [
          ChartDescription.Series(
            "\(name) probe", points: own.map { .init(x: $0, $1.score) }),
          ChartDescription.Series(
            "observation, \(name)", points: own.map { .init(x: $0, y: $1.observation.value) },
            isControl: true),
        ]
      }
      return NamedChart(
        concept.rawValue,
        .line(
          ChartDescription.Line(
            title: "Over training: \(concept.phrase)",
            x: .init("training step", isLogarithmic: true),
            y: .init("macro-F1", range: 0...1),
            series: series.filter { !$0.isControl } + series.filter(\.isControl),
            subtitle: "last tick, \(points.last?.readings.first?.levels ?? 0) report levels",
            caption: "What is read is what the agent of each checkpoint does. Bands are 95 % "
              + "intervals over levels.")))
    }
  }
}
