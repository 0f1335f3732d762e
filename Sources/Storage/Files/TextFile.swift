/// Text files in UTF-8.
package enum TextFile {
  /// The largest text that is read in one piece, unless a caller says otherwise: 64 MiB.
  package static let defaultLimit = 64 << 20

  /// The whole text of a file of at most `limit` bytes.
  package static func read(_ path: String, limit: Int = defaultLimit) throws(FileError) -> String {
    let file = try MappedFile(path: path)
    return try withExtendedLifetime(file) { () throws(FileError) in
      guard file.bytes.count <= limit else {
        throw .tooLarge(path: path, bytes: file.bytes.count, limit: limit)
      }
      return try text(of: file.bytes, path: path)
    }
  }

  /// Bytes as text, or the place of the first byte that is not UTF-8.
  static func text(of bytes: UnsafeRawBufferPointer, path: String) throws(FileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notText(path: path, offset: firstInvalidByte(in: bytes) ?? bytes.count)
    }
    return text
  }

  /// The offset of the first byte at which UTF-8 breaks, nil for valid text.
  static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
