package import Agents
package import Environments
internal import Foundation
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedConvLSTMWave {
  /// Holds every claim about the wave against breadth-first distances.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - read: how it was told to read the action.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, read: Read, on levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let ticks = known.furthest + 3
    var (lit, pointers, hidden) = (WorstDeviation(), WorstDeviation(), WorstDeviation())
    let moves = levels.moves.count
    let sites = (1...ticks).flatMap {
      [Site("cell.1/cell", tick: $0), Site("cell.1/hidden", tick: $0)]
    }
    for (offset, set) in try known.pieces() {
      let captured = try Capture(sites: sites, ticks: ticks, encoder: encoder).run(agent, on: set)
      for tick in 1...ticks {
        let states = try captured.activations(at: Site("cell.1/cell", tick: tick))
        let outputs = try captured.activations(at: Site("cell.1/hidden", tick: tick))
        let channels = states.shape[3]
        for sample in 0..<set.count {
          let (level, paths) = (set.levels[sample], known.paths[offset + sample])
          for cell in 0..<set.cells {
            let start = (sample * set.cells + cell) * channels
            let distance = paths.distances[cell]
            let isThere = distance >= 0 && tick > distance
            let expected = isThere ? 1.0 : 0
            lit.compare(states.elements[start + litChannel], expected)
            hidden.compare(outputs.elements[start + litChannel], expected * tanh(1))
            let optimal = paths.optimalActions(at: level.grid.cell(cell))
            for move in 0..<moves {
              pointers.compare(
                states.elements[start + pointerChannel(move)],
                isThere && optimal.contains(move) ? 1 : 0)
            }
          }
        }
      }
    }
    return [
      lit.check(
        "P2", "the cell state of lit is 1 from tick distance + 1 on, else 0", levels: known.count,
        tolerance: 1e-6),
      hidden.check(
        "P2", "the hidden state of lit is tanh 1 times that", levels: known.count, tolerance: 1e-6),
      pointers.check(
        "P2", "from that tick the pointers are the optimal actions, and no other is",
        levels: known.count, tolerance: 1e-6),
    ] + (try decisions(agent, read: read, known, encoder: encoder))
  }

  private static func decisions(
    _ agent: Agent, read: Read, _ known: PlantedLevels, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let (starts, optimal) = (known.starts, known.optimal)
    var (decided, early): ([Bool], [Bool]) = ([], [])
    for wait in [0, 1, 5] {
      let found = try PlantedDecisions(
        agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 + read.delay + wait })
      decided += optimal.indices.map { found.best($0) == optimal[$0] }
    }
    let before = try PlantedDecisions(
      agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 + read.delay - 1 })
    early = before.logits.map { $0.allSatisfy { abs($0) < 1e-5 } }
    let far = known.places(from: 2)
    // Beside a goal from which nothing spreads, pointers are set anew in every tick, and a gate
    // that is held shut by less lets a little through.
    let cut = try PlantedDecisions(
      cut(agent), on: known.levels, encoder: encoder,
      ticks: starts.map { $0 + read.delay + 5 })
    return [
      .decision(
        "P2", "from tick distance + \(read.delay) on, the best actions are all the optimal ones",
        levels: known.count, holds: decided),
      .decision("P2", "before, all logits are 0", levels: known.count, holds: early),
      .cut(
        "P2", "without the spread no start two steps or more away is decided", levels: far.count,
        solved: far.map { cut.isSolved($0, optimal[$0], floor: 0.5) }),
    ]
  }
}
