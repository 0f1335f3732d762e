package import Agents
internal import NeuralNetworks

/// Where the plan of an agent is read: the maps that it carries from tick to tick, layer by layer.
package struct PlanLayers: Sendable, Equatable {
  /// The names of the sites, the lowest layer first.
  package let names: [String]
  /// The ticks that are read.
  package let ticks: [Int]

  /// The cell states of a DRC, as the source reads them; the main map of any other network.
  ///
  /// - Throws: ``CaptureError/noMaps(architecture:sites:)``, and ``PlanProbeError/noTicks`` for a
  ///   network that does not think in ticks.
  package init(of agent: Agent, thinking: Int, most: Int) throws {
    let main = try agent.mapSite()
    guard main.hasTicks else {
      throw PlanProbeError.noTicks(architecture: type(of: agent.architecture).name)
    }
    let cells = agent.architecture.sites.filter {
      $0.isMap && $0.hasTicks && $0.name.hasSuffix("/cell")
    }
    names = cells.isEmpty ? [main.name] : cells.map(\.name)
    ticks = Self.thinned(
      try agent.allTicks(of: names[0], thinking: thinking).map(\.tick), to: most)
  }

  /// At most so many of a list at even distances, the first and the last among them.
  static func thinned(_ ticks: [Int], to count: Int) -> [Int] {
    guard ticks.count > count, count > 1 else { return ticks }
    return (0..<count).map {
      ticks[Int((Double($0 * (ticks.count - 1)) / Double(count - 1)).rounded())]
    }
  }

  /// Every place, layer by layer.
  var sites: [Site] { names.flatMap { name in ticks.map { Site(name, tick: $0) } } }
}

/// Why plan probes cannot be run.
package enum PlanProbeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The network computes its answer in one pass.
  case noTicks(architecture: String)
  /// The task has no squares that an agent walks over.
  case noSquares(task: String)
  /// In no episode does the agent enter a square.
  case neverMoves(levels: Int)

  package var description: String {
    switch self {
    case .noTicks(let architecture):
      "Plan probes follow a plan from tick to tick, and a \(architecture) has no ticks. 'mesascope "
        + "probe --scan' reads its layers."
    case .noSquares(let task):
      "Plan probes are for mazes and Sokoban, where an agent walks over squares; this network acts in "
        + "\(task). 'mesascope evaluate' plays it."
    case .neverMoves(let levels):
      "In \(levels) levels the agent enters too few squares for its plan to be read: probes need each "
        + "direction in two levels or more of either half. Train it longer."
    }
  }
}
