import Environments
import LinearAlgebra
import Testing

@Test func keysAndChestsComeInTheNumbersOfTheirDifficulty() throws {
  var random = RandomStream(seed: 43)
  for difficulty in 0...3 {
    let environment = try KeysAndChestsEnvironment(
      configuration: ["difficulty": "\(difficulty)"])
    var counts: Set<Int> = []
    for _ in 0..<50 {
      let level = try environment.level(using: &random)
      #expect(level.grid.rows == 5 + 2 * difficulty)
      #expect(Set(level.keys + level.chests + [level.start]).count == 3 * level.keys.count + 1)
      counts.insert(level.keys.count)
    }
    #expect(counts == [difficulty + 1, difficulty + 2])
  }
}

@Test func chestsPayKeysOpenThemAndStepsCostWhatIsSaid() throws {
  let environment = try KeysAndChestsEnvironment(
    configuration: ["key-reward": "0.25", "step-penalty": "0.5", "variant": "many-keys"])
  var episode = try environment.episode(drawnFrom: RandomStream(seed: 44), part: .training)
  let planes = environment.observationShape.planes
  var observation = [Float](repeating: 0, count: environment.observationShape.count)
  observation.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
  var (keys, chests) = (0, 0)
  while let action = episode.optimalActions.lowest {
    let outcome = observation.withUnsafeMutableBufferPointer {
      episode.step(action, updating: $0)
    }
    if outcome.reached < 0 {
      #expect(outcome.reward == -0.5)
    } else if outcome.reached < episode.level.keys.count {
      #expect(outcome.reward == -0.25)
      keys += 1
    } else {
      #expect(outcome.reward == 0.5)
      chests += 1
    }
    // Planes: keys and chests that are left, and the keys in hand as a share of six.
    let lying = stride(from: 2, to: observation.count, by: planes).reduce(0) {
      $0 + observation[$1]
    }
    #expect(lying == Float(episode.level.keys.count - keys))
    let closed = stride(from: 3, to: observation.count, by: planes).reduce(0) {
      $0 + observation[$1]
    }
    #expect(closed == Float(episode.level.chests.count - chests))
    #expect(observation[4] == Float(keys - chests) / 6)
    #expect(outcome.isOver == (chests == episode.level.chests.count))
  }
  #expect(chests == episode.level.chests.count)
}
