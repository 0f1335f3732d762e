internal import Foundation

/// Writes a file so that whoever sees it sees all of it.
enum WholeFile {
  /// Writes bytes under a temporary name in the same folder, then renames.
  ///
  /// Makes the folder where it is missing. On failure nothing is left behind.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FigureError.cannotWrite(path: path, reason: reason(error, folder))
    }
    let temporary = "\(folder)/.\(url.lastPathComponent).\(getpid()).part"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw FigureError.cannotWrite(path: path, reason: systemReason())
    }
    var place = 0
    while place < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(file, buffer.baseAddress?.advanced(by: place), bytes.count - place)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        let reason = systemReason()
        close(file)
        unlink(temporary)
        throw FigureError.cannotWrite(path: path, reason: reason)
      }
      place += written
    }
    close(file)
    guard rename(temporary, path) == 0 else {
      let reason = systemReason()
      unlink(temporary)
      throw FigureError.cannotWrite(path: path, reason: reason)
    }
  }

  private static func systemReason() -> String {
    let text = String(cString: strerror(errno))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private static func reason(_ error: any Error, _ folder: String) -> String {
    var found: ObjCBool = false
    if FileManager.default.fileExists(atPath: folder, isDirectory: &found), !found.boolValue {
      return "\"\(folder)\" is a file, not a folder"
    }
    return "the folder \"\(folder)\" cannot be made"
  }
}
