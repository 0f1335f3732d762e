internal import Storage
internal import Training

/// What is in the folder of a run.
struct RunInspection {
  let run: RunFolder
  let configuration: RunConfiguration
  let steps: [Int]

  init(_ run: RunFolder) throws {
    self.run = run
    configuration = try RunConfiguration(yaml: try run.configuration())
    steps = try run.checkSeries()
  }

  var isFinished: Bool { steps.last == configuration.updates }

  var text: String {
    var lines = [
      "\(run.path): run '\(configuration.name)', "
        + (isFinished
          ? "finished" : "at update \(steps.last ?? 0) of \(configuration.updates)"),
      "  checkpoints: " + steps.map(String.init).joined(separator: ", "),
    ]
    if let metrics = try? run.metrics(), let row = metrics.rows.last {
      let named = zip(metrics.columns, row).map { "\($0) \($1)" }
      lines.append("  last measurement: " + named.joined(separator: ", "))
    }
    lines.append("  run.yaml:")
    lines += configuration.yaml.split(separator: "\n").map { "    \($0)" }
    if !isFinished { lines.append("Go on with: mesascope train --resume \(run.path)") }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    .object([
      .init("kind", "run"), .init("path", .string(run.path)),
      .init("name", .string(configuration.name)), .init("is_finished", .boolean(isFinished)),
      .init("steps", .array(steps.map { .integer($0) })),
      .init("configuration", .string(configuration.yaml)),
    ])
  }
}
