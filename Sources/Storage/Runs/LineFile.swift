/// A text file of lines, of which a killed process may have left the last one unfinished.
struct LineFile {
  /// Every line that has its line feed, with the line feeds.
  let whole: [UInt8]

  /// Reads a file; one that is not there, or is no regular file, has no lines.
  init(path: String, limit: Int = 1 << 30) throws(FileError) {
    guard Folder.isRegularFile(path) else {
      whole = []
      return
    }
    let file = try MappedFile(path: path)
    let bytes = file.bytes
    guard bytes.count <= limit else {
      throw .tooLarge(path: path, bytes: bytes.count, limit: limit)
    }
    let end = bytes.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    whole = withExtendedLifetime(file) { [UInt8](bytes[..<end]) }
  }
}
