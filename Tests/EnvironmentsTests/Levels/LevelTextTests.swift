import Environments
import LinearAlgebra
import Testing

@Test func writingThenReadingGivesTheSameLevels() throws {
  var random = RandomStream(seed: 12)
  var levels: [MazeLevel] = []
  for support in RedDoorSupport.allCases {
    levels += try environment(support: support).levels(40, using: &random)
  }
  levels += try ObstacleAndGoalMazes(rows: 8, columns: 8).levels(5, using: &random)
  levels.append(levels[0].named("a name: with a colon").showing(cue: true))
  levels.append(
    try MazeLevel(
      grid: levels[1].grid, objects: levels[1].objects, start: levels[1].start,
      distractorsEndEpisodes: false))
  let text = LevelText.write(levels)
  let again = try LevelText.read(text)
  #expect(again.count == levels.count)
  for (level, copy) in zip(levels, again) {
    #expect(copy.grid == level.grid && copy.start == level.start && copy.cue == level.cue)
    #expect(
      copy.objects.sorted { $0.cell < $1.cell } == level.objects.sorted { $0.cell < $1.cell })
    #expect(copy.id == level.id)
    #expect(copy.distractorsEndEpisodes == level.distractorsEndEpisodes)
  }
  #expect(LevelText.write(again) == text)
}

@Test func spacesWindowsLineEndsAndCommentsAreRead() throws {
  let level = try level(
    "; a comment\r\n; id : corner\r\n####\r\n#@ #\r\n# D#\r\n####\r\n\r\n\r\n")
  #expect(level.grid.rows == 4 && level.grid.columns == 4)
  #expect(level.id == "corner")
  #expect(level.goal == Cell(row: 2, column: 2))
}

@Test func malformedTextIsRefusedWithLineAndColumn() {
  let cases: [(text: String, error: LevelTextError)] = [
    ("", .noLevel),
    ("; id: nothing\n\n", .noLevel),
    ("####\n#@D#\n###\n", .unevenRow(line: 3, columns: 3, expected: 4)),
    ("####\n#@D#\n#####\n", .unevenRow(line: 3, columns: 5, expected: 4)),
    ("####\n#@x#\n####\n", .unknownSymbol("x", line: 2, column: 3)),
    ("#####\n#@@D#\n#####\n", .secondStart(line: 2, column: 3)),
    ("\n####\n#.D#\n####\n", .noStart(line: 2)),
    ("; colour: red\n####\n#@D#\n####\n", .unknownHeader(name: "colour", line: 1)),
    (
      "; cue: maybe\n####\n#@D#\n####\n",
      .badHeaderValue(name: "cue", value: "maybe", allowed: ["on", "off"], line: 1)
    ),
    ("####\n#@.#\n####\n", .invalidLevel(line: 1, .noObject)),
    (
      "####\n#@D#\n####\n\n#####\n#@#D#\n#####\n",
      .invalidLevel(
        line: 5,
        .goalUnreachable(start: Cell(row: 1, column: 1), goal: Cell(row: 1, column: 3)))
    ),
    (String(repeating: "#", count: 200), .tooLarge(line: 1, limit: 127)),
  ]
  for (text, error) in cases {
    #expect(throws: error) { try LevelText.read(text) }
  }
}

@Test func levelTextErrorsSayWhereAndWhatToDo() {
  #expect(
    LevelTextError.unevenRow(line: 3, columns: 3, expected: 4).description
      == "Line 3, column 4: the row has 3 squares where the level's first row has 4; "
      + "make them equal.")
  #expect(
    LevelTextError.unknownSymbol("x", line: 2, column: 3).description.hasPrefix(
      "Line 2, column 3: 'x' stands for nothing; use # . @ and D (red door), E (blue door)"))
  #expect(
    LevelTextError.invalidLevel(line: 5, .noObject).description
      == "The level that begins at line 5 is not valid. "
      + "The level has nothing to reach; place at least one door, key or gem.")
}
