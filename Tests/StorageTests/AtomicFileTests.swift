import Foundation
import Storage
import Testing

private struct Failure: Error {}

@Test func leavesWhatWasThereWhenWritingFails() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("before", to: "a")
  #expect(throws: Failure.self) {
    try AtomicFile.write(to: path) { sink in
      try sink.append(String(repeating: "x", count: 1 << 20))
      throw Failure()
    }
  }
  #expect(try folder.text(of: "a") == "before")
  #expect(try folder.names() == ["a"])
}

@Test func replacesAFileAsAWhole() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("a longer text than the next one", to: "a")
  try AtomicFile.write(text: "short", to: path)
  #expect(try folder.text(of: "a") == "short")
  #expect(try folder.names() == ["a"])
}

@Test func keepsPiecesOfAnySizeInOrder() throws {
  let folder = try TemporaryFolder()
  let sizes = [0, 1, 262_143, 262_144, 262_145, 3, 700_000, 5]
  var expected: [UInt8] = []
  let digest = try AtomicFile.write(to: folder.file("a"), hashing: true) { sink in
    for (index, size) in sizes.enumerated() {
      let piece = [UInt8](repeating: UInt8(index), count: size)
      try sink.append(piece)
      expected += piece
    }
    #expect(sink.count == expected.count)
  }
  #expect(try folder.bytes(of: "a") == expected)
  #expect(digest == SHA256.hexadecimal(of: expected))
}

@Test func cannotReplaceAFolder() throws {
  let folder = try TemporaryFolder()
  try Folder.create(folder.file("a"))
  expectRefusal(
    FileError.cannotWrite(path: folder.file("a"), reason: "it is a folder"),
    naming: folder.file("a")
  ) { try AtomicFile.write(text: "text", to: folder.file("a")) }
  #expect(try folder.names() == ["a"])
}

@Test func writesNamesOfTheGreatestLength() throws {
  let folder = try TemporaryFolder()
  let name = String(repeating: "n", count: 255)
  try AtomicFile.write(text: "text", to: folder.file(name))
  #expect(try folder.text(of: name) == "text")
}

@Test func removesOnlyLeftovers() throws {
  let folder = try TemporaryFolder()
  for name in [".a.1-1.partial", "b.partial", ".hidden", "c"] {
    _ = try folder.write("", to: name)
  }
  try AtomicFile.removeLeftovers(in: folder.path)
  #expect(try folder.names() == [".hidden", "b.partial", "c"])
}

// A device that is always full.
@Test(.enabled(if: Folder.exists("/dev/full")))
func reportsAFullDisk() throws {
  let log = try LineLog(path: "/dev/full")
  expectRefusal(
    FileError.cannotWrite(path: "/dev/full", reason: "the disk is full"), naming: "/dev/full"
  ) { try log.append("a\n") }
}
