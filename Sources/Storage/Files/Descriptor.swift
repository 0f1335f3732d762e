internal import Glibc

/// Small wrappers of system calls on file descriptors.
enum Descriptor {
  /// Writes every byte, going on after interruptions and partial writes.
  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(path: path, reason: SystemFailure.reason(errno))
      }
      rest = rest.dropFirst(written)
    }
  }

  /// Makes a rename or a new name in a folder durable.
  static func synchronizeFolder(_ folder: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unwritableFolder(path: folder, reason: SystemFailure.reason(errno))
    }
    defer { close(descriptor) }
    // Some file systems have no folders to synchronise and say EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .cannotWrite(path: folder, reason: SystemFailure.reason(errno))
    }
  }
}
