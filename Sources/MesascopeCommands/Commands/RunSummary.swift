internal import Storage

/// What a finished run holds, for its last lines.
struct RunSummary {
  let run: RunFolder
  let steps: [Int]
  /// The last row of the metrics by column.
  let last: [(name: String, value: Double)]

  init(_ run: RunFolder) throws {
    self.run = run
    steps = try run.steps()
    let metrics = try run.metrics()
    let row = metrics.rows.last ?? []
    last = zip(metrics.columns, row).compactMap { name, text in
      NumberText.double(text).map { (name, $0) }
    }
  }

  /// The share of held-out states with an optimal action.
  var optimal: Double? { value("optimal") }

  private func value(_ column: String) -> Double? { last.first { $0.name == column }?.value }

  /// What the last row says of the network, in words where there are some for it.
  private var achievement: String {
    var parts: [String] = []
    if let optimal {
      parts.append("chooses an optimal action in \(NumberFormat.percent(optimal)) of states")
    }
    if let total = value("return") {
      parts.append("has a mean return of \(NumberFormat.fixed(total)) an episode")
    }
    if let solved = value("solved") {
      parts.append("solves \(NumberFormat.percent(solved)) of episodes")
    }
    if let accuracy = value("accuracy") {
      parts.append("is right in \(NumberFormat.percent(accuracy)) of samples")
    }
    guard parts.isEmpty else {
      return "On what it never trained on it \(parts.joined(separator: ", and "))."
    }
    let values = last.dropFirst().map { "\($0.name) \(NumberFormat.fixed($0.value))" }
    return "Last measured: \(values.joined(separator: ", "))."
  }

  /// - Parameter isOfMazes: whether the commands that study mazes go with the network.
  func text(updates: Int, seconds: Double, isOfMazes: Bool) -> String {
    let checkpoint = run.checkpointPath(step: steps.last ?? 0)
    let next =
      isOfMazes
      ? [
        "show \(checkpoint) --level 1", "search --checkpoint \(checkpoint)",
        "goals --checkpoint \(checkpoint)",
      ]
      : ["evaluate --checkpoint \(checkpoint)", "list sites --checkpoint \(checkpoint)"]
    return """
      Done: \(updates) updates in \(Progress.durationText(seconds)). \(achievement)
      \(steps.count) checkpoints in \(run.checkpointsPath), measurements in \(run.metricsPath).

      Next:
      \(next.map { "  mesascope \($0)" }.joined(separator: "\n"))
      """
  }

  var json: JSON {
    .object([
      .init("run", .string(run.path)), .init("updates", .integer(steps.last ?? 0)),
      .init("checkpoints", .array(steps.map { .string(run.checkpointPath(step: $0)) })),
      .init("metrics", .object(last.map { .init($0.name, .number($0.value)) })),
    ])
  }
}
