import Foundation
import Storage
import Testing

@Test func readsBackAwkwardFields() throws {
  var table = CSVTable(columns: ["plain", "a,b", "with \"quotes\""])
  table.append(["", " spaces ", "line\nfeed"])
  table.append(["\"", ",", "\r\n"])
  table.append(["é", "\u{feff}", "a\"b\"c"])
  let back = try CSVTable(text: table.text, origin: "test")
  #expect(back == table)
  #expect(table.text.hasPrefix("plain,\"a,b\",\"with \"\"quotes\"\"\"\n"))
}

@Test func readsBackRowsOfOneEmptyField() throws {
  var table = CSVTable(columns: ["only"])
  table.append([""])
  table.append(["x"])
  table.append([""])
  #expect(try CSVTable(text: table.text, origin: "test") == table)
}

@Test func readsWhatOtherProgramsWrite() throws {
  let text = "\u{feff}a,b\r\n\r\n1,\"x\r\ny\"\r\n2,"
  let table = try CSVTable(text: text, origin: "test")
  #expect(table.columns == ["a", "b"])
  #expect(table.rows == [["1", "x\r\ny"], ["2", ""]])
}

@Test func keepsNumbersToTheLastBit() throws {
  let values: [Double] = [
    0, -0.0, 1, 0.1, 1 / 3, 1e22, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    9_007_199_254_740_992,
    .infinity, -.infinity,
  ]
  var table = CSVTable(columns: ["x"])
  for value in values { table.append([value]) }
  let back = try CSVTable(text: table.text, origin: "test").doubles("x")
  #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
  table.append([.nan])
  #expect(try CSVTable(text: table.text, origin: "test").doubles("x").last?.isNaN == true)
  #expect(table.rows[2] == ["1"])
}

@Test(arguments: [
  ("", CSVError.noHeader(path: "file.csv")),
  ("\n\n", .noHeader(path: "file.csv")),
  ("a,b,a\n", .duplicateColumn(path: "file.csv", column: "a")),
  ("a,b\n1,2\n3\n", .wrongWidth(path: "file.csv", line: 3, found: 1, expected: 2)),
  ("a,b\n\"1\n2\",3,4\n", .wrongWidth(path: "file.csv", line: 2, found: 3, expected: 2)),
  ("a\n1\n\"x\ny", .openQuotation(path: "file.csv", line: 3)),
  ("a\nx\"y\n", .strayQuotation(path: "file.csv", line: 2)),
  ("a\n\"x\"y\n", .strayQuotation(path: "file.csv", line: 2)),
])
func refusesBrokenTables(text: String, expected: CSVError) {
  expectRefusal(expected, naming: "file.csv") {
    _ = try CSVTable(text: text, origin: "file.csv")
  }
}

@Test func namesColumnsAndFieldsThatAreNotThere() throws {
  let table = try CSVTable(text: "step,loss\n1,0.5\n2,\n", origin: "file.csv")
  let missing = CSVError.noSuchColumn(
    path: "file.csv", column: "los", columns: ["step", "loss"])
  expectRefusal(missing, naming: "file.csv") { _ = try table.column("los") }
  #expect(missing.description.hasSuffix("Did you mean 'loss'?"))
  expectRefusal(
    CSVError.notANumber(path: "file.csv", column: "loss", row: 2, field: ""),
    naming: "file.csv"
  ) { _ = try table.doubles("loss") }
  #expect(try table.doubles("step") == [1, 2])
}

// Locales that write numbers with commas or other digits, as far as the machine has them.
@Test(arguments: ["C", "C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"])
func writesTheSameUnderEveryLocale(name: String) throws {
  guard let locale = newlocale(1 << LC_NUMERIC, name, nil) else { return }
  let previous = uselocale(locale)
  defer {
    uselocale(previous)
    freelocale(locale)
  }
  let folder = try TemporaryFolder()
  let metrics = try MetricsLog(path: folder.file("metrics.csv"), columns: ["x"])
  try metrics.append(step: 1000, [0.5])
  #expect(try folder.text(of: "metrics.csv") == "step,x\n1000,0.5\n")
  #expect(NumberText.text(1_234_567.25) == "1234567.25")
  #expect(NumberText.double("1234567.25") == 1_234_567.25)
  #expect(JSON.number(0.5).text() == "0.5")
  #expect(try JSON(parsing: "[0.5]").array?.first?.double == 0.5)
  #expect(throws: JSONError.self) { _ = try JSON(parsing: "1,5") }
}
