internal import Glibc

/// What can go wrong with a file or a folder before its content matters.
package enum FileError: Error, Equatable, Sendable {
  /// There is nothing at the path.
  case missing(path: String)
  /// Something is there and cannot be read.
  case unreadable(path: String, reason: String)
  /// A folder, a device or a pipe stands where a file was expected.
  case notAFile(path: String)
  /// The file is larger than this kind of file may be.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The file is not UTF-8; `offset` is the first byte that is not.
  case notText(path: String, offset: Int)
  /// A file could not be made.
  case cannotCreate(path: String, reason: String)
  /// A file could not be written to its end.
  case cannotWrite(path: String, reason: String)
  /// A folder could not be made.
  case cannotCreateFolder(path: String, reason: String)
  /// A file stands where a folder was expected.
  case notAFolder(path: String)
  /// A folder is there and no file can be made in it.
  case unwritableFolder(path: String, reason: String)
}

extension FileError {
  /// The case that an `errno` value after opening for reading stands for.
  static func opening(_ path: String, _ code: Int32) -> FileError {
    code == ENOENT
      ? .missing(path: path)
      : .unreadable(path: path, reason: SystemFailure.reason(code))
  }
}
