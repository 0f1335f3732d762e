package import LinearAlgebra

/// A named tensor of any element type, to be written to a file.
package struct StoredTensor: Sendable {
  package private(set) var name: String
  package let shape: [Int]
  package let type: ElementType
  private let content: Content

  private enum Content: Sendable {
    case bytes([UInt8])
    case halves([UInt16])
    case floats([Float])
    case doubles([Double])
    case integers([Int])
    case identifiers([UInt64])
  }

  /// A tensor as `F32`, or rounded to nearest (ties to even) as `F16` or `BF16`.
  ///
  /// - Precondition: `type` is one of these three.
  package init(name: String, tensor: Tensor, as type: ElementType = .float32) {
    switch type {
    case .float32: content = .floats(tensor.elements)
    case .float16: content = .halves(tensor.elements.map(HalfPrecision.bits))
    case .bfloat16: content = .halves(tensor.elements.map(BrainFloat.bits))
    default:
      preconditionFailure("A tensor is written as F32, F16 or BF16, not as \(type.rawValue).")
    }
    self.name = name
    self.shape = tensor.shape
    self.type = type
  }

  /// Double-precision numbers as `F64`.
  package init(name: String, shape: [Int], doubles: [Double]) {
    self.init(name, shape, .float64, .doubles(doubles), count: doubles.count)
  }

  /// Whole numbers as `I64`.
  package init(name: String, shape: [Int], integers: [Int]) {
    self.init(name, shape, .int64, .integers(integers), count: integers.count)
  }

  /// Names and digests as `U64`.
  package init(name: String, shape: [Int], identifiers: [UInt64]) {
    self.init(name, shape, .uint64, .identifiers(identifiers), count: identifiers.count)
  }

  /// Small whole numbers as `U8`.
  package init(name: String, shape: [Int], bytes: [UInt8]) {
    self.init(name, shape, .uint8, .bytes(bytes), count: bytes.count)
  }

  private init(
    _ name: String, _ shape: [Int], _ type: ElementType, _ content: Content, count: Int
  ) {
    let needed = shape.reduce(1, *)
    precondition(
      count == needed,
      "The tensor '\(name)' of shape \(shape) needs \(needed) elements, not \(count).")
    self.name = name
    self.shape = shape
    self.type = type
    self.content = content
  }

  /// The same tensor under another name.
  package func renamed(_ name: String) -> StoredTensor {
    var copy = self
    copy.name = name
    return copy
  }

  /// The number of bytes.
  package var byteCount: Int { shape.reduce(type.size, *) }

  /// Calls `body` with the bytes as they are written, little end first.
  func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    switch content {
    case .bytes(let values): try values.withUnsafeBytes(body)
    case .halves(let values): try values.withUnsafeBytes(body)
    case .floats(let values): try values.withUnsafeBytes(body)
    case .doubles(let values): try values.withUnsafeBytes(body)
    case .integers(let values): try values.withUnsafeBytes(body)
    case .identifiers(let values): try values.withUnsafeBytes(body)
    }
  }
}
