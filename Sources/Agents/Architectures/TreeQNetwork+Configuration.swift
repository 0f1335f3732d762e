extension TreeQNetwork {
  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let encoder = try configuration.choice("encoder", default: Encoder.convolution)
    let actions = try configuration.integer("actions", default: 4, in: 2...31)
    let depth = try configuration.integer("depth", default: 2, in: 0...12)
    var leaves = 1
    for _ in 0..<depth { leaves *= actions }
    guard leaves <= Self.largestTree else {
      throw .badSetting(
        key: "depth", value: "\(depth)",
        allowed: "one whose tree has at most \(Self.largestTree) leaves")
    }
    self.init(
      planes: try configuration.integer("planes", in: 1...4096),
      rows: try configuration.integer("rows", default: 1, in: 1...256),
      columns: try configuration.integer("columns", default: 1, in: 1...256),
      actions: actions, encoder: encoder,
      channels: try configuration.integer("channels", default: 16, in: 1...1024),
      dims: try configuration.integer("dims", default: 128, in: 1...4096), depth: depth,
      discount: try Self.share(configuration, "discount", default: 0.99),
      lambda: try Self.share(configuration, "lambda", default: 0.8),
      transition: try configuration.choice("transition", default: Transition.equation))
  }

  private static func share(
    _ configuration: ArchitectureConfiguration, _ key: String, default fallback: Double
  ) throws(ArchitectureError) -> Double {
    guard let text = configuration[key] else { return fallback }
    guard let value = Double(text), (0...1).contains(value) else {
      throw .badSetting(key: key, value: text, allowed: "a number in 0...1")
    }
    return value
  }

  package var configuration: ArchitectureConfiguration {
    ArchitectureConfiguration([
      "planes": "\(planes)", "rows": "\(rows)", "columns": "\(columns)",
      "actions": "\(actions)", "encoder": encoder.rawValue, "channels": "\(channels)",
      "dims": "\(dims)", "depth": "\(depth)", "discount": "\(discount)", "lambda": "\(lambda)",
      "transition": transition.rawValue,
    ])
  }

  /// A level has as many vectors as nodes, so each is a site of its own; node `i` of a level has
  /// its children from `i * actions` on.
  package var sites: [SiteDescription] {
    var result = [
      SiteDescription(
        "embedding", channels: dims, hasTicks: false, layout: .vector,
        summary: "the state of the root")
    ]
    var nodes = 1
    for level in 0..<depth {
      result.append(
        SiteDescription(
          "level.\(level)/rewards", channels: actions, hasTicks: false, layout: .vectors(nodes),
          summary: "the rewards predicted for the actions in the nodes of depth \(level)"))
      result.append(
        SiteDescription(
          "level.\(level)/backed-up", channels: actions, hasTicks: false,
          layout: .vectors(nodes),
          summary: "the action values of the nodes of depth \(level) after the backup"))
      nodes *= actions
      result.append(
        SiteDescription(
          "level.\(level + 1)/states", channels: dims, hasTicks: false, layout: .vectors(nodes),
          summary: "the states of the nodes of depth \(level + 1)"))
      result.append(
        SiteDescription(
          "level.\(level + 1)/values", channels: 1, hasTicks: false, layout: .vectors(nodes),
          summary: "the values read from the states of depth \(level + 1)"))
    }
    return result
  }
}
