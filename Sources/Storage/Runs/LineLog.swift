internal import Glibc
internal import Synchronization

/// A text file to which whole lines are appended.
///
/// Each line is handed to the operating system in one piece, so lines from several threads do
/// not mix, and a process that ends leaves at most its last line unfinished.
package final class LineLog: Sendable {
  package let path: String
  private let descriptor: Int32
  private let turn = Mutex<Void>(())

  /// Opens or makes the file.
  package init(path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .cannotCreate(path: path, reason: SystemFailure.reason(errno))
    }
  }

  deinit { close(descriptor) }

  /// Appends a line; `line` ends with its line feed.
  package func append(_ line: String) throws(FileError) {
    try turn.withLock { _ throws(FileError) in
      try Array(line.utf8).withBytes { bytes throws(FileError) in
        try Descriptor.writeAll(bytes, to: descriptor, path: path)
      }
    }
  }

  /// Waits until the device has everything.
  package func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else {
      throw .cannotWrite(path: path, reason: SystemFailure.reason(errno))
    }
  }
}
