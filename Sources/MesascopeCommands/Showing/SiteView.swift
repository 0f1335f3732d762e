internal import Agents
internal import Environments
internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import NeuralNetworks

/// The raw activations of one level at a site, as small maps by channel and tick.
struct SiteView: Sendable {
  let name: String
  /// The ticks shown; 0 alone for a site without ticks.
  let ticks: [Int]
  /// The channels shown, those that vary most first where they were chosen so.
  let channels: [Int]
  private let level: MazeLevel
  /// By channel, then tick.
  private let maps: [[Matrix<Double>]]
  private let count: Int
  private let hasMemory: Bool

  init(
    _ network: LoadedCheckpoint, level: MazeLevel, encoder: any ObservationEncoder,
    site: String?, ticks: TickList, channels: ChannelChoice
  ) throws {
    let agent = network.agent
    let map = try agent.mapSite(site)
    let name = map.name
    let all = try agent.allTicks(of: name, thinking: agent.defaultTicks).map(\.tick)
    let chosen = ticks.ticks(among: all)
    let captured = try Capture(
      sites: chosen.map { Site(name, tick: $0) },
      ticks: all == [0] ? nil : max(agent.defaultTicks, chosen.max() ?? 0), encoder: encoder
    ).run(agent, on: try LevelSet([level]))
    let tensors = try chosen.map { try captured.activations(at: Site(name, tick: $0)) }
    let count = map.channels
    let order = try Self.choose(channels, tensors, site: name, count: count)
    let maps = try order.map { channel in
      try chosen.map { try captured.map(Site(name, tick: $0), level: 0, channel: channel) }
    }
    self.name = name
    self.count = count
    hasMemory = !agent.architecture.memory.isEmpty
    self.maps = maps
    self.ticks = chosen
    self.channels = order
    self.level = level
  }

  private static func choose(
    _ choice: ChannelChoice, _ tensors: [Tensor], site: String, count: Int
  ) throws -> [Int] {
    switch choice {
    case .all: return Array(0..<count)
    case .these(let numbers):
      if let wrong = numbers.first(where: { $0 >= count }) {
        throw CommandFailure.noSuchChannel(channel: wrong, site: site, channels: count)
      }
      return numbers
    case .top(let wanted):
      let variances = (0..<count).map { channel in Self.variance(of: channel, in: tensors) }
      let order = (0..<count).sorted { (variances[$1], $0) < (variances[$0], $1) }
      return Array(order.prefix(wanted))
    }
  }

  /// The variance of a channel over squares and ticks.
  private static func variance(of channel: Int, in tensors: [Tensor]) -> Double {
    var (sum, squares, number) = (0.0, 0.0, 0.0)
    for tensor in tensors {
      let channels = tensor.shape[3]
      for index in stride(from: channel, to: tensor.count, by: channels) {
        let value = Double(tensor.elements[index])
        sum += value
        squares += value * value
        number += 1
      }
    }
    return number > 0 ? squares / number - (sum / number) * (sum / number) : 0
  }

  var fileName: String { String(name.map { $0 == "/" || $0 == "." ? "-" : $0 }) }

  var summary: String {
    let shown = channels.count == count ? "all" : "\(channels.count) of"
    let ticked = ticks == [0] ? "" : ", \(ticks.count) ticks"
    let memory = hasMemory ? ", at the first step, when the memory is still empty" : ""
    return "\(shown) \(count) channels at \(name)\(ticked)\(memory)"
  }

  /// A row of maps a channel, a column a tick.
  var chart: Figures.HeatmapGrid {
    var panels: [Figures.Heatmap] = []
    for (row, channel) in channels.enumerated() {
      for (column, tick) in ticks.enumerated() {
        panels.append(
          Figures.Heatmap(
            title: ticks == [0] ? "channel \(channel)" : "channel \(channel), tick \(tick)",
            values: maps[row][column], rows: CategoryAxis(""), columns: CategoryAxis(""),
            quantity: "activation", outlined: level.grid.walls, squareCells: true))
      }
    }
    return Figures.HeatmapGrid(
      title: "Raw activations at \(name)", panels: panels,
      scaling: .shared(.diverging(panels.map(\.values), span: .robust(0.002))),
      panelsPerRow: ticks.count > 1 ? ticks.count : nil,
      subtitle: "Level \(level.id), the agent at its start"
        + (hasMemory ? ", its memory still empty" : "") + "; outlined squares are walls.",
      caption: "One scale for all maps, symmetric about zero; its ends leave out the largest "
        + "0.2 % of values. Channels in the order of how much they vary.")
  }
}
