/// A safetensors file, mapped into memory and read where it is touched.
///
/// Opening checks the whole header and that the file has every byte it speaks of; it costs the
/// same for any size. Tensors are converted when they are asked for; ``withUnsafeBytes(of:_:)``
/// and ``withRows(_:of:_:)`` give their bytes and rows without a copy of the file.
///
/// Errors of opening: ``FileError`` if the file is missing or cannot be read,
/// ``SafetensorsError`` for everything that is wrong inside of it.
package struct SafetensorsFile: Sendable {
  package let path: String
  /// The texts under `__metadata__`.
  package let metadata: [String: String]
  /// What is said of each tensor, in the order of the names' UTF-8 bytes.
  package let entries: [SafetensorsEntry]

  let file: MappedFile
  private let dataStart: Int
  private let positions: [String: Int]

  /// Opens and checks a file.
  package init(path: String) throws {
    let file = try MappedFile(path: path)
    let header = try SafetensorsHeader(file: file.bytes, path: path)
    self.path = path
    self.file = file
    dataStart = header.dataStart
    metadata = header.metadata
    entries = header.entries.sorted { ByteOrder.precedes($0.name, $1.name) }
    positions = Dictionary(
      entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names of the tensors, in the order of their UTF-8 bytes.
  package var names: [String] { entries.map(\.name) }

  /// The length of the file.
  package var byteCount: Int { file.bytes.count }

  /// Whether there is a tensor of that name.
  package func contains(_ name: String) -> Bool { positions[name] != nil }

  /// What the header says of a tensor.
  package func entry(named name: String) throws(SafetensorsError) -> SafetensorsEntry {
    guard let position = positions[name] else {
      throw .noSuchTensor(path: path, tensor: name, names: names)
    }
    return entries[position]
  }

  /// The shape of a tensor.
  package func shape(of name: String) throws(SafetensorsError) -> [Int] {
    try entry(named: name).shape
  }

  /// The element type of a tensor.
  package func elementType(of name: String) throws(SafetensorsError) -> ElementType {
    try entry(named: name).type
  }

  /// Calls `body` with the bytes of a tensor, which are not copied and may stand at any address.
  package func withUnsafeBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let range = fileRange(try entry(named: name).range)
    return try withExtendedLifetime(file) {
      try body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
    }
  }

  /// Where a part of the data stands in the file.
  func fileRange(_ range: Range<Int>) -> Range<Int> {
    dataStart + range.lowerBound..<dataStart + range.upperBound
  }

  /// The SHA-256 of the file's content, in hexadecimal; reads all of it.
  package func digest() -> String { SHA256.hexadecimal(of: file) }
}
