internal import NeuralNetworks
package import Probing
package import Statistics

extension PlanProbeMap {
  static let test = "plan probes"

  /// The records (the chosen layer's last tick first), the paragraph and the figures.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    let (layer, last) = (chosenLayer, layers.ticks.count - 1)
    let best = cell(.single, layer: layer, tick: last)
    let wide = cell(.threeByThree, layer: layer, tick: last)
    let first = [best, wide]
    let others = cells.filter { cell in
      !first.contains { $0.site == cell.site && $0.kernel == cell.kernel }
    }
    return Finding(
      id: "plan-probes-\(concept.rawValue)",
      title: "Can \(concept.phrase) be read? (plan probes)", measured: measured(best, wide),
      control: control(best, wide), shows: shows(best, wide),
      doesNotShow:
        "That a plan can be read does not show that the network uses it, which steering and "
        + "erasure ask; and what an agent does next can also be read from a habit.",
      records: (first + others).map { record($0, identity) }, charts: charts())
  }

  private func record(_ cell: Cell, _ identity: EvidenceSubject) -> EvidenceRecord {
    var subject = identity
    (subject.site, subject.tick) = (cell.site.name, cell.site.tick)
    subject.labelDefinition = concept.rawValue
    let kernel = Self.kernels.firstIndex(of: cell.kernel) ?? 0
    var controls = [
      control("macro-F1 of the probe", cell.result.score),
      control("macro-F1 of the same probe on the observation", observation[kernel].score),
      control("guessing in the classes' shares", scan.baseline),
    ]
    for (index, twin) in cell.untrained.enumerated() {
      controls.append(control("untrained network \(index + 1), macro-F1", twin.score))
    }
    if let above = cell.aboveUntrained {
      controls.append(control("above the mean untrained network", above))
    }
    if cell.increment != nil, cell.site.name == layers.names[chosenLayer] {
      let other = logistic[kernel]
      controls += [
        control("macro-F1 of a logistic probe", other.score),
        control("macro-F1 of a logistic probe on the observation", other.observation),
        control("difference of the two", other.difference),
      ]
    }
    if let increment = cell.increment?.increment {
      controls.append(control("added to the observation of the same squares", increment))
    }
    return EvidenceRecord(
      test: Self.test + (cell.increment == nil ? ", one tick" : ""),
      claim: "\(concept.phrase) is readable at \(cell.site.name), tick \(cell.site.tick), by a "
        + "\(Self.name(cell.kernel)) probe, beyond the observation.",
      subject: subject, levels: scan.reportLevels,
      effectName:
        "macro-F1 minus that of the same probe on the observation (of guessing, if better)",
      effect: cell.aboveObservation.value, interval: cell.aboveObservation.interval,
      p: cell.increment?.null?.p, pAdjusted: cell.pAdjusted,
      minimumDetectableEffect: cell.aboveObservation.power.minimumDetectableEffect,
      equivalenceMargin: EquivalenceMargins.increment,
      null: cell.increment?.null.map { EvidenceNull($0) }, controls: controls, gates: gates,
      status: status(cell),
      notes: notes(cell)
        + (cell.increment == nil
          ? [] : ["p is of the increment over the observation, labels exchanged between levels"]))
  }

  /// What a reader should know; that moments share levels is said once and plainly.
  private func notes(_ cell: Cell) -> [String] {
    let others = cell.result.notes.filter {
      if case .repeatedLevels = $0 { false } else { true }
    }
    return others.map(\.description) + [
      "\(moments.count) moments of \(moments.levels) levels; those of a level are never taken apart"
    ]
  }

  private func control(_ name: String, _ estimate: BootstrapEstimate) -> EvidenceControl {
    EvidenceControl(name: name, value: estimate.value, interval: estimate.interval)
  }

  /// `1x1` or `3x3`.
  package static func name(_ kernel: Neighbourhood) -> String {
    let side = 2 * kernel.radius + 1
    return "\(side)x\(side)"
  }

  private func measured(_ best: Cell, _ wide: Cell) -> String {
    let solved = Double(moments.solved.count { $0 }) / Double(max(1, moments.solved.count))
    return
      "The network played \(moments.solved.count) held-out levels (solved: "
      + "\(Wording.percent(solved))). At \(Wording.count(moments.count, "moment")) of these episodes a "
      + "linear probe of each layer and tick read, at every square that is no wall, "
      + "\(concept.phrase) in the rest of the episode, fitted anew for each tick. At \(best.site.name), "
      + "tick \(best.site.tick), a probe of the square alone reaches macro-F1 "
      + "\(Wording.plain(best.result.score)), one of 3x3 squares "
      + "\(Wording.plain(wide.result.score))."
  }

  private func control(_ best: Cell, _ wide: Cell) -> String {
    var text =
      "The same probes on the observation reach \(Wording.number(observation[0].score.value)) and "
      + "\(Wording.number(observation[1].score.value)), guessing \(Wording.number(scan.baseline.value))"
    if let untrained = BootstrapEstimate.mean(of: best.untrained.map(\.score)),
      let other = BootstrapEstimate.mean(of: wide.untrained.map(\.score))
    {
      text +=
        ", \(Wording.count(best.untrained.count, "untrained network")) "
        + "\(Wording.number(untrained.value)) and \(Wording.number(other.value))"
    }
    let pairs = logistic.map {
      "\(Wording.number($0.score.value)) beside \(Wording.number($0.observation.value))"
    }
    return text + ". Logistic probes reach \(Wording.list(pairs))."
      + (concept.published.map { " \($0)" } ?? "")
  }

  private func shows(_ best: Cell, _ wide: Cell) -> String {
    func sentence(_ cell: Cell, _ name: String) -> String {
      let text =
        "\(name) the network tells \(Wording.signed(cell.aboveObservation)) more than the "
        + "observation or guessing does"
      switch status(cell) {
      case .supports: return text + "."
      case .contradicts: return text + ", which counts as nothing."
      case .inconclusive: return text + status(cell).decidesNothing + "."
      }
    }
    return sentence(best, "Of the square alone") + " " + sentence(wide, "Of 3x3 squares")
  }
}
