package import LinearAlgebra

/// Writes safetensors files: the same bytes for the same content, whole or not at all.
///
/// Tensors stand in the order of their element size (largest first) and then of their names'
/// UTF-8 bytes, so each is aligned to its element size; the header is padded with spaces to a
/// multiple of eight bytes, and metadata is in the order of its names. The Python package
/// `safetensors` reads these files.
package enum SafetensorsWriter {
  /// Writes single-precision tensors.
  ///
  /// Throws ``SafetensorsError/duplicateTensor(path:tensor:)`` and
  /// ``SafetensorsError/reservedName(path:tensor:)`` before anything is written, and
  /// ``FileError`` if the file cannot be written; nothing is left behind then.
  package static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:],
    to path: String
  ) throws {
    try write(
      tensors.map { StoredTensor(name: $0.name, tensor: $0.tensor) }, metadata: metadata,
      to: path)
  }

  /// As ``write(_:metadata:to:)-(_,[String:String],_)`` for tensors of any element type.
  ///
  /// - Returns: the SHA-256 of the file in hexadecimal if `hashing`, else nil.
  @discardableResult
  package static func write(
    _ tensors: [StoredTensor], metadata: [String: String] = [:], to path: String,
    hashing: Bool = false
  ) throws -> String? {
    let ordered = tensors.sorted { first, second in
      if first.type.size != second.type.size { return first.type.size > second.type.size }
      return ByteOrder.precedes(first.name, second.name)
    }
    try checkNames(ordered, path: path)
    let header = header(of: ordered, metadata: metadata)
    return try AtomicFile.write(to: path, hashing: hashing) { sink in
      try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try sink.append($0) }
      try sink.append(header)
      for tensor in ordered {
        try tensor.withUnsafeBytes { try sink.append($0) }
      }
    }
  }

  private static func checkNames(
    _ tensors: [StoredTensor], path: String
  ) throws(SafetensorsError) {
    var seen: Set<String> = []
    for tensor in tensors {
      guard tensor.name != SafetensorsHeader.metadataName else {
        throw .reservedName(path: path, tensor: tensor.name)
      }
      guard seen.insert(tensor.name).inserted else {
        throw .duplicateTensor(path: path, tensor: tensor.name)
      }
    }
  }

  private static func header(of tensors: [StoredTensor], metadata: [String: String]) -> [UInt8] {
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { ByteOrder.precedes($0.key, $1.key) }
      members.append(
        .init(
          SafetensorsHeader.metadataName, .object(pairs.map { .init($0.key, .string($0.value)) })))
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.byteCount
      let description: JSON = [
        "dtype": .string(tensor.type.rawValue),
        "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      members.append(.init(tensor.name, description))
      offset = end
    }
    var bytes = Array(JSON.object(members).text().utf8)
    bytes.append(contentsOf: repeatElement(0x20, count: (8 - bytes.count % 8) % 8))
    return bytes
  }
}
