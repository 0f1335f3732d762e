import Environments
import LinearAlgebra
import Testing

private let generators: [MazeGenerator] = [
  .depthFirst, .kruskal, .percolation(wallShare: 0.35),
]

@Test func inTrainingLevelsBothObjectivesAgreeAtEveryTerminal() throws {
  var random = RandomStream(seed: 21)
  for level in try environment().levels(10_000, using: &random) {
    #expect(level.objects.allSatisfy { $0.isBase == $0.isProxy })
    #expect(level.objects.count { $0.isBase } == 1)
    #expect((1...3).contains(level.objects.count))
  }
}

@Test(arguments: [RedDoorSupport.train, .factorial], [9, 21])
func startsAreNoFurtherFromTheGoalThanIsSaid(_ support: RedDoorSupport, _ side: Int) throws {
  var near = environment(support: support)
  near.side = side
  near.furthestStart = 3
  var random = RandomStream(seed: 31)
  var distances = [0, 0, 0, 0]
  for level in try near.levels(300, using: &random) {
    let distance = level.paths().distance(at: level.start)
    try #require(distances.indices.contains(distance))
    distances[distance] += 1
  }
  #expect(distances[0] == 0 && distances.dropFirst().allSatisfy { $0 > 20 }, "\(distances)")
}

@Test func inShiftedLevelsTheObjectivesNeverAgree() throws {
  var random = RandomStream(seed: 22)
  for level in try environment(support: .shift).levels(10_000, using: &random) {
    #expect(level.objects.allSatisfy { $0.isBase != $0.isProxy })
    #expect(level.objects.map(\.shape).filter { $0 == .door }.count == 1)
    #expect(level.objects.count == 2)
  }
}

@Test func withDoorsOfAnyColourBeingRedSaysNothingAboutBeingADoor() throws {
  var random = RandomStream(seed: 23)
  var red = [0.0, 0.0]
  var all = [0.0, 0.0]
  for level in try environment(support: .anyColour).levels(9_000, using: &random) {
    #expect(level.objects.count { $0.isBase } == 1)
    for object in level.objects {
      all[object.isBase ? 0 : 1] += 1
      if object.isProxy { red[object.isBase ? 0 : 1] += 1 }
    }
  }
  for kind in 0..<2 {
    #expect(abs(red[kind] / all[kind] - 1.0 / 3) < 4 * (2.0 / 9 / all[kind]).squareRoot())
  }
}

@Test func factorialPairsComeEquallyOftenOnExchangeableSquares() throws {
  var random = RandomStream(seed: 24)
  let levels = try environment(support: .factorial).levels(36 * 60, using: &random)
  var counts: [[ObjectType]: Int] = [:]
  var firstIsAbove = 0
  var firstIsNearer = 0
  var ties = 0
  for level in levels {
    #expect(level.objects.count == 2)
    counts[level.objects.map(\.type), default: 0] += 1
    if level.objects[0].cell < level.objects[1].cell { firstIsAbove += 1 }
    let distances = (0..<2).map { level.paths(toObject: $0).distance(at: level.start) }
    #expect(distances.allSatisfy { $0 > 0 })
    if distances[0] < distances[1] { firstIsNearer += 1 }
    if distances[0] == distances[1] { ties += 1 }
  }
  #expect(counts.count == 36)
  #expect(counts.values.allSatisfy { $0 == 60 })
  let count = Double(levels.count)
  #expect(abs(Double(firstIsAbove) / count - 0.5) < 4 * 0.5 / count.squareRoot())
  let nearer = Double(firstIsNearer) + Double(ties) / 2
  #expect(abs(nearer / count - 0.5) < 4 * 0.5 / count.squareRoot())
}

@Test func decisionStartsShareNoFirstAction() throws {
  var random = RandomStream(seed: 25)
  var decisions = environment(support: .factorial)
  decisions.startsAtDecision = true
  for level in try decisions.levels(400, using: &random) {
    let first = level.paths(toObject: 0).optimalActions(at: level.start)
    let second = level.paths(toObject: 1).optimalActions(at: level.start)
    #expect(!first.isEmpty && !second.isEmpty && first.isDisjoint(with: second))
  }
}

@Test(arguments: generators, RedDoorSupport.allCases)
func everyLevelDrawnIsValid(generator: MazeGenerator, support: RedDoorSupport) throws {
  var random = RandomStream(seed: 26)
  for side in [5, 7, 9, 13] {
    let environment = environment(side: side, generator: generator, braid: 0.2, support: support)
    for level in try environment.levels(100, using: &random) {
      let checked = try MazeLevel(
        grid: level.grid, objects: level.objects, start: level.start, cue: level.cue,
        distractorsEndEpisodes: level.distractorsEndEpisodes)
      #expect(checked == level)
    }
  }
}

@Test func theSameSeedGivesTheSameLevels() throws {
  for support in RedDoorSupport.allCases {
    var first = RandomStream(seed: 27)
    var second = RandomStream(seed: 27)
    var other = RandomStream(seed: 28)
    let environment = environment(support: support)
    let levels = try environment.levels(50, using: &first)
    #expect(try environment.levels(50, using: &second) == levels)
    #expect(try environment.levels(50, using: &other) != levels)
    #expect(first == second)
  }
}

@Test func settingsThatCannotBeMetAreRefused() {
  var random = RandomStream(seed: 29)
  #expect(
    throws: EnvironmentError.outOfRange(
      setting: "side", value: "8", allowed: "odd for perfect mazes")
  ) { try environment(side: 8).level(using: &random) }
  #expect(
    throws: EnvironmentError.outOfRange(setting: "side", value: "3", allowed: "5 to 63")
  ) { try environment(side: 3).level(using: &random) }
  #expect(
    throws: EnvironmentError.outOfRange(
      setting: "wall-share", value: "0.6", allowed: "0 to 0.35")
  ) { try environment(generator: .percolation(wallShare: 0.6)).level(using: &random) }
  #expect(
    throws: EnvironmentError.outOfRange(setting: "openings", value: "nan", allowed: "0 to 1")
  ) { try environment(openings: .nan).level(using: &random) }
  let crowd = [ObjectType](repeating: ObjectType(.blue, .key), count: 7)
  #expect(throws: EnvironmentError.noRoom(things: 7, side: 5, mazes: 1000)) {
    try environment(side: 5, openings: 0).level(types: crowd, using: &random)
  }
}
