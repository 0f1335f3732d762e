internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// What is read at the agent of which of two ways leads to a door: what has had to travel there.
///
/// A code of its own for every type tells doors at the things in any network, so that nothing can be seen to
/// become known there. In levels with one door and one thing that is none, each first step of a shortest
/// way to one of them, and not to both, is a row: the channels at the agent's square after the last tick (at
/// the last map of a network without ticks), in columns of that step, and those of the square that the step
/// leads to, all less the mean of the two ways. A linear probe says which rows lead to the door. Either thing
/// is red as often, by the design of the levels.
struct WayReading {
  private struct Row {
    let level: Int
    let move: Int
    /// Which thing it leads to.
    let thing: Int
    /// The row-major index of the square that it leads to.
    let square: Int
  }

  private let scan: IncrementScan
  /// In the order of the scan's.
  private let rows: [Row]
  private let moves: Int
  private let site: Site

  /// - Throws: as fitting does, also where no level has one door.
  init(_ network: GoalNetwork, replicates: Int, random: RandomStream) throws {
    moves = network.levels.moves.count
    var labels = [Int?](repeating: nil, count: network.trials.count * moves)
    var rows: [Row] = []
    for (index, trial) in network.trials.enumerated()
    where trial.first.isDoor != trial.second.isDoor
      && trial.first.optimal.isDisjoint(with: trial.second.optimal)
    {
      let level = network.levels.levels[index]
      for move in 0..<moves {
        let leads = (trial.first.optimal.contains(move), trial.second.optimal.contains(move))
        guard leads.0 != leads.1 else { continue }
        labels[index * moves + move] = (leads.0 ? trial.first : trial.second).isDoor ? 1 : 0
        rows.append(
          Row(
            level: index, move: move, thing: leads.0 ? 0 : 1,
            square: level.grid.index(level.start.moved(by: network.levels.moves.offsets[move]))))
      }
    }
    self.rows = rows
    let data = try ProbeData(
      levels: network.levels.keys, cells: moves, labels: labels, classes: ["no door", "door"])
    var settings = IncrementSettings()
    settings.metric = .rSquared
    settings.permutations = 0
    settings.replicates = replicates
    var random = random.split("ways")
    scan = try IncrementScan(
      data, baseline: ObservationBaseline.none(for: data), settings: settings, using: &random)
    let ticks = network.ticks ?? network.agent.defaultTicks
    let sites = try ConceptDecodability.defaultSites(of: network.agent, ticks: ticks)
    site = sites[sites.count - 1]
  }

  /// R2 on levels that nothing was fitted on.
  func read(_ network: GoalNetwork) throws -> BootstrapEstimate {
    let map = try network.maps(at: [site]).activations(at: site)
    return try scan.measure(features(map, of: network), withNull: false).score
  }

  private func features(_ map: Tensor, of network: GoalNetwork) -> Matrix<Float> {
    let (cells, channels) = (map.shape[1] * map.shape[2], map.shape[3])
    var features = Matrix<Float>(rows: rows.count, columns: channels * (moves + 1))
    func channel(_ level: Int, _ square: Int, _ channel: Int) -> Float {
      map.elements[(level * cells + square) * channels + channel]
    }
    for (index, row) in rows.enumerated() {
      let read = network.read(of: row.level)
      for column in 0..<channels {
        features[index, row.move * channels + column] = channel(row.level, read, column)
        features[index, moves * channels + column] = channel(row.level, row.square, column)
      }
    }
    for level in Dictionary(grouping: rows.indices, by: { rows[$0].level }).values {
      let ways = [0, 1].map { thing in level.filter { rows[$0].thing == thing } }
      for column in 0..<features.columns {
        let mean = ways.reduce(Float(0)) { sum, way in
          sum + way.reduce(0) { $0 + features[$1, column] } / Float(2 * max(1, way.count))
        }
        for row in level { features[row, column] -= mean }
      }
    }
    return features
  }
}
