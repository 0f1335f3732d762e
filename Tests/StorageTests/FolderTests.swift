import Foundation
import Storage
import Testing

@Test func preparesFoldersAndLeavesNothingInThem() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a/b/c")
  try Folder.prepareForOutput(path)
  try Folder.prepareForOutput(path + "/")
  #expect(Folder.isFolder(path))
  #expect(try Folder.names(in: path) == [])
}

@Test func refusesAFileInTheWayOfAFolder() throws {
  let folder = try TemporaryFolder()
  let file = try folder.write("", to: "file")
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    try Folder.prepareForOutput(file)
  }
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    try Folder.prepareForOutput(file + "/sub")
  }
}

@Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
func refusesAPlaceWhereNothingCanBeMade() {
  #expect(throws: FileError.self) { try Folder.prepareForOutput("/proc/mesascope") }
  expectRefusal(
    FileError.unwritableFolder(path: "/proc", reason: "there is no such file or folder"),
    naming: "/proc"
  ) { try Folder.prepareForOutput("/proc") }
}

// The administrator may write everywhere, so this needs another user.
@Test(.enabled(if: getuid() != 0, "the administrator may write everywhere"))
func refusesAFolderWithoutPermission() throws {
  let folder = try TemporaryFolder()
  try Folder.create(folder.file("a"))
  chmod(folder.file("a"), 0o500)
  expectRefusal(
    FileError.unwritableFolder(path: folder.file("a"), reason: "permission is denied"),
    naming: folder.file("a")
  ) { try Folder.prepareForOutput(folder.file("a")) }
}

@Test func listsNamesByTheirBytes() throws {
  let folder = try TemporaryFolder()
  for name in ["b", "a", "B", "é", "a10", "a9"] { _ = try folder.write("", to: name) }
  #expect(try Folder.names(in: folder.path) == ["B", "a", "a10", "a9", "b", "é"])
}

@Test func namesTheByteThatIsNotText() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write([0x61, 0xc3, 0xa9, 0xff, 0x62], to: "a")
  expectRefusal(FileError.notText(path: path, offset: 3), naming: path) {
    _ = try TextFile.read(path)
  }
  expectRefusal(FileError.tooLarge(path: path, bytes: 5, limit: 4), naming: path) {
    _ = try TextFile.read(path, limit: 4)
  }
}

@Test func takesPathsApart() {
  #expect(Path.folder(of: "a/b/c") == "a/b")
  #expect(Path.folder(of: "a") == ".")
  #expect(Path.folder(of: "/a") == "/")
  #expect(Path.name(of: "a/b/") == "b")
  #expect(Path.join("a", "b") == "a/b")
  #expect(Path.join("a/", "b") == "a/b")
  #expect(Path.join("", "b") == "b")
}
