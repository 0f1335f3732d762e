import Environments
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Thirty small levels in a file.
private func levelFile(in folder: ScratchFolder, _ name: String = "levels.txt") throws -> String {
  var random = RandomStream(seed: 16)
  let levels = try (0..<30).map { _ in try SokobanGenerator().level(using: &random) }
  let path = folder.file(name)
  try BoxobanText.write(levels).write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

private func environments(_ folder: ScratchFolder) throws -> [SokobanEnvironment] {
  let path = try levelFile(in: folder)
  return try [
    [:], ["pool": "30", "rewards": "bush", "no-op": "true", "boxes": "2"],
    ["side": "8", "boxes": "1...3", "encoding": "rgb"],
    ["source": path], ["source": path, "turns": "false", "time-limit": "60"],
  ].map { try SokobanEnvironment(configuration: $0) }
}

@Test func configurationsGiveTheirEnvironmentsBack() throws {
  let folder = try ScratchFolder()
  for environment in try environments(folder) {
    let copy = try SokobanEnvironment(configuration: environment.configuration)
    #expect(copy == environment && copy.configuration == environment.configuration)
    #expect(copy.configuration.keys.allSatisfy(SokobanEnvironment.settings.contains))
    let other = try EnvironmentCatalogue.environment(environment.configuration)
    #expect(other.configuration == environment.configuration)
    let stream = RandomStream(seed: 17)
    for part in LevelPart.allCases where environment.levelCount(part) != 0 {
      #expect(
        try copy.level(drawnFrom: stream, part: part)
          == environment.level(drawnFrom: stream, part: part))
    }
  }
  let usual = try SokobanEnvironment(configuration: [:])
  #expect(usual.observationShape == ObservationShape(rows: 7, columns: 7, planes: 7))
  #expect(usual.actionCount == 4 && usual.task.timeLimit == 120)
}

@Test func badConfigurationsAreRefused() throws {
  for (setting, value) in [
    ("side", "4"), ("side", "14"), ("boxes", "0...1"), ("boxes", "1...5"), ("pushes", "0...3"),
    ("pool", "-1"), ("time-limit", "0"), ("oracle-states", "-1"),
  ] {
    #expect {
      try SokobanEnvironment(configuration: [setting: value])
    } throws: {
      if case EnvironmentError.outOfRange(setting, _, _) = $0 { true } else { false }
    }
  }
  for (setting, value) in [
    ("boxes", "2...1"), ("rewards", "gym"), ("encoding", "pixels"), ("no-op", "maybe"),
    ("source", ""), ("turns", "true"), ("environment", "red-door"),
  ] {
    #expect {
      try SokobanEnvironment(configuration: [setting: value])
    } throws: {
      if case EnvironmentError.unreadable(setting, _, _) = $0 { true } else { false }
    }
  }
  #expect(throws: EnvironmentError.unknownSetting(name: "boxe", near: ["boxes"])) {
    try SokobanEnvironment(configuration: ["boxe": "2"])
  }
}

@Test func badSourcesAreRefusedWithTheirPlace() throws {
  let folder = try ScratchFolder()
  let path = try levelFile(in: folder)
  #expect(throws: EnvironmentError.self) {
    try SokobanEnvironment(configuration: ["source": path, "side": "7"])
  }
  let unusable = "The levels of the source 'FILE' cannot be used: "
  func message(_ text: String) throws -> String {
    let path = folder.file("bad.txt")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    do {
      _ = try SokobanEnvironment(configuration: ["source": path])
      return ""
    } catch { return "\(error)".replacingOccurrences(of: path, with: "FILE") }
  }
  #expect(
    try message("#####\n#@$x#\n#####\n")
      == unusable + "Line 2, column 4: 'x' stands for nothing; use # "
      + "for walls, a space for floor, @ $ . for player, box and target, and + * for player and "
      + "box on a target.")
  #expect(
    try message("#####\n#@$.#\n#####\n\n######\n#@$. #\n######\n")
      == unusable + "level 2 has 3 rows and 6 columns where the first "
      + "level has 3 and 5; give levels of one size.")
  #expect(
    try message("#####\n#@* #\n#####\n")
      == unusable + "level 1 is solved from the start; take it away."
  )
  let boxes = String(repeating: "$.", count: 12)
  #expect(
    try message("#@\(boxes)\(String(repeating: " ", count: 26))#\n")
      == unusable + "level 1 has more states than there are numbers for; "
      + "take boxes away or lower the time limit.")
  #expect(
    throws: EnvironmentError.badLevels(
      source: folder.file("none"), reason: "there is no such file or folder")
  ) { try SokobanEnvironment(configuration: ["source": folder.file("none")]) }
  let empty = try ScratchFolder()
  #expect(
    throws: EnvironmentError.badLevels(
      source: empty.path, reason: "the folder holds no .txt file")
  ) { try SokobanEnvironment(configuration: ["source": empty.path]) }
}

@Test func aFolderIsReadInTheOrderOfItsNames() throws {
  let folder = try ScratchFolder()
  for (name, text) in [("b.txt", "@$."), ("a.txt", "@.$\n\n.$@"), ("c.md", "nonsense")] {
    try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
  }
  let environment = try SokobanEnvironment(path: folder.path)
  #expect(environment.levels.map { BoxobanText.write($0) } == ["@.$\n", ".$@\n", "@$.\n"])
  #expect(
    (environment.levelCount(.training) ?? 0) + (environment.levelCount(.heldOut) ?? 0) == 3)
}

@Test func theTwoPartsShareNoRoom() throws {
  let folder = try ScratchFolder()
  for environment in try environments(folder) {
    for part in LevelPart.allCases where environment.levelCount(part) != 0 {
      for index in 0..<30 {
        let level = try environment.level(
          drawnFrom: RandomStream(seed: 18).split(UInt64(index)), part: part)
        #expect(LevelSplit.isHeldOut(level) == (part == .heldOut))
      }
    }
  }
  let path = folder.file("one.txt")
  try "#####\n#@$.#\n#####\n".write(toFile: path, atomically: true, encoding: .utf8)
  let one = try SokobanEnvironment(configuration: ["source": path])
  let absent: LevelPart = one.levelCount(.training) == 0 ? .training : .heldOut
  #expect(throws: EnvironmentError.self) {
    try one.episode(drawnFrom: RandomStream(seed: 1), part: absent)
  }
}

@Test func levelsThatAreReadComeAsTheyStandUnlessTurned() throws {
  let folder = try ScratchFolder()
  let path = try levelFile(in: folder)
  let plain = try SokobanEnvironment(configuration: ["source": path, "turns": "false"])
  let turned = try SokobanEnvironment(configuration: ["source": path])
  let written = Set(plain.levels.map { BoxobanText.write($0) })
  #expect(written.count == 30)
  var strange = 0
  for index in 0..<60 {
    let stream = RandomStream(seed: 19).split(UInt64(index))
    let level = try plain.level(drawnFrom: stream, part: .training)
    #expect(written.contains(BoxobanText.write(level)))
    let other = try turned.level(drawnFrom: stream, part: .training)
    if !written.contains(BoxobanText.write(other)) { strange += 1 }
    #expect(
      GridSymmetry.all.contains {
        written.contains(BoxobanText.write(other.transformed(by: $0)))
      })
  }
  #expect(strange > 40)
}

@Test func codesBringEpisodesBack() throws {
  let folder = try ScratchFolder()
  for environment in try environments(folder) {
    for index in 0..<10 {
      let stream = RandomStream(seed: 20).split(UInt64(index))
      var random = stream.split("actions")
      var episode = try environment.episode(drawnFrom: stream, part: .training)
      var codes: Set<UInt64> = []
      while !episode.isOver, episode.steps < 40 {
        let code = episode.code
        #expect(code < 1 << 44)
        codes.insert(code)
        let copy = try environment.episode(drawnFrom: stream, part: .training, at: code)
        #expect(copy.state == episode.state && copy.steps == episode.steps)
        #expect(observation(of: copy) == observation(of: episode))
        _ = episode.take(random.below(environment.actionCount))
      }
      #expect(codes.count == episode.steps || episode.isOver)
      let (room, limit) = (episode.room, environment.task.timeLimit)
      // Time is up, the room is solved, or a box stands where the player is.
      let start = try environment.level(drawnFrom: stream, part: .training).start
      func code(_ player: Int, _ boxes: FloorSet, steps: Int) -> UInt64 {
        SokobanEpisode(
          room, at: SokobanState(player: player, boxes: boxes), task: environment.task,
          stepsTaken: steps
        ).code
      }
      let aside = (0..<room.floorCount).first { !room.targets.contains($0) } ?? 0
      let last = code(start.player, start.boxes, steps: limit - 1)
      #expect(
        try environment.episode(drawnFrom: stream, part: .training, at: last).steps == limit - 1)
      for bad in [
        UInt64.max, 1 << 44, UInt64(room.stateCount * (limit + 1)),
        code(start.player, start.boxes, steps: limit), code(aside, room.targets, steps: 0),
        code(start.boxes.lowest ?? 0, start.boxes, steps: 0),
      ] {
        #expect(throws: EnvironmentError.badState(environment: "sokoban", code: bad)) {
          try environment.episode(drawnFrom: stream, part: .training, at: bad)
        }
      }
    }
  }
}

@Test func anyStateIsSolvableAndAllOfThemComeUp() throws {
  let level = try sokobanLevel("######|#@$ .#|#    #|######")
  let environment = try SokobanEnvironment(configuration: ["side": "5"])
  let episode = SokobanEpisode(level, task: environment.task)
  let distances = try #require(episode.distances)
  let all = Set((0..<distances.count).compactMap { distances.state(at: $0) })
  var seen: Set<SokobanState> = []
  var random = RandomStream(seed: 21)
  for _ in 0..<40 * all.count {
    let drawn = environment.anyState(of: episode, using: &random)
    #expect(!drawn.optimalActions.isEmpty && drawn.steps == 0)
    seen.insert(drawn.state)
  }
  #expect(all.count > 10 && seen == all)
}

@Test func followingTheOracleSolvesInAsManySteps() throws {
  let environment = try SokobanEnvironment(configuration: [:])
  var random = RandomStream(seed: 22)
  for index in 0..<40 {
    var episode = try environment.episode(
      drawnFrom: RandomStream(seed: 23).split(UInt64(index)), part: .heldOut)
    let steps = episode.stepsToGoal
    #expect(steps >= 4)
    while !episode.isOver {
      let actions = Array(episode.optimalActions)
      try #require(!actions.isEmpty)
      _ = episode.take(actions[random.below(actions.count)])
    }
    #expect(episode.isSolved && episode.steps == steps)
  }
}

@Test func batchesOfSokobanEqualSingleEpisodes() throws {
  let environment = try SokobanEnvironment(
    configuration: ["pool": "10", "boxes": "1", "pushes": "1...4", "time-limit": "25"])
  let seed = RandomStream(seed: 24)
  var large = try EpisodeBatch(environment, count: 5, random: seed)
  var small = try EpisodeBatch(environment, count: 2, random: seed)
  var random = RandomStream(seed: 25)
  var (solved, cut) = (0, 0)
  for round in 0..<400 {
    let actions = (0..<5).map { _ in random.below(4) }
    var copies = large.episodes
    try large.step(actions)
    try small.step(Array(actions[..<2]))
    var truncated: [SokobanEpisode?] = [SokobanEpisode?](repeating: nil, count: 5)
    for slot in 0..<5 {
      let outcome = copies[slot].take(actions[slot])
      #expect(outcome == large.outcomes[slot])
      if outcome.isSolved { solved += 1 }
      if outcome.isTruncated {
        cut += 1
        truncated[slot] = copies[slot]
      }
    }
    #expect(large.truncations.map(\.slot) == (0..<5).filter { truncated[$0] != nil })
    for truncation in large.truncations {
      let last = try #require(truncated[truncation.slot])
      #expect(truncation.observation == observation(of: last))
      #expect(truncation.read == last.readCell)
    }
    #expect(large.observations.elements == large.episodes.flatMap { observation(of: $0) })
    #expect(Array(large.outcomes[..<2]) == small.outcomes)
    #expect(Array(large.histories[..<2]) == small.histories)
    if round == 200 {
      let resumed = try EpisodeBatch(
        environment, count: 5, random: seed, resuming: large.histories)
      #expect(resumed.observations == large.observations)
      #expect(resumed.histories == large.histories)
      #expect(resumed.episodes.map(\.state) == large.episodes.map(\.state))
      large = resumed
    }
  }
  #expect(solved > 5 && cut > 20)
}
