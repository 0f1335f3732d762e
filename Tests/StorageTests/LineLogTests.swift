import LinearAlgebra
import Storage
import Testing

@Test func keepsLinesOfSeveralThreadsApart() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("lines")
  let log = try LineLog(path: path)
  let text = String(repeating: "x", count: 3000)
  _ = try Parallel.tryMap(200) { try log.append("\($0),\(text)\n") }
  let lines = try folder.text(of: "lines").split(separator: "\n")
  #expect(lines.count == 200 && lines.allSatisfy { $0.hasSuffix("," + text) })
  #expect(lines.compactMap { Int($0.prefix { $0 != "," }) }.sorted() == Array(0..<200))
}

@Test func goesOnAtTheEndOfAFile() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("a\n", to: "lines")
  let log = try LineLog(path: path)
  try log.append("b\n")
  try log.synchronize()
  try LineLog(path: path).append("c\n")
  #expect(try folder.text(of: "lines") == "a\nb\nc\n")
}
