package import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// P10, one form a kind: what tests of goals are scored against. The detector of search is not
  /// scored on them.
  static let organisms: [PlantedCase] = planners + [retention(.cueGated, side: 9)]

  private static let planners: [PlantedCase] = PlantedGoalPlanner.Kind.allCases.map { kind in
    var planted = PlantedCase(
      id: "P10", setting: kind.rawValue, environment: RedDoor.environment.configuration
    ) { seed in
      try organism(kind, seed: seed).agent()
    } claims: { agent, count, seed in
      try organism(kind, seed: seed).check(
        agent, on: RedDoor.levels(count, seed, of: RedDoor.environment.with(support: .factorial)),
        encoder: RedDoor.encoder)
    }
    planted.isScored = false
    return planted
  }

  /// The organism of a kind and a seed.
  package static func organism(
    _ kind: PlantedGoalPlanner.Kind, seed: UInt64
  ) throws -> PlantedGoalPlanner {
    guard let reading = PlantedGoalPlanner.Reading(RedDoor.encoder) else {
      throw PlantedError.unreadable(encoding: RedDoor.encoder.name)
    }
    return PlantedGoalPlanner(
      kind, reading: reading, ticks: RedDoor.ticks, drawnFrom: RandomStream(seed: seed))
  }
}
