package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedUntiedWave {
  /// Whether a level's start is near enough for its wave.
  package static func suits(_ level: MazeLevel, blocks: Int) -> Bool {
    level.paths().distance(at: level.start) <= blocks
  }

  /// Holds every claim about the untied wave.
  ///
  /// - Parameters:
  ///   - matched: levels that suit it; see ``suits(_:blocks:)``.
  ///   - fresh: levels of all kinds.
  package static func check(
    _ comparison: TwinComparison, blocks: Int, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let (id, count) = (comparison.id, matched.count)
    let distances = matched.levels.map { $0.paths().distances }
    let paths = fresh.levels.map { $0.paths() }
    let found = PlantedDecisions(logits: try comparison.logits(of: comparison.twin, on: fresh))
    let sites = (1...blocks).map { Site(site($0)) }
    let captured = try Capture(sites: sites, encoder: comparison.encoder)
      .run(comparison.twin, on: matched)
    var stream = WorstDeviation()
    for (index, site) in sites.enumerated() {
      let states = try captured.activations(at: site)
      for (row, distance) in distances.joined().enumerated() {
        stream.compare(
          states.elements[row * Channel.allCases.count + Channel.accumulator.rawValue],
          distance < 0 ? 0 : Double(max(0, index + 1 - distance)))
      }
    }
    return [
      stream.check(
        id, "after block b the accumulator is max(0, b - distance)", levels: count,
        tolerance: 1e-5),
      .decision(
        id, "no two blocks have the same weights", levels: count,
        holds: distinct(comparison.twin, blocks: blocks)),
      try comparison.agreement(on: matched),
      .decision(
        id, "where the way is longer than there are blocks all logits are 0, and else not",
        levels: fresh.count,
        holds: fresh.levels.indices.map { index in
          let isNear = paths[index].distance(at: fresh.levels[index].start) <= blocks
          return found.logits[index].contains { abs($0) > 1e-4 } == isNear
        }),
    ]
  }

  /// For each two blocks whether their weights differ.
  private static func distinct(_ agent: Agent, blocks: Int) -> [Bool] {
    let weights = (1...blocks).map { agent.parameters["block.\($0)/update/weight"].elements }
    return (0..<blocks).flatMap { one in (0..<one).map { weights[one] != weights[$0] } }
  }
}
