internal import Environments
package import Probing
package import Statistics

/// T1: is the plan readable at every free square beyond what the observation gives away?
///
/// The effect is the increment in macro-F1 over the observation baseline of the oracle's one optimal
/// direction, read at the end of the network's computation. It is broken down by the distance to the
/// goal and by squares on and off the path that the agent takes: a code of the agent's own next
/// moves would be readable on the path alone.
package struct IncrementalPlanDecodability: Sendable {
  /// A part of the report rows with the increment in it.
  package struct Stratum: Sendable {
    package let name: String
    package let rows: Int
    package let levels: Int
    package let trained: BootstrapEstimate
    /// The mean of the untrained networks; `nil` without any.
    package let untrained: BootstrapEstimate?
  }

  static let test = "T1 incremental plan decodability"
  /// Distances to the goal in the bins of the record.
  static let bins = [1...4, 5...8, 9...12, 13...Int.max]

  package let plan: PlanScan
  package let gates: LevelGates
  package let strata: [Stratum]

  /// - Throws: as a run of the agent does.
  package init(_ plan: PlanScan, gates: LevelGates, subject: StudySubject) throws {
    self.plan = plan
    self.gates = gates
    let scores = plan.scores
    let place = plan.series.count - 1
    let predictions = (0..<plan.captures.sets.count).map { plan.classes(place: place, network: $0) }
    let reported = Set(scores.rows { _ in true }.map { plan.data.rowLevel[$0] }).sorted()
    let levels = plan.captures.levels
    var parts = Self.bins.map { bin in
      (
        name: bin.upperBound == Int.max
          ? "\(bin.lowerBound) or more steps from the goal"
          : "\(bin.lowerBound) to \(bin.upperBound) steps from the goal",
        rows: scores.rows { bin.contains(plan.distances[$0]) }
      )
    }
    if RefusedTest.noMoves(subject, levels) == nil {
      let taken = try Self.taken(by: subject, plan, in: reported)
      func isTaken(_ row: Int) -> Bool {
        taken[plan.data.rowLevel[row]].contains(plan.data.rowCell[row])
      }
      parts.append(("on the path that the agent takes", scores.rows { isTaken($0) }))
      parts.append(("off the path that the agent takes", scores.rows { !isTaken($0) }))
    }
    strata = parts.filter { !$0.rows.isEmpty }.map { part in
      let increments = scores.increments(predictions, in: part.rows)
      return Stratum(
        name: part.name, rows: part.rows.count, levels: scores.levels(of: part.rows),
        trained: increments[0],
        untrained: BootstrapEstimate.mean(of: Array(increments.dropFirst())))
    }
  }

  /// The squares that the network walks over in some of the levels; none in the others.
  private static func taken(
    by subject: StudySubject, _ plan: PlanScan, in reported: [Int]
  ) throws -> [Set<Int>] {
    let levels = plan.captures.levels
    let policy = AgentPolicy(
      subject.agent, encoder: subject.encoder, ticks: plan.settings.thinking)
    let rollouts = try Rollouts.play(reported.map { levels.levels[$0] }, policy)
    var taken = [Set<Int>](repeating: [], count: levels.count)
    for (index, level) in reported.enumerated() {
      taken[level] = Set(rollouts[index].path.map { levels.levels[level].grid.index($0) })
    }
    return taken
  }

  /// The measurement at the end of the computation.
  package var entry: ProbeReport.Entry { plan.report.entries[plan.series.count - 1] }

  package var appliedGates: [EvidenceGate] {
    plan.report.gates + gates.size + gates.difficulty
  }

  /// What the test says of its claim.
  ///
  /// A reader of the picture is never quite the best one, and leaves a little of what the picture tells
  /// to the activations. An increment whose interval reaches below the margin is therefore no plan.
  package var status: EvidenceStatus {
    let status = EvidenceStatus.void(appliedGates) ?? entry.status
    guard status == .supports, let lower = entry.result.increment.interval?.lower,
      lower <= EquivalenceMargins.increment
    else { return status }
    return .inconclusive(
      "a true effect, but it reaches below \(EquivalenceMargins.increment), which the best reader of the "
        + "picture may miss")
  }

  /// The increment in a part of the rows, by name.
  package func stratum(_ name: String) -> Stratum? { strata.first { $0.name == name } }

  /// The finding of levels on which the test may not be read: nothing was measured.
  package static func refused(
    _ gates: LevelGates, subject: StudySubject, levels: LevelSet
  ) -> Finding {
    let failed = gates.difficulty + gates.size
    var identity = subject.identity
    identity.levels = levels.digest
    let status = EvidenceStatus.void(failed) ?? .inconclusive("void")
    let record = EvidenceRecord(
      test: test, claim: "The plan is readable beyond the observation.", subject: identity,
      levels: gates.levels, effectName: "increment of macro-F1 over the observation",
      gates: failed, status: status)
    return Finding(
      id: "t1-plan-decodability", title: "Is the plan readable? (T1)",
      measured: "Not measured. These \(levels.count) levels have \(gates.header).",
      control: "", shows: "\(status.reason.map(Self.sentence) ?? "")",
      doesNotShow:
        "This says nothing about the network, only that these levels could not tell. Fresh levels "
        + "that are hard enough can be drawn.", records: [record])
  }

  private static func sentence(_ text: String) -> String {
    "The test is void, for" + text.dropFirst("void:".count) + "."
  }
}
