package import Agents
package import Environments
internal import Foundation
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedValueIteration {
  /// Holds every claim about value iteration against a recorded one and against the closed form.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - discount: gamma that it was made with.
  /// - Throws: when the levels do not fit the network.
  package static func check(
    _ agent: Agent, discount: Float, on levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let iterations = known.furthest + 3
    var (values, closed) = (WorstDeviation(), WorstDeviation())
    let sites = (1...iterations).map { Site("value", tick: $0) }
    let gamma = Double(discount)
    for (offset, set) in try known.pieces() {
      let captured = try Capture(sites: sites, ticks: iterations, encoder: encoder)
        .run(agent, on: set)
      for sample in 0..<set.count {
        let paths = known.paths[offset + sample]
        let record = ValueIterationRecord(
          set.levels[sample], iterations: iterations, discount: gamma, rewards: .dwelling)
        for site in sites {
          let map = try captured.activations(at: site)
          for cell in 0..<set.cells {
            let expected = record.values[site.tick][cell]
            guard !expected.isNaN else { continue }
            let found = map.elements[sample * set.cells + cell]
            values.compare(found, expected)
            let distance = paths.distances[cell]
            let steps = distance < 0 ? 0 : max(0, site.tick - distance)
            closed.compare(
              found,
              gamma == 1
                ? Double(steps)
                : steps == 0
                  ? 0 : pow(gamma, Double(distance)) * (1 - pow(gamma, Double(steps))) / (1 - gamma)
            )
          }
        }
      }
    }
    return [
      values.check(
        "P3", "the value map that enters iteration k is V_k of value iteration",
        levels: known.count, tolerance: 1e-5),
      closed.check(
        "P3", "and the closed form of the distance", levels: known.count, tolerance: 1e-5),
    ] + (try decisions(agent, known, encoder: encoder))
  }

  private static func decisions(
    _ agent: Agent, _ known: PlantedLevels, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let (starts, optimal) = (known.starts, known.optimal)
    var decided: [Bool] = []
    for wait in [0, 1, 5] {
      let found = try PlantedDecisions(
        agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 + wait })
      decided += optimal.indices.map { found.best($0) == optimal[$0] }
    }
    let before = try PlantedDecisions(
      agent, on: known.levels, encoder: encoder, ticks: starts.map { $0 - 1 })
    let early = known.levels.levels.indices.map { index in
      let level = known.levels.levels[index]
      return level.grid.moves.offsets.enumerated().allSatisfy { action, offset in
        let next = level.start.moved(by: offset)
        let isOpen = level.grid.isFree(next) && known.paths[index].distance(at: next) >= 0
        let logit = before.logits[index][action]
        return isOpen ? abs(logit) < 1e-4 : logit < 1e-4
      }
    }
    let far = known.places(from: 1)
    let cut = try PlantedDecisions(
      cut(agent), on: known.levels, encoder: encoder, ticks: starts.map { $0 + 5 })
    return [
      .decision(
        "P3", "from K = distance on, the best actions are all the optimal ones",
        levels: known.count, holds: decided),
      .decision(
        "P3", "before, moves to free squares have logit 0 and no other has more",
        levels: known.count, holds: early),
      .cut(
        "P3", "without backups no start is decided", levels: far.count,
        solved: far.map { cut.isSolved($0, optimal[$0]) }),
    ]
  }
}
