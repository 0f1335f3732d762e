import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
import Testing

/// How walls, distractors and the red door are read from an encoding's planes.
private func reading(_ encoder: RedDoorEncoder) -> PlantedWave.Reading {
  var blocked = [Float](repeating: 0, count: encoder.planes)
  var goal = blocked
  blocked[RedDoorEncoder.wallPlane] = 1
  for type in ObjectType.all {
    let isGoal = type == ObjectType(.red, .door)
    // The codes are orthonormal, so the code of a type read back is one at that type alone.
    for column in 0..<encoder.codes.columns {
      let plane = RedDoorEncoder.firstTypePlane + column
      if isGoal {
        goal[plane] += encoder.codes[type.index, column]
      } else {
        blocked[plane] += encoder.codes[type.index, column]
      }
    }
  }
  return PlantedWave.Reading(blocked: blocked, goal: goal)
}

private func levels(
  _ environment: RedDoorEnvironment, _ count: Int
) throws -> [MazeLevel] {
  var random = RandomStream(seed: 12)
  return try environment.levels(count, using: &random)
}

/// Two hundred levels an encoding, of each generator's.
private let environments: [RedDoorEnvironment] = [.separate, .mixed(seed: 3)].flatMap {
  (encoding: RedDoorEncoding) in
  [MazeGenerator.depthFirst, .kruskal, .percolation(wallShare: 0.3)].map { generator in
    var environment = RedDoorEnvironment()
    environment.encoding = encoding
    environment.generator = generator
    return environment
  }
}

@Test(arguments: environments)
func theWaveReachesEverySquareAtItsDistance(_ environment: RedDoorEnvironment) throws {
  let levels = try levels(environment, 140)
  let encoder = environment.encoder
  let ticks = 24
  let agent = PlantedWave.agent(reading(encoder), ticks: ticks)
  let sites = (1...ticks).map { Site("cell/hidden", tick: $0) }
  let output = try agent.run(
    encoder.observations(of: levels), reads: levels.map { [$0.grid.index($0.start)] },
    capturing: sites)
  // Separate planes hold zeros and ones, and all sums are exact. A mix is orthogonal but for
  // rounding, by which the goal is read as 1 within some 1e-6, once a tick.
  let tolerance: Float = encoder.encoding == .separate ? 0 : 1e-4
  let channel = PlantedWave.Channel.accumulator.rawValue
  for (tick, site) in sites.enumerated() {
    let hidden = try #require(output.activations[site])
    for (sample, level) in levels.enumerated() {
      let distances = level.paths().distances
      for cell in 0..<level.grid.count {
        let expected =
          distances[cell] < 0 ? 0 : Float(max(0, tick + 1 - distances[cell]))
        let found = hidden.elements[(sample * level.grid.count + cell) * 6 + channel]
        #expect(abs(found - expected) <= tolerance, "tick \(tick + 1), cell \(cell)")
      }
    }
  }
}

@Test(arguments: environments)
func theActionIsOptimalAsSoonAsTheWaveIsThereAndAbsentBefore(
  _ environment: RedDoorEnvironment
) throws {
  let levels = try levels(environment, 140)
  let encoder = environment.encoder
  let agent = PlantedWave.agent(reading(encoder), ticks: 1, channels: 8)
  let isExact = encoder.encoding == .separate
  for level in levels {
    let paths = level.paths()
    let distance = paths.distance(at: level.start)
    let observation = encoder.observations(of: [level])
    let reads = [[level.grid.index(level.start)]]
    for ticks in [distance, distance + 1, distance + 5] {
      let output = try agent.run(observation, reads: reads, ticks: ticks)
      let best = try #require(output.logits.elements.max())
      let chosen = (0..<4).filter { output.logits.elements[$0] > best - 0.5 }
      // All optimal actions and no other stand out, by one whole step.
      #expect(ActionSet(chosen) == paths.optimalActions(at: level.start))
      if isExact { #expect(best == Float(ticks - distance + 1)) }
    }
    let early = try agent.run(observation, reads: reads, ticks: distance - 1)
    #expect(early.logits.elements.allSatisfy { isExact ? $0 == 0 : abs($0) < 1e-4 })
  }
}
