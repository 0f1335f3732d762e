package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// A twin beside its positive, the planted wave P1 on the same observations.
package struct TwinComparison: Sendable {
  /// The twin's id, as in `N2`.
  let id: String
  let twin: Agent
  let positive: Agent
  let encoder: any ObservationEncoder
  /// For how long both think where nothing else is said; long enough for the wave.
  let ticks: Int

  /// - Throws: ``PlantedError/unreadable(encoding:)``.
  package init(
    _ id: String, _ twin: Agent, encoder: any ObservationEncoder, ticks: Int
  ) throws(PlantedError) {
    guard let reading = PlantedWave.Reading(encoder) else {
      throw .unreadable(encoding: encoder.name)
    }
    self.id = id
    self.twin = twin
    self.encoder = encoder
    self.ticks = ticks
    positive = PlantedWave.agent(reading, ticks: ticks)
  }

  /// For each level whether every action that the twin may take is one that the positive may take;
  /// never where the twin is undecided.
  ///
  /// - Parameter shown: what the twin sees, where it is not what the positive sees.
  func agrees(on levels: LevelSet, shown: Tensor? = nil) throws -> [Bool] {
    try agrees(on: levels, shown: shown, ticks: ticks)
  }

  /// - Parameter ticks: for how long the twin thinks; its own number when nil.
  func agrees(on levels: LevelSet, shown: Tensor? = nil, ticks thinking: Int?) throws -> [Bool] {
    let alike = try PlantedDecisions(
      positive, on: levels, encoder: encoder,
      ticks: [Int](repeating: ticks, count: levels.count))
    let found = PlantedDecisions(
      logits: try logits(of: twin, on: levels, shown: shown, ticks: thinking))
    return levels.levels.indices.map { found.isSolved($0, alike.best($0)) }
  }

  /// The logits at the start of each level.
  func logits(
    of agent: Agent, on levels: LevelSet, shown: Tensor? = nil, edits: [SiteEdit] = []
  ) throws -> [[Float]] {
    try logits(of: agent, on: levels, shown: shown, ticks: ticks, edits: edits)
  }

  /// - Parameter ticks: the network's own number when nil.
  func logits(
    of agent: Agent, on levels: LevelSet, shown: Tensor? = nil, ticks: Int?,
    edits: [SiteEdit] = []
  ) throws -> [[Float]] {
    let output = try agent.run(
      shown ?? encoder.observations(of: levels.levels),
      reads: levels.levels.map { [$0.grid.index($0.start)] }, ticks: ticks, edits: edits)
    return (0..<levels.count).map { Array(output.logits.row($0)) }
  }

  /// What stands at a site, held against what should, over all ticks of a site that has them.
  ///
  /// - Parameter expected: of a level, a cell (0 in a vector), a channel and a tick; nil where
  ///   nothing is claimed.
  func deviation(
    at name: String, channels: Range<Int>, on levels: LevelSet, ticks: Int = 1,
    from expected: (_ level: Int, _ cell: Int, _ channel: Int, _ tick: Int) -> Double?
  ) throws -> WorstDeviation {
    var result = WorstDeviation()
    let sites = try twin.allTicks(of: name, thinking: ticks)
    for (offset, set) in try PlantedLevels(levels).pieces() {
      let captured = try Capture(sites: sites, ticks: ticks, encoder: encoder).run(twin, on: set)
      for site in sites {
        let states = try captured.activations(at: site)
        let (cells, width) = (states.shape[1] * states.shape[2], states.shape[3])
        for sample in 0..<set.count {
          for cell in 0..<cells {
            for channel in channels {
              guard let expected = expected(offset + sample, cell, channel, site.tick) else {
                continue
              }
              result.compare(
                states.elements[(sample * cells + cell) * width + channel], expected)
            }
          }
        }
      }
    }
    return result
  }

  /// The deviation of a channel of accumulators from `max(0, T - distance)`, a distance below zero
  /// being that of a square that is never reached.
  func waveDeviation(
    at name: String, channel: Int, on levels: LevelSet, distances: [[Int]]
  ) throws -> WorstDeviation {
    let furthest = distances.reduce(0) { max($0, $1.max() ?? 0) }
    return try deviation(
      at: name, channels: channel..<channel + 1, on: levels, ticks: furthest + 3
    ) { level, cell, _, tick in
      let distance = distances[level][cell]
      return distance < 0 ? 0 : Double(max(0, tick - distance))
    }
  }
}

extension PlantedDecisions {
  /// Decisions of logits that were found otherwise.
  init(logits: [[Float]]) {
    self.logits = logits
    activations = []
  }
}
