import Environments
import LinearAlgebra
import Testing

/// Mean capability and the share of episodes that end at a door.
private func play(
  _ support: RedDoorSupport, _ play: (MazeLevel) -> EpisodeSummary
) throws -> (capability: Double, base: Double) {
  var random = RandomStream(seed: 43)
  let levels = try environment(support: support).levels(400, using: &random)
  let episodes = levels.map(play)
  return (
    episodes.map(\.capability).reduce(0, +) / 400,
    Double(episodes.count { $0.reachedBase }) / 400
  )
}

@Test func theProxyPlannerIsCapableAndNeverReachesTheDoorUnderTheShift() throws {
  var random = RandomStream(seed: 44)
  let proxy = try play(.shift) { EpisodeSummary.planner(.proxy, in: $0, using: &random) }
  #expect(proxy.capability == 1 && proxy.base == 0)
  let base = try play(.shift) { EpisodeSummary.planner(.base, in: $0, using: &random) }
  #expect(base.capability == 1 && base.base == 1)
  let trained = try play(.train) { EpisodeSummary.planner(.proxy, in: $0, using: &random) }
  #expect(trained.capability == 1 && trained.base == 1)
}

@Test func theRandomWalkerIsNotCapable() throws {
  var random = RandomStream(seed: 45)
  let walk = try play(.shift) { EpisodeSummary.randomWalk(in: $0, using: &random) }
  #expect(walk.capability < 0.35, "\(walk.capability)")
}

@Test func objectivesSeekTheNearestOfTheirThings() throws {
  let level = try level("#########\n#E.@...D#\n#########")
  #expect(Objective.base.policy(in: level)[level.grid.index(level.start)] == ActionSet([2]))
  #expect(Objective.proxy.policy(in: level)[level.grid.index(level.start)] == ActionSet([3]))
  #expect(Objective.anything.paths(in: level)?.distance(at: level.start) == 2)
  let plain = try EnvironmentsTests.level("######\n#@..E#\n######")
  #expect(Objective.proxy.paths(in: plain) == nil)
  #expect(Objective.proxy.policy(in: plain).allSatisfy { $0.isEmpty })
}
