internal import LinearAlgebra
internal import Statistics

extension CounterfactualEdits {
  /// The test's own record, then those of all walls, of moved things and of the plan.
  func records(_ subject: StudySubject, _ levels: LevelSet) -> [EvidenceRecord] {
    var first = record(
      of: own, subject, levels, Self.test,
      choosesMoves
        ? "The first action follows edits of far walls exactly where the best one changes."
        : "The output, which is no move, changes more with edits that change the best way than with "
          + "others.")
    first.p = null.p
    first.null = EvidenceNull(null)
    first.gates = gates
    first.status = status
    let walls = record(
      of: allWalls, subject, levels, "\(Self.test): walls at any distance",
      "The first action follows edits of walls at any distance.")
    let moved = record(
      of: things, subject, levels, "\(Self.test): moved things",
      "The first action follows moved goals and exchanged things.")
    return [first, walls, moved] + (plan.map { [record(of: $0, subject, levels)] } ?? [])
  }

  private func record(
    of part: Part, _ subject: StudySubject, _ levels: LevelSet, _ test: String, _ claim: String
  ) -> EvidenceRecord {
    let isThings = part.name == things.name
    let others = isThings ? "class B edits" : "irrelevant edits"
    var controls = [
      control("class A edits followed", part.followed),
      control("\(others) that change the action", part.changed),
      part.untrainedFollowed.map { control("untrained: class A edits followed", $0) },
      part.untrainedChanged.map { control("untrained: \(others) that change the action", $0) },
      EvidenceControl(name: "a lookup of the unedited levels", value: 0),
      control("unedited levels decided right", competence),
    ].compactMap { $0 }
    if !isThings {
      controls.append(control("class B edits that change the action", mapOnlyChanged))
    }
    return record(
      subject, levels, test, claim, part.effect, of: part.levels,
      "share of edits that are followed minus share of \(others) that change the action, minus "
        + "untrained", controls,
      note:
        "\(part.name): \(part.edits) edits of class A, \(part.others) that should change nothing"
    )
  }

  private func record(
    of plan: EditedPlan, _ subject: StudySubject, _ levels: LevelSet
  ) -> EvidenceRecord {
    let part = plan.far
    let controls = [
      control("changed squares that are followed", part.followed),
      control("squares of irrelevant edits that change", part.changed),
      part.untrained.map { control("untrained networks", $0) },
      control("squares nearer to the edit, minus untrained", plan.near.effect),
    ].compactMap { $0 }
    var record = record(
      subject, levels, "\(Self.test): plan at far squares",
      "The directions that are read far from an edit change as the best ones do.", part.effect,
      of: part.levels,
      "share of changed squares that are followed minus share of unchanged ones that change, minus "
        + "untrained", controls,
      note: "\(part.name): \(part.squares) whose direction changes, \(part.others) of irrelevant "
        + "edits")
    record.subject.labelDefinition = "plan-direction"
    return record
  }

  /// A record whose p-value is that of the resamples.
  private func record(
    _ subject: StudySubject, _ levels: LevelSet, _ test: String, _ claim: String,
    _ effect: BootstrapEstimate, of count: Int, _ effectName: String,
    _ controls: [EvidenceControl], note: String
  ) -> EvidenceRecord {
    var identity = subject.identity
    identity.levels = levels.digest
    let applied =
      [
        EvidenceGate(
          name: "levels with an edit that changes what is read",
          passed: count >= Self.fewestLevels,
          detail: "\(count) of at least \(Self.fewestLevels)")
      ] + gates.dropFirst()
    return EvidenceRecord(
      test: test, claim: claim, subject: identity, levels: count, effectName: effectName,
      effect: effect.value, interval: effect.interval, p: effect.twoSidedP,
      minimumDetectableEffect: effect.power.minimumDetectableEffect,
      equivalenceMargin: Self.margin, controls: controls, gates: applied,
      status: .judgingBeyondMargin(
        effect: effect.value, interval: effect.interval, pAdjusted: effect.twoSidedP,
        power: effect.power, margin: Self.margin, gates: applied), notes: [note])
  }

  private func control(_ name: String, _ estimate: BootstrapEstimate) -> EvidenceControl {
    EvidenceControl(name: name, value: estimate.value, interval: estimate.interval)
  }
}
