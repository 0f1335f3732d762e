internal import Glibc

/// Folders: making, checking and listing.
package enum Folder {
  /// Makes a folder with those above it, and makes sure that files can be written in it.
  ///
  /// To be called before long work whose results go there.
  package static func prepareForOutput(_ path: String) throws(FileError) {
    try create(path)
    let probe = Path.join(path, ".mesascope-\(getpid())\(AtomicFile.temporaryEnding)")
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unwritableFolder(path: path, reason: SystemFailure.reason(errno))
    }
    defer {
      close(descriptor)
      unlink(probe)
    }
    // A full disk lets names be made and refuses bytes.
    guard write(descriptor, "writable", 8) == 8 else {
      throw .unwritableFolder(path: path, reason: SystemFailure.reason(errno))
    }
  }

  /// Makes a folder with those above it; one that is there already is left as it is.
  package static func create(_ path: String) throws(FileError) {
    if isFolder(path) { return }
    if exists(path) { throw .notAFolder(path: path) }
    let parent = Path.folder(of: path)
    if parent != path, !isFolder(parent) { try create(parent) }
    if mkdir(path, 0o777) != 0 {
      let code = errno
      // Another process may have made it in between.
      guard code == EEXIST, isFolder(path) else {
        throw .cannotCreateFolder(path: path, reason: SystemFailure.reason(code))
      }
    }
  }

  /// Makes a folder that is not there yet, in one that is.
  ///
  /// - Returns: false where something of that name was there; nothing is changed then.
  package static func createNew(_ path: String) throws(FileError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    let code = errno
    guard code == EEXIST else {
      throw .cannotCreateFolder(path: path, reason: SystemFailure.reason(code))
    }
    return false
  }

  /// Whether anything is at the path.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// Whether a folder is at the path.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a regular file is at the path.
  package static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The names in a folder without `.` and `..`, in the order of their UTF-8 bytes.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else {
      let code = errno
      if code == ENOTDIR { throw .notAFolder(path: path) }
      throw .opening(path, code)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted(by: ByteOrder.precedes)
  }

  /// Removes a file; one that is not there is no error.
  package static func removeFile(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .cannotWrite(path: path, reason: SystemFailure.reason(errno))
    }
  }
}
