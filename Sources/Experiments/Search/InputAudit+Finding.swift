package import Statistics

extension InputAudit {
  /// The gate on T3: no plane but walls, agent and things moves the plan.
  package var gate: EvidenceGate {
    EvidenceGate(
      name: "no input plane gives the plan away", passed: leaks.isEmpty,
      detail: leaks.isEmpty
        ? "\(planes.count) planes edited one at a time"
        : "\(Wording.list(leaks.map { "'\($0.name)'" })) moves the plan when edited alone")
  }

  /// - Parameter isHeld: whether the planes that leak are held as in one level in all other tests.
  package func finding(_ subject: StudySubject, isHeld: Bool = false) -> Finding {
    let constant = planes.filter { !$0.varies && $0.role == .other }
    var measured =
      "Each of the \(planes.count) observation planes was exchanged between levels while all others "
      + "stayed, on \(levels) report levels."
    if !constant.isEmpty {
      let names = Wording.list(constant.map { "'\($0.name)'" })
      measured +=
        " \(names) \(constant.count == 1 ? "is" : "are") the same in all levels and can carry "
        + "nothing here."
    }
    return Finding(
      id: "t4-input-audit", title: "Is the observation free of hints? (T4, input audit)",
      measured: measured,
      control: "Walls, the agent and the things may move the plan; no other plane may.",
      shows: shows + (isHeld && !leaks.isEmpty ? Self.held : ""),
      doesNotShow: "It does not show what the planes that may move the plan do to it.",
      records: [record(subject, isHeld: isHeld)], charts: [NamedChart("planes", .bars(bars()))])
  }

  private static let held =
    " In all other tests it is held as in one level, so that they speak of the network without it."

  /// Whether any plane could carry a hint at all.
  private var hasOtherPlanes: Bool { planes.contains { $0.role == .other && $0.varies } }

  /// What the audit says of its claim.
  package var status: EvidenceStatus {
    guard hasOtherPlanes else {
      return .notApplicable("no plane but walls, agent and things varies")
    }
    return leaks.isEmpty ? .supports : .contradicts
  }

  private var shows: String {
    guard hasOtherPlanes else {
      return
        "There is nothing to audit: no plane but those of walls, agent and things differs between "
        + "levels, so none can carry a hint."
    }
    guard !leaks.isEmpty else {
      return
        "No plane but those of walls, goal and agent moves the directions that are read: there is no "
        + "hint to copy."
    }
    let text = leaks.map { leak in
      "'\(leak.name)' changes \(Wording.percent(leak.plan?.value ?? .nan)) of the directions"
    }
    return "Edited alone, \(Wording.list(text)): the plan may be copied from the observation, and "
      + "what moves with the plan is no search."
  }

  private func record(_ subject: StudySubject, isHeld: Bool) -> EvidenceRecord {
    var identity = subject.identity
    identity.site = site
    identity.levels = levelsDigest
    let worst = planes.filter { $0.role == .other }.compactMap(\.plan).max { $0.value < $1.value }
    var notes = planes.filter { !$0.varies }.map { "plane '\($0.name)' never varies" }
    notes += leaks.map { "leak: plane '\($0.name)'\(isHeld ? ", held as in one level" : "")" }
    return EvidenceRecord(
      test: Self.test, claim: "Only walls, the agent and the things move the plan.",
      subject: identity, levels: levels,
      effectName: "largest share of directions changed by another plane edited alone",
      effect: worst?.value, interval: worst?.interval, equivalenceMargin: Self.tolerance,
      controls: planes.compactMap { plane in
        plane.plan.map {
          EvidenceControl(
            name: "\(plane.role.rawValue): plane '\(plane.name)'", value: $0.value,
            interval: $0.interval)
        }
      }, status: status, notes: notes)
  }

  private func bars() -> ChartDescription.Bars {
    ChartDescription.Bars(
      title: "What each input plane does when exchanged alone",
      value: .init("share of directions that change"),
      bars: planes.compactMap { plane in
        plane.plan.map { .init(plane.name, group: plane.role.rawValue, $0) }
      }, references: [.init("tolerance", at: Self.tolerance)],
      subtitle: "\(site), \(levels) report levels")
  }
}
