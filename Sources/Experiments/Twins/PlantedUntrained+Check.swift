package import Agents
internal import LinearAlgebra

extension PlantedUntrained {
  /// That an untrained network does not act as P1 does. There is nothing else to claim of it.
  package static func check(
    _ comparison: TwinComparison, on levels: LevelSet
  ) throws -> [PlantedCheck] {
    // Its logits are all small, so that the largest counts, by however little.
    let found = try comparison.logits(of: comparison.twin, on: levels, ticks: nil)
    let alike = try PlantedDecisions(
      comparison.positive, on: levels, encoder: comparison.encoder,
      ticks: [Int](repeating: comparison.ticks, count: levels.count))
    let agrees = found.indices.map { index in
      let action = found[index].indices.max { found[index][$0] < found[index][$1] } ?? 0
      return alike.best(index).contains(action)
    }
    return [comparison.contrast("its actions often are not those of P1", agrees)]
  }
}
