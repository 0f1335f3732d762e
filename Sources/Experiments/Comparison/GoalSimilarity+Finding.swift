internal import Probing
internal import Statistics

extension GoalSimilarity {
  /// One finding a measure: group by group, then pair by pair.
  package func findings() -> [Finding] {
    let places = Set(codes.codes.filter { !$0.isUntrained }.map(\.place)).sorted()
    let similarity = SimilarityFinding(
      report, place: places.count == 1 ? places[0] : "each run's own place",
      subject: comparison.subject)
    return zip(report.matrices, similarity.findings).map { matrix, found in
      var finding = found
      finding.id = "compare-\(codes.place.id)\(found.id)"
      finding.title =
        "Codes of things from run to run, \(codes.place.title): \(matrix.measure.title)"
      finding.measured =
        "The codes of both things of \(codes.levels.count) factorial mazes ("
        + "\(report.rows) rows), "
        + (codes.place == .goal
          ? "in each run at the place where exchanging them exchanges its choice" : "at the end")
        + " (\(Wording.list(places))). " + found.measured
        + (Self.factored.contains(matrix.measure)
          ? " Of sets that are wider, the \(Self.components) largest principal components." : "")
      finding.shows =
        (comparison.groups.map { sentence(matrix, $0) } + [between(matrix), found.shows])
        .filter { !$0.isEmpty }.joined(separator: " ")
      finding.records = comparison.groups.map { record(matrix, $0) } + found.records
      finding.doesNotShow += leftOut
      return comparison.cautious(finding)
    }
  }

  private var leftOut: String {
    guard !codes.leftOut.isEmpty else { return "" }
    return " Left out: "
      + Wording.list(codes.leftOut.map { "'\(comparison.runs[$0.run].name)', for \($0.why)" }) + "."
  }

  private func ceiling(_ matrix: SimilarityMatrix, _ group: RunGroup) -> Double {
    let found = sets(group).compactMap { matrix.ceilings[$0] }
    return found.isEmpty ? .nan : Sample.mean(found)
  }

  private func sentence(_ matrix: SimilarityMatrix, _ group: RunGroup) -> String {
    guard sets(group).count > 1 else { return "" }
    let found = self.group(matrix, group)
    return "Runs of '\(group.label)' with each other: "
      + "\(GoalText.estimate(found.within.value, found.within.interval)); with untrained networks "
      + "\(GoalText.number(found.floor.value)); ceiling \(GoalText.number(ceiling(matrix, group)))."
  }

  /// Every two groups.
  private func between(_ matrix: SimilarityMatrix) -> String {
    let means = PairMeans(matrix)
    var parts: [String] = []
    for (index, first) in comparison.groups.enumerated() {
      for second in comparison.groups.dropFirst(index + 1) {
        let value = means.mean(sets(first), sets(second))
        guard value.isFinite else { continue }
        parts.append("'\(first.label)' and '\(second.label)' \(GoalText.number(value))")
      }
    }
    return parts.isEmpty ? "" : "Between groups: \(Wording.list(Array(parts.prefix(6))))."
  }

  private func record(_ matrix: SimilarityMatrix, _ group: RunGroup) -> EvidenceRecord {
    let found = self.group(matrix, group)
    let own = sets(group)
    let power = PowerCard(found.above.interval)
    let gates = [
      EvidenceGate(
        name: "runs", passed: own.count >= RunMean.fewest,
        detail: "\(own.count) of at least \(RunMean.fewest)"),
      EvidenceGate(
        name: "untrained networks", passed: !untrained.isEmpty,
        detail: "\(untrained.count) of at least 1"),
    ]
    let floors = own.flatMap { first in
      own.compactMap { second in
        first == second ? nil : matrix.entry(first, second)?.floor?.mean
      }
    }
    return EvidenceRecord(
      test: Self.test,
      claim: "Codes of things are more alike in two runs of '\(group.label)' than in a run and an "
        + "untrained network.", subject: comparison.subject, levels: report.levels,
      effectName: "\(matrix.measure.title), how much more alike", effect: found.above.value,
      interval: found.above.interval,
      minimumDetectableEffect: power.minimumDetectableEffect, equivalenceMargin: Self.margin,
      controls: [
        EvidenceControl(
          name: "runs with each other", value: found.within.value, interval: found.within.interval),
        EvidenceControl(
          name: "with untrained networks", value: found.floor.value, interval: found.floor.interval),
        EvidenceControl(
          name: "levels in a random order", value: floors.isEmpty ? nil : Sample.mean(floors)),
        EvidenceControl(
          name: "ceiling: halves of a run's own columns", value: ceiling(matrix, group)),
      ], gates: gates,
      status: .judging(
        effect: found.above.value, interval: found.above.interval, pAdjusted: nil, power: power,
        margin: Self.margin, gates: gates), notes: comparison.notes(group))
  }
}
