import LinearAlgebra
import Storage
import Testing

@Test func readsBackRecordsInOrder() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("records.jsonl")
  #expect(try RecordLog.records(at: path) == [])
  let records: [JSON] = [["test": "T1", "p": 0.01], ["test": "T2\nwith a line", "p": .null]]
  let log = try RecordLog(path: path)
  try log.append(records[0])
  try log.append(line: records[1].text())
  try log.synchronize()
  try RecordLog(path: path).append(["test": "T3"])
  #expect(try RecordLog.records(at: path) == records + [["test": "T3"]])
  #expect(try RecordLog.lines(at: path).first == #"{"test":"T1","p":0.01}"#)
}

@Test func goesOnAfterALineThatWasNotFinished() throws {
  let folder = try TemporaryFolder()
  for (text, kept) in [
    ("{\"a\":1}\n{\"a\":", 1), ("{\"a\":1}\n{\"a\":2}", 2), ("{\"a", 0), ("{\"a\":1}\n", 1),
  ] {
    let path = try folder.write(text, to: "records.jsonl")
    #expect(try RecordLog.records(at: path).count == kept)
    try RecordLog(path: path).append(["a": 3])
    let values = try RecordLog.records(at: path).compactMap { $0["a"]?.integer }
    #expect(values == Array(1..<kept + 1) + [3])
  }
}

@Test func goesOnAfterHalfACharacter() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write(Array("{\"a\":1}\n{\"é".utf8.dropLast()), to: "records.jsonl")
  try RecordLog(path: path).append(["a": 2])
  #expect(try RecordLog.lines(at: path) == [#"{"a":1}"#, #"{"a":2}"#])
}

@Test func namesALineThatIsNotJSON() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("{\"a\":1}\n\nnonsense\n", to: "records.jsonl")
  let problem = JSONError.unexpected(offset: 0, expected: "a value")
  expectRefusal(RunError.recordLine(path: path, line: 3, problem: problem), naming: path) {
    _ = try RecordLog.records(at: path)
  }
}

@Test func keepsLinesOfSeveralThreadsApart() throws {
  let folder = try TemporaryFolder()
  let log = try RecordLog(path: folder.file("records.jsonl"))
  let text = String(repeating: "x", count: 3000)
  _ = try Parallel.tryMap(200) { index in
    try log.append(["index": .integer(index), "text": .string(text)])
  }
  let records = try RecordLog.records(at: folder.file("records.jsonl"))
  #expect(records.compactMap { $0["index"]?.integer }.sorted() == Array(0..<200))
}
