import Environments
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Test func everySymbolOfALevelIsRead() throws {
  let level = try BoxobanText.readOne("; 12\n#######\n#+ $*.#\n#  $  #\n#######\n")
  #expect(level.title == "12")
  #expect((level.room.rows, level.room.columns) == (4, 7))
  #expect(level.room.floorCount == 10)
  #expect(level.room.cell(level.start.player) == Cell(row: 1, column: 1))
  #expect(
    level.start.boxes.map { level.room.cell($0) } == [
      Cell(row: 1, column: 3), Cell(row: 1, column: 4), Cell(row: 2, column: 3),
    ])
  #expect(
    level.room.targets.map { level.room.cell($0) } == [
      Cell(row: 1, column: 1), Cell(row: 1, column: 4), Cell(row: 1, column: 5),
    ])
  #expect(level.room.isWall(Cell(row: 0, column: 3)))
  #expect(level.room.square(at: Cell(row: 2, column: 7)) == nil)
}

@Test func writingAndReadingGiveTheSameLevels() throws {
  var random = RandomStream(seed: 1)
  var levels: [SokobanLevel] = []
  for number in 0..<60 {
    var level = try randomSokobanLevel(
      rows: 4 + random.below(6), columns: 4 + random.below(6), boxes: 1 + random.below(2),
      wallShare: 0.1, using: &random)
    if number % 2 == 0 { level.title = "number \(number)" }
    levels.append(level)
  }
  let text = BoxobanText.write(levels)
  let read = try BoxobanText.read(text)
  #expect(read == levels)
  #expect(read.map(\.title) == levels.map(\.title))
  #expect(BoxobanText.write(read) == text)
  #expect(try BoxobanText.read(text.replacingOccurrences(of: "\n", with: "\r\n")) == levels)
}

@Test(arguments: [
  ("", BoxobanTextError.noLevel),
  ("; 3\n\n", .noLevel),
  ("####\n#@x#\n", .unknownSymbol("x", line: 2, column: 3)),
  ("; 1\n####\n#@é#\n", .unknownSymbol("é", line: 3, column: 3)),
  ("####\n#@$.#\n", .unevenRow(line: 2, columns: 5, expected: 4)),
  ("#####\n#@$\n", .unevenRow(line: 2, columns: 3, expected: 5)),
  ("#####\n#@$.#\n# +*#\n", .secondPlayer(line: 3, column: 3)),
  ("\n\n#####\n# $.#\n#####\n", .noPlayer(line: 3)),
  ("###\n#@#\n###\n", .noBox(line: 1)),
  ("#####\n#@$ #\n#####\n", .unequalCounts(line: 1, boxes: 1, targets: 0)),
  ("#####\n#@$.#\n#####\n\n#####\n#+$.#\n#####", .unequalCounts(line: 5, boxes: 1, targets: 2)),
])
func malformedTextIsRefusedWithItsPlace(text: String, error: BoxobanTextError) {
  #expect(throws: error) { try BoxobanText.read(text) }
}

@Test func levelsThatAreTooLargeAreRefused() {
  let wide = String(repeating: "#", count: 65)
  #expect(throws: BoxobanTextError.tooLarge(line: 1, limit: 64)) { try BoxobanText.read(wide) }
  let tall = Array(repeating: "##", count: 65).joined(separator: "\n")
  #expect(throws: BoxobanTextError.tooLarge(line: 65, limit: 64)) { try BoxobanText.read(tall) }
  let hall = ([String](repeating: "#" + String(repeating: " ", count: 14) + "#", count: 12))
  #expect(throws: BoxobanTextError.tooMuchFloor(line: 10, column: 4, limit: 128)) {
    try BoxobanText.read(hall.joined(separator: "\n"))
  }
  let store = [String](repeating: "#$$$$$$#", count: 4).joined(separator: "\n")
  #expect(throws: BoxobanTextError.tooManyBoxes(line: 4, column: 4, limit: 20)) {
    try BoxobanText.read(store)
  }
  #expect(throws: BoxobanTextError.severalLevels(count: 2)) {
    try BoxobanText.readOne("#@$.#\n\n#@$.#\n")
  }
  #expect(
    BoxobanTextError.unevenRow(line: 2, columns: 5, expected: 4).description
      == "Line 2, column 5: the row has 5 squares where the level's first row has 4; "
      + "make them equal.")
}

@Test(.enabled(if: ThirdParty.isPresent))
func publishedBoxobanFilesAreReadAndWrittenBack() throws {
  for name in ["hard-000", "medium-valid-000", "unfiltered-valid-000"] {
    let text = try String(
      contentsOfFile: ThirdParty.path("boxoban/\(name).txt"), encoding: .utf8)
    let levels = try BoxobanText.read(text)
    #expect(levels.count == 1000)
    #expect(levels.allSatisfy { $0.room.rows == 10 && $0.room.columns == 10 })
    #expect(levels.allSatisfy { $0.room.boxCount == 4 && !$0.isSolved })
    #expect(levels.indices.allSatisfy { levels[$0].title == "\($0)" })
    #expect(BoxobanText.write(levels) + "\n" == text || BoxobanText.write(levels) == text)
  }
}
