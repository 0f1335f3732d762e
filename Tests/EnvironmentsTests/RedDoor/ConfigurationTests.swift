import Environments
import LinearAlgebra
import Testing

@Test func aConfigurationGivesItsEnvironmentBack() throws {
  var changed = environment(
    side: 11, generator: .percolation(wallShare: 0.25), openings: 0, braid: 0.5,
    distractors: 1...1, support: .anyColour)
  changed.encoding = .shapeAndColour
  changed.distractorsEndEpisodes = false
  changed.startsAtDecision = true
  for environment in [RedDoorEnvironment(), changed] {
    #expect(try RedDoorEnvironment(configuration: environment.configuration) == environment)
  }
  #expect(try RedDoorEnvironment(configuration: [:]) == RedDoorEnvironment())
  #expect(try RedDoorEnvironment(configuration: ["distractors": "2"]).distractors == 2...2)
  for encoding in ["mixed:7", "separate", "shape-and-colour", "rgb"] {
    #expect(
      try RedDoorEnvironment(configuration: ["encoding": encoding]).encoding.name == encoding)
  }
}

@Test func configurationsThatCannotBeReadAreRefused() {
  #expect(throws: EnvironmentError.unknownSetting(name: "sied", near: ["side"])) {
    try RedDoorEnvironment(configuration: ["sied": "9"])
  }
  #expect(
    throws: EnvironmentError.unreadable(
      setting: "generator", value: "prim", allowed: "dfs, kruskal, percolation or known:SEED")
  ) { try RedDoorEnvironment(configuration: ["generator": "prim"]) }
  for value in ["", "two", "2...1", "0...1...2"] {
    #expect(
      throws: EnvironmentError.unreadable(
        setting: "distractors", value: value, allowed: "a number or a range such as 0...2")
    ) { try RedDoorEnvironment(configuration: ["distractors": value]) }
  }
  #expect(
    throws: EnvironmentError.outOfRange(
      setting: "side", value: "8", allowed: "odd for perfect mazes")
  ) { try RedDoorEnvironment(configuration: ["side": "8"]) }
  #expect(
    EnvironmentError.unknownSetting(name: "sied", near: ["side"]).description
      == "The environment has no setting 'sied'; did you mean side?")
}

@Test func aKnownMazeHasTheSameWallsInEveryLevel() throws {
  var environment = RedDoorEnvironment()
  environment.generator = .known(seed: 12)
  let again = try RedDoorEnvironment(configuration: environment.configuration)
  #expect(again == environment && again.generator.isKnown)
  var random = RandomStream(seed: 1)
  let levels = try environment.levels(40, using: &random)
  #expect(Set(levels.map(\.grid.walls)).count == 1)
  #expect(Set(levels.map(\.goal)).count > 5)
  environment.generator = .known(seed: 13)
  #expect(try environment.level(using: &random).grid.walls != levels[0].grid.walls)
}
