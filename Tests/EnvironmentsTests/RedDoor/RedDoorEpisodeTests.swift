import Environments
import LinearAlgebra
import Testing

@Test func anEpisodePaysForTheDoorAndChargesForSteps() throws {
  let level = try level("######\n#@..D#\n######")
  var episode = RedDoorEpisode(level)
  #expect(episode.limit == 8)
  let bump = episode.step(0)
  #expect(episode.agent == level.start && bump.reward == -0.01 && !bump.isOver)
  #expect(episode.step(3).reached == -1)
  #expect(episode.step(3).isOver == false)
  let last = episode.step(3)
  #expect(
    last
      == StepOutcome(reward: 0.99, reached: 0, isTerminal: true, isTruncated: false, isSolved: true)
  )
  #expect(episode.isOver && episode.steps == 4)
}

@Test func anyThingEndsTheEpisodeAndOnlyDoorsPay() throws {
  let level = try level("######\n#.r@D#\n######")
  var episode = RedDoorEpisode(level)
  let outcome = episode.step(2)
  #expect(outcome.isTerminal && outcome.reward == -0.01)
  #expect(level.objects[outcome.reached].type == ObjectType(.red, .key))
}

@Test func distractorsThatDoNotEndEpisodesArePassed() throws {
  let level = try level("; distractors: pass\n######\n#@r.D#\n######")
  var episode = RedDoorEpisode(level)
  let key = episode.step(3)
  #expect(key.reached == 0 && !key.isOver)
  #expect(episode.step(3).reached == -1)
  #expect(episode.step(3).isTerminal)
}

@Test func anEpisodeIsCutAfterTwiceTheFreeSquares() throws {
  let level = try level("######\n#@..D#\n######")
  var episode = RedDoorEpisode(level)
  for _ in 0..<7 { #expect(!episode.step(0).isOver) }
  let last = episode.step(0)
  #expect(last.isTruncated && !last.isTerminal && last.isOver)
}

@Test func batchesEqualSingleEpisodesWhateverTheirNumber() throws {
  let environment = environment(distractors: 1...2, support: .anyColour)
  let seed = RandomStream(seed: 32)
  var large = try EpisodeBatch(environment, count: 5, random: seed)
  var small = try EpisodeBatch(environment, count: 2, random: seed)
  var random = RandomStream(seed: 33)
  let encoder = environment.encoder
  for _ in 0..<600 {
    let actions = (0..<5).map { _ in random.below(4) }
    var copies = large.episodes.map(\.episode)
    try large.step(actions)
    try small.step(Array(actions[..<2]))
    for slot in 0..<5 {
      #expect(copies[slot].step(actions[slot]) == large.outcomes[slot])
      if !copies[slot].isOver { #expect(copies[slot].agent == large.episodes[slot].episode.agent) }
    }
    #expect(
      large.observations
        == encoder.observations(of: large.episodes.map { ($0.episode.level, $0.episode.agent) }))
    #expect(Array(large.outcomes[..<2]) == small.outcomes)
    #expect(Array(large.histories[..<2]) == small.histories)
  }
  #expect(large.histories.allSatisfy { $0.number > 3 })
}

/// Hashes of the levels that earlier versions drew: a run of theirs has to go on with the same.
@Test(
  arguments: [
    ([:], 3_052_353_622_379_674_300),
    (["support": "any-colour", "side": "7"], 10_096_464_747_917_057_363),
    (["support": "shift", "generator": "kruskal"], 13_555_430_228_217_146_123),
    (
      ["generator": "percolation", "side": "8", "distractors": "1...2"],
      12_321_398_340_469_796_400
    ),
  ] as [([String: String], UInt64)])
func theEpisodesOfAStreamAreTheSameInEveryVersion(
  configuration: [String: String], expected: UInt64
) throws {
  let environment = try RedDoorEnvironment(configuration: configuration)
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for part in LevelPart.allCases {
    for number in 0..<50 {
      let episode = try environment.episode(
        drawnFrom: RandomStream(seed: 7).split(UInt64(number)), part: part)
      let level = episode.episode.level
      let start = level.grid.index(level.start)
      for value in [level.digest, UInt64(start), UInt64(episode.stepsToGoal)] {
        hash = (hash ^ value) &* 0x0000_0100_0000_01b3
      }
    }
  }
  #expect(hash == expected)
}
