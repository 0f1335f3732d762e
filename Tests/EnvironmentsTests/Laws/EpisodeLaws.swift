import Environments
import LinearAlgebra
import Testing

@Test func everyEnvironmentAndTaskIsPutThroughTheLaws() throws {
  #expect(EnvironmentCatalogue.all.map { $0.name }.sorted() == lawEntries.keys.sorted())
  for type in EnvironmentCatalogue.all {
    let refused = lawEntries[type.name]?.refused.compactMap { $0.first?.key } ?? []
    #expect(Set(refused + ["environment"]) == Set(type.settings))
    // None is left out for a configuration that cannot be made.
    for settings in lawEntries[type.name]?.configurations ?? [] {
      _ = try type.init(configuration: settings)
    }
  }
}

@Test(arguments: EnvironmentLaw.all)
func aStreamGivesOneEpisodeAndStreamsGiveDifferentOnes(_ law: EnvironmentLaw) throws {
  /// All that is seen and paid in an episode under fixed actions.
  func transcript<World: Environment>(
    _ world: World, _ number: Int
  ) throws -> [Float] {
    var random = RandomStream(seed: 78)
    var observed = Observed(
      try world.episode(drawnFrom: lawStream(number), part: .training),
      shape: world.observationShape)
    var seen = observed.observation
    for _ in 0..<60 {
      let outcome = observed.step(random.below(world.actionCount))
      seen += observed.observation + [outcome.reward, Float(outcome.reached)]
      if outcome.isOver { break }
    }
    return seen
  }
  let world = try law.make()
  let transcripts = try (0..<8).map { try transcript(world, $0) }
  #expect(try (0..<8).map { try transcript(world, $0) } == transcripts)
  let isRandom = try law.entry().isRandom
  #expect((Set(transcripts).count > 1) == isRandom)
}

@Test(arguments: EnvironmentLaw.all)
func observationsAreWrittenWholeAndStayInTheirRange(_ law: EnvironmentLaw) throws {
  func check<World: Environment>(_ world: World) throws {
    let shape = world.observationShape
    var random = RandomStream(seed: 79)
    for number in 0..<12 {
      var observed = Observed(
        try world.episode(drawnFrom: lawStream(number), part: .heldOut), shape: shape)
      var isOver = false
      while !isOver {
        // A number before and one after, which nobody may touch.
        var padded = [Float](repeating: .nan, count: shape.count + 2)
        (padded[0], padded[shape.count + 1]) = (-77, -78)
        padded.withUnsafeMutableBufferPointer {
          observed.episode.observe(into: UnsafeMutableBufferPointer(rebasing: $0[1...shape.count]))
        }
        #expect(padded[0] == -77 && padded[shape.count + 1] == -78)
        let written = padded[1...shape.count]
        #expect(written.allSatisfy { world.observationRange.contains($0) })
        #expect((0..<shape.rows * shape.columns).contains(observed.episode.readCell))
        isOver = observed.step(random.below(world.actionCount)).isOver
      }
    }
  }
  try check(law.make())
}

@Test(arguments: EnvironmentLaw.all)
func aStepBringsAnObservationUpToDate(_ law: EnvironmentLaw) throws {
  func check<World: Environment>(_ world: World) throws {
    var random = RandomStream(seed: 80)
    for number in 0..<12 {
      var observed = Observed(
        try world.episode(drawnFrom: lawStream(number), part: .training),
        shape: world.observationShape)
      var isOver = false
      while !isOver {
        isOver = observed.step(random.below(world.actionCount)).isOver
        #expect(observed.observation == observed.fresh)
      }
    }
  }
  try check(law.make())
}

@Test(arguments: EnvironmentLaw.all)
func timeEndsEveryEpisode(_ law: EnvironmentLaw) throws {
  func check<World: Environment>(_ world: World) throws -> Int {
    var cut = 0
    for number in 0..<16 {
      // Mostly one action, which keeps to a wall in a maze.
      let action = number % world.actionCount
      var observed = Observed(
        try world.episode(drawnFrom: lawStream(number), part: .training),
        shape: world.observationShape)
      var steps = 0
      while true {
        let outcome = observed.step(action)
        steps += 1
        #expect(!(outcome.isTerminal && outcome.isTruncated))
        if outcome.isTruncated { cut += 1 }
        if outcome.isOver { break }
        try #require(steps < 100_000)
      }
    }
    return cut
  }
  let (cut, entry) = (try check(law.make()), try law.entry())
  if !entry.timeIsAnEnd { #expect((cut > 0) == !(entry.hasHorizon || entry.oneActionEnds)) }
}

@Test(arguments: EnvironmentLaw.all)
func partsShareNoLevel(_ law: EnvironmentLaw) throws {
  guard law.settings.isEmpty, let few = try law.entry().fewLevels else { return }
  func starts<World: Environment>(
    _ world: World, _ part: LevelPart, _ numbers: Range<Int>
  ) throws -> Set<[Float]> {
    Set(
      try numbers.map { number in
        Observed(
          try world.episode(drawnFrom: lawStream(number), part: part),
          shape: world.observationShape
        ).observation
      })
  }
  let world = try EnvironmentLaw(type: law.type, settings: few).make()
  let training = try starts(world, .training, 0..<1500)
  let heldOut = try starts(world, .heldOut, 1500..<2100)
  #expect(training.isDisjoint(with: heldOut))
  // There are so few that the training's come up again.
  #expect(!training.isDisjoint(with: try starts(world, .training, 1500..<2100)))
}
