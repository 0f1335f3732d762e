internal import Environments
internal import Experiments
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

  /// - Parameters:
  ///   - updates: those that were made just now; with none the run was complete before.
  ///   - budget: the updates of all stages.
  ///   - training: the updates of the training, which the run file names.
  func text(updates: Int, seconds: Double, budget: Int, ofTraining training: Int) throws -> String {
    let made =
      "\(steps.count) checkpoints in \(run.checkpointsPath), measurements in "
      + "\(run.metricsPath)."
    let next = try nextCommands().map { "  mesascope \($0)" }.joined(separator: "\n")
    guard updates > 0 else {
      return """
        This run is complete already: \(budget) of \(budget) updates are made. \(achievement)
        \(made)
        A longer one begins anew, for its schedule depends on its length:
          mesascope train --config \(run.path)/run.yaml --updates \(2 * training) \\
            --output \(run.path)-longer

        Next:
        \(next)
        """
    }
    return """
      Done: \(updates) updates in \(Progress.durationText(seconds)). \(achievement)
      \(made)

      Next:
      \(next)
      """
  }

  /// Commands that go with the network and what it was trained on.
  private func nextCommands() throws -> [String] {
    let checkpoint = run.checkpointPath(step: steps.last ?? 0)
    let network = try LoadedCheckpoint(file: checkpoint)
    var commands: [String] = []
    if network.environment != nil {
      if network.agent.mainMap != nil {
        commands += ["show \(checkpoint) --level 1", "search --checkpoint \(checkpoint)"]
      } else {
        commands.append("evaluate --checkpoint \(checkpoint)")
      }
      return commands + ["goals --checkpoint \(checkpoint)"]
    }
    if network.task is any Environment || network.task is any SampleTask {
      commands.append("evaluate --checkpoint \(checkpoint)")
    } else {
      commands.append("inspect \(checkpoint)")
    }
    return commands + ["list sites --checkpoint \(checkpoint)"]
  }

  var json: JSON {
    .object([
      .init("run", .string(run.path)), .init("updates", .integer(steps.last ?? 0)),
      .init("checkpoints", .array(steps.map { .string(run.checkpointPath(step: $0)) })),
      .init("metrics", .object(last.map { .init($0.name, .number($0.value)) })),
    ])
  }
}
