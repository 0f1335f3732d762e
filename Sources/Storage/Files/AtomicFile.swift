internal import Glibc
internal import Synchronization

/// Writes files that are whole or absent.
///
/// The bytes go to a temporary name in the same folder, are synchronised, and the temporary
/// name is renamed over the final one; the folder is synchronised last. A file that can be seen
/// under its final name is therefore complete, also after a crash or a power failure. If
/// anything fails, the temporary file is removed and what was there before is untouched.
package enum AtomicFile {
  private static let counter = Atomic<Int>(0)

  /// The ending of temporary names; a listing passes over them.
  static let temporaryEnding = ".partial"

  /// Writes what `body` appends.
  ///
  /// - Returns: the SHA-256 of the bytes in hexadecimal if `hashing`, else nil.
  @discardableResult
  package static func write(
    to path: String, hashing: Bool = false, _ body: (FileSink) throws -> Void
  ) throws -> String? {
    let folder = Path.folder(of: path)
    let (descriptor, temporary) = try createTemporary(in: folder, for: path)
    var isOpen = true
    do {
      let sink = FileSink(descriptor: descriptor, path: path, hashing: hashing)
      try body(sink)
      try sink.synchronize()
      isOpen = false
      guard close(descriptor) == 0, rename(temporary, path) == 0 else {
        throw FileError.cannotWrite(path: path, reason: SystemFailure.reason(errno))
      }
      try Descriptor.synchronizeFolder(folder)
      return sink.digest()
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
  }

  /// Writes text as UTF-8.
  package static func write(text: String, to path: String) throws {
    try write(to: path) { try $0.append(text) }
  }

  /// Removes temporary files that an ended process left behind in a folder.
  ///
  /// Only for folders with one writer at a time.
  package static func removeLeftovers(in folder: String) throws {
    for name in try Folder.names(in: folder)
    where name.hasPrefix(".") && name.hasSuffix(temporaryEnding) {
      unlink(Path.join(folder, name))
    }
  }

  private static func createTemporary(
    in folder: String, for path: String
  ) throws(FileError) -> (descriptor: Int32, path: String) {
    while true {
      let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
      // The final name is cut so that a name that just fits still has room for the additions.
      let stem = String(decoding: Path.name(of: path).utf8.prefix(180), as: UTF8.self)
      let temporary = Path.join(folder, ".\(stem).\(getpid())-\(number)\(temporaryEnding)")
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      guard errno == EEXIST else {
        throw .cannotCreate(path: path, reason: SystemFailure.reason(errno))
      }
    }
  }
}
