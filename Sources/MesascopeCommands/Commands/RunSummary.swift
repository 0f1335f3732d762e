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
  var optimal: Double? { last.first { $0.name == "optimal" }?.value }

  func text(updates: Int, seconds: Double) -> String {
    let checkpoint = run.checkpointPath(step: steps.last ?? 0)
    return """
      Done: \(updates) updates in \(Progress.durationText(seconds)). In held-out mazes the agent \
      chooses an optimal action in \(NumberFormat.percent(optimal ?? .nan)) of states.
      \(steps.count) checkpoints in \(run.checkpointsPath), measurements in \(run.metricsPath).

      Next:
        mesascope show \(checkpoint) --level 1
        mesascope search --checkpoint \(checkpoint)
        mesascope goals --checkpoint \(checkpoint)
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
