import Environments
import LinearAlgebra
import Testing

@Test(arguments: EnvironmentLaw.all)
func aBatchGoesOnFromItsHistoriesAsIfItHadNeverStopped(_ law: EnvironmentLaw) throws {
  func check<World: Environment>(_ world: World) throws {
    let (slots, seed) = (3, RandomStream(seed: 84))
    for part in LevelPart.allCases {
      var random = RandomStream(seed: 85)
      var whole = try EpisodeBatch(world, count: slots, random: seed, part: part)
      for stop in [1, 17, 40] {
        for _ in 0..<stop { try whole.step(actions(slots, world, &random)) }
        var resumed = try EpisodeBatch(
          world, count: slots, random: seed, part: part, resuming: whole.histories)
        #expect(resumed.observations == whole.observations)
        #expect(resumed.reads == whole.reads)
        for _ in 0..<25 {
          let actions = actions(slots, world, &random)
          try whole.step(actions)
          try resumed.step(actions)
          #expect(resumed.outcomes == whole.outcomes)
          #expect(resumed.observations == whole.observations)
          #expect(resumed.truncations == whole.truncations)
          #expect(resumed.histories == whole.histories)
        }
      }
    }
  }
  try check(law.make())
}

private func actions<World: Environment>(
  _ count: Int, _ world: World, _ random: inout RandomStream
) -> [Int] {
  (0..<count).map { _ in random.below(world.actionCount) }
}

@Test(arguments: EnvironmentLaw.all)
func historiesThatDoNotFitAreRefused(_ law: EnvironmentLaw) throws {
  let world = try law.make()
  let seed = RandomStream(seed: 86)
  let wrong = [EpisodeHistory(number: 2, actions: [world.actionCount])]
  let tooLong = [EpisodeHistory(number: 0, actions: [Int](repeating: 0, count: 100_001))]
  for histories in [wrong, tooLong, wrong + wrong] {
    #expect(throws: EnvironmentError.self) {
      try world.batch(count: 1, random: seed, resuming: histories)
    }
  }
}
