import Environments
import LinearAlgebra
import Testing

private func episode(
  _ number: Int, _ settings: [String: String], part: LevelPart = .training
) throws -> RedDoorRunning {
  try RedDoorEnvironment(configuration: settings).episode(
    drawnFrom: RandomStream(seed: 7).split(UInt64(number)), part: part)
}

@Test func episodesWithoutTheirLotAreTheSameAsEver() throws {
  let settings = ["decorrelated": "0.2", "wrong-reward": "0.2"]
  var changed = 0
  for number in 0..<400 {
    let plain = try episode(number, [:])
    let other = try episode(number, settings)
    if other.episode.level == plain.episode.level, other.episode.rewarded == nil {
      #expect(other.paths == plain.paths)
    } else {
      changed += 1
    }
  }
  // 1 - 0.8 * 0.8, less the decorrelated draws that come out as the training's would.
  #expect(changed > 90 && changed < 180)
}

@Test func decorrelatedEpisodesDrawEveryColourByItself() throws {
  let count = 3000
  var (redDoors, redDistractors, distractors, bothRed, pairs) = (0, 0, 0, 0, 0)
  for number in 0..<count {
    let objects = try episode(number, ["decorrelated": "1"]).episode.level.objects
    let door = try #require(objects.first { $0.isBase })
    #expect(objects.count { $0.isBase } == 1)
    redDoors += door.isProxy ? 1 : 0
    for object in objects where !object.isBase {
      distractors += 1
      redDistractors += object.isProxy ? 1 : 0
    }
    if let first = objects.first(where: { !$0.isBase }) {
      pairs += 1
      bothRed += first.isProxy && door.isProxy ? 1 : 0
    }
  }
  func isNear(_ hits: Int, of count: Int, _ share: Double) -> Bool {
    let deviation = (share * (1 - share) / Double(count)).squareRoot()
    return abs(Double(hits) / Double(count) - share) < 4 * deviation
  }
  #expect(isNear(redDoors, of: count, 1.0 / 3))
  #expect(isNear(redDistractors, of: distractors, 1.0 / 3))
  #expect(isNear(bothRed, of: pairs, 1.0 / 9))
}

@Test(arguments: [0.05, 0.5])
func theShareOfDecorrelatedEpisodesIsTheOneAskedFor(share: Double) throws {
  let count = 3000
  var blueOrGreen = 0
  for number in 0..<count {
    let level = try episode(number, ["decorrelated": "\(share)"]).episode.level
    blueOrGreen += level.objects.contains { $0.isBase && !$0.isProxy } ? 1 : 0
  }
  let expected = share * 2 / 3
  let deviation = (expected * (1 - expected) / Double(count)).squareRoot()
  #expect(abs(Double(blueOrGreen) / Double(count) - expected) < 4 * deviation)
}

@Test func heldOutEpisodesAreAlwaysPaidAsTheyAreMeant() throws {
  for number in 0..<50 {
    let running = try episode(
      number, ["wrong-reward": "1", "distractors": "1...3"], part: .heldOut)
    #expect(running.episode.rewarded == nil)
  }
}

@Test(arguments: ["true", "false"])
func aWrongRewardIsPaidAtTheNearestDistractorAndTheOracleGoesThere(ends: String) throws {
  for number in 0..<150 {
    let settings = [
      "wrong-reward": "1", "distractors": "0...3", "distractors-end-episodes": ends,
    ]
    var running = try episode(number, settings)
    let level = running.episode.level
    let rewarded = try #require(running.episode.rewarded)
    #expect(!level.objects[rewarded].isBase)
    let own = level.paths(toObject: rewarded).distance(at: level.start)
    for index in level.objects.indices where !level.objects[index].isBase {
      let distance = level.paths(toObject: index).distance(at: level.start)
      #expect(distance < 0 || distance >= own)
    }
    #expect(running.stepsToGoal == own)
    var observation = [Float](repeating: 0, count: 81 * 13)
    while let action = running.optimalActions.lowest {
      let outcome = observation.withUnsafeMutableBufferPointer {
        running.step(action, updating: $0)
      }
      #expect(outcome.intendedReward == -0.01)
      #expect(outcome.isTerminal == (running.stepsToGoal == 0))
      #expect(outcome.reward == (outcome.isTerminal ? 0.99 : -0.01))
      #expect(!outcome.isTerminal || outcome.reached == rewarded)
    }
    #expect(running.episode.isOver)
  }
}

@Test func whereTheRewardIsWrongTheDoorPaysOnlyWhatIsIntended() throws {
  let level = try level("#######\n#r@D.b#\n#######")
  var episode = RedDoorEpisode(level, rewarded: 0)
  let outcome = episode.step(3)
  #expect(outcome.isTerminal && outcome.reward == -0.01 && outcome.intendedReward == 0.99)
  var intended = RedDoorEpisode(level)
  let plain = intended.step(3)
  #expect(plain.reward == 0.99 && plain.intendedReward == 0.99)
}

@Test func aRedDistractorCanBeTheWrongGoal() throws {
  var farther = 0
  for number in 0..<300 {
    let settings = [
      "wrong-reward": "1", "wrong-goal": "red", "support": "any-colour", "distractors": "3",
      "distractors-end-episodes": "false",
    ]
    let running = try episode(number, settings)
    let level = running.episode.level
    let rewarded = try #require(running.episode.rewarded)
    let hasRed = level.objects.contains { object in
      !object.isBase && object.isProxy
        && ShortestPaths(
          grid: level.grid, to: object.cell,
          blocked: level.objects.filter(\.isBase).map(\.cell)
        ).distance(at: level.start) > 0
    }
    #expect(level.objects[rewarded].isProxy == hasRed)
    let distances = level.objects.indices.filter { !level.objects[$0].isBase }.map {
      level.paths(toObject: $0).distance(at: level.start)
    }
    if let least = distances.filter({ $0 > 0 }).min(), least < running.stepsToGoal {
      farther += 1
    }
  }
  #expect(farther > 30)
}

@Test func sharesThatCannotBeAreRefused() {
  for settings in [
    ["decorrelated": "1.5"], ["decorrelated": "0.1", "support": "shift"],
    ["wrong-reward": "-1"], ["wrong-reward": "0.1", "distractors": "0"],
    ["wrong-reward": "0.1", "support": "factorial"],
  ] {
    #expect(throws: EnvironmentError.self) { try RedDoorEnvironment(configuration: settings) }
  }
}
