internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Storage

/// What is in a checkpoint.
struct CheckpointSummary {
  let network: LoadedCheckpoint

  var text: String {
    let checkpoint = network.checkpoint
    var lines = [
      "\(network.path): checkpoint of a \(network.architecture)",
      "  sha256: \(network.digest)",
      "  step: \(checkpoint.step)   seed: \(checkpoint.seed)   "
        + (checkpoint.isForeign
          ? "made by another program" : "made by Mesascope \(checkpoint.toolVersion)"),
      "  configuration: " + Self.pairs(network.agent.architecture.configuration.entries),
    ]
    if !checkpoint.environment.isEmpty {
      lines.append("  environment: " + Self.pairs(checkpoint.environment))
    }
    if let recognition = network.recognition {
      lines += DefinitionList.wrap(recognition, width: 98).map { "  " + $0 }
    }
    lines.append("  sites:")
    for site in network.agent.architecture.sites {
      let ticks = site.hasTicks ? ", ticks \(site.firstTick)...\(network.agent.defaultTicks)" : ""
      lines.append("    \(site.name)  \(site.channels) channels\(ticks)  (\(site.summary))")
    }
    lines.append("  parameters: \(network.agent.architecture.layout.parameterCount) in")
    for (name, tensor) in checkpoint.parameters { lines.append("    \(name)  \(tensor.shape)") }
    if !checkpoint.state.isEmpty {
      lines.append(
        "  training state: \(checkpoint.state.count) tensors; the run can be continued from here")
    }
    return lines.joined(separator: "\n")
  }

  static func pairs(_ entries: [String: String]) -> String {
    entries.keys.sorted().map { "\($0) \(entries[$0] ?? "")" }.joined(separator: ", ")
  }

  static func json(_ entries: [String: String]) -> JSON {
    .object(entries.keys.sorted().map { .init($0, .string(entries[$0] ?? "")) })
  }

  var json: JSON {
    let checkpoint = network.checkpoint
    return .object([
      .init("kind", "checkpoint"), .init("path", .string(network.path)),
      .init("sha256", .string(network.digest)),
      .init("architecture", .string(network.architecture)),
      .init("configuration", Self.json(network.agent.architecture.configuration.entries)),
      .init("step", .integer(checkpoint.step)), .init("seed", .string("\(checkpoint.seed)")),
      .init("environment", Self.json(checkpoint.environment)),
      .init("recognition", network.recognition.map { .string($0) } ?? .null),
      .init("sites", .array(network.agent.architecture.sites.map(\.json))),
      .init(
        "parameters",
        .array(
          checkpoint.parameters.map { name, tensor in
            .object([
              .init("name", .string(name)),
              .init("shape", .array(tensor.shape.map { .integer($0) })),
            ])
          })),
    ])
  }
}

extension SiteDescription {
  /// The site for programs.
  var json: JSON {
    .object([
      .init("name", .string(name)), .init("channels", .integer(channels)),
      .init("has_ticks", .boolean(hasTicks)),
      .init("first_tick", .integer(hasTicks ? firstTick : 0)),
      .init("summary", .string(summary)),
    ])
  }
}
