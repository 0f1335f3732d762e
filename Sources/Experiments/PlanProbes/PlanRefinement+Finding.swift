internal import Probing
package import Statistics

extension PlanRefinement {
  /// The records (one a concept and kernel), the paragraph and the figures.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    Finding(
      id: "plan-probes-extra-ticks", title: "Does the plan get better with more thinking?",
      measured: measured, control: control, shows: shows,
      doesNotShow:
        "A plan that is read better need not be a better plan: it can also be one that is "
        + "written more plainly. How play changes with thinking is what 'mesascope evaluate "
        + "--thinking-steps' and T7 measure.",
      records: curves.map { record($0, identity) }, charts: charts())
  }

  private func status(_ curve: Curve) -> EvidenceStatus {
    .judging(
      effect: curve.gain.value, interval: curve.gain.interval, pAdjusted: nil,
      power: curve.gain.power, margin: EquivalenceMargins.increment, gates: curve.gates)
  }

  private func record(_ curve: Curve, _ identity: EvidenceSubject) -> EvidenceRecord {
    var subject = identity
    subject.site = site
    subject.labelDefinition = curve.concept.rawValue
    func control(_ name: String, _ estimate: BootstrapEstimate) -> EvidenceControl {
      EvidenceControl(name: name, value: estimate.value, interval: estimate.interval)
    }
    return EvidenceRecord(
      test: Self.test,
      claim: "More ticks on the first observation make \(curve.concept.phrase) more readable "
        + "(\(PlanProbeMap.name(curve.kernel)) probe).",
      subject: subject, levels: curve.levels,
      effectName: "macro-F1 after \(last) ticks minus that after \(ticks[own])",
      effect: curve.gain.value, interval: curve.gain.interval, p: curve.gain.twoSidedP,
      minimumDetectableEffect: curve.gain.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.increment,
      controls: [
        control(
          "within the network's own ticks: tick \(ticks[own]) minus tick \(ticks[0])", curve.within),
        control("the same probe on the observation", curve.observation),
      ] + zip(ticks, curve.scores).map { control("macro-F1 after \($0) ticks", $1) },
      gates: curve.gates, status: status(curve))
  }

  private var last: Int { ticks[ticks.count - 1] }

  private var measured: String {
    "The network looked at the first observation of each level for up to \(last) ticks in place of its "
      + "own \(ticks[own])"
      + (carries ? ", its memory carried and no action taken" : "")
      + "; at each point a probe of \(site) was fitted anew to what the agent does in the episode"
      + (carries ? " after all that thinking." : ".")
  }

  private var control: String {
    let parts = curves.map {
      "\($0.concept.phrase), \(PlanProbeMap.name($0.kernel)): "
        + "\(Wording.number($0.observation.value))"
    }
    return
      "The same probes on the observation, which stays as it is: \(parts.joined(separator: "; "))."
  }

  private var shows: String {
    curves.map { curve in
      let name = curve.concept.phrase
      let text =
        "\(name.prefix(1).uppercased() + name.dropFirst()) (\(PlanProbeMap.name(curve.kernel))): "
        + "\(Wording.number(curve.scores[0].value)) after \(ticks[0]), "
        + "\(Wording.number(curve.scores[own].value)) after \(ticks[own]), "
        + "\(Wording.number(curve.scores[curve.scores.count - 1].value)) after \(last) ticks; extra "
        + "ticks change it by \(Wording.signed(curve.gain))"
      switch status(curve) {
      case .supports: return text + "."
      case .contradicts: return text + ": no better."
      case .inconclusive: return text + status(curve).decidesNothing + "."
      }
    }.joined(separator: " ")
  }

  private func charts() -> [NamedChart] {
    let x = ticks.map(Double.init)
    let concepts = SquareConcept.allCases.filter { concept in
      curves.contains { $0.concept == concept }
    }
    return concepts.map { concept in
      let mine = curves.filter { $0.concept == concept }
      let series =
        mine.map { curve in
          ChartDescription.Series(
            "\(PlanProbeMap.name(curve.kernel)) probe",
            points: zip(x, curve.scores).map { .init(x: $0, $1) })
        }
        + mine.map { curve in
          ChartDescription.Series(
            "observation, \(PlanProbeMap.name(curve.kernel))",
            points: x.map { .init(x: $0, y: curve.observation.value) }, isControl: true)
        }
      return NamedChart(
        "\(concept.rawValue)",
        .line(
          ChartDescription.Line(
            title: "Thinking longer: \(concept.phrase)",
            x: .init("ticks on the first observation"),
            y: .init("macro-F1", range: 0...1), series: series,
            subtitle: "\(site), \(mine[0].levels) report levels",
            caption:
              "By itself the network thinks \(ticks[own]) ticks. Bands are 95 % intervals over "
              + "levels.")))
    }
  }
}
