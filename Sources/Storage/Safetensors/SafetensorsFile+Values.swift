package import LinearAlgebra

// Whole tensors, converted.
extension SafetensorsFile {
  /// A tensor in single precision: floating point and whole numbers are rounded to nearest,
  /// truth values become 0 and 1.
  package func tensor(named name: String) throws -> Tensor {
    let entry = try entry(named: name)
    let elements = try withUnsafeBytes(of: name) { bytes in
      [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
        entry.type.convert(bytes, toFloats: .init(rebasing: buffer[..<entry.count]))
        count = entry.count
      }
    }
    return Tensor(shape: entry.shape, elements: elements)
  }

  /// The elements of a tensor in double precision, the last axis running fastest; exact but for
  /// 64-bit whole numbers beyond 2^53, which are rounded to nearest.
  package func doubles(named name: String) throws -> [Double] {
    let entry = try entry(named: name)
    return try withUnsafeBytes(of: name) { bytes in
      [Double](unsafeUninitializedCapacity: entry.count) { buffer, count in
        entry.type.convert(bytes, toDoubles: .init(rebasing: buffer[..<entry.count]))
        count = entry.count
      }
    }
  }

  /// The elements of a tensor of whole numbers or truth values, exactly.
  ///
  /// Throws ``SafetensorsError/notWholeNumbers(path:tensor:type:)`` for floating point numbers
  /// and ``SafetensorsError/wholeNumberTooLarge(path:tensor:index:value:)`` for unsigned ones
  /// beyond `Int.max`.
  package func integers(named name: String) throws -> [Int] {
    let values = try bitPatterns(named: name)
    if try elementType(of: name) == .uint64, let index = values.firstIndex(where: { $0 < 0 }) {
      throw SafetensorsError.wholeNumberTooLarge(
        path: path, tensor: name, index: index, value: UInt64(bitPattern: Int64(values[index])))
    }
    return values
  }

  /// The elements of a tensor of whole numbers as 64 bits each: for names and digests, of which
  /// only equality matters. `I64` and `U64` with the same bits give the same.
  package func identifiers(named name: String) throws -> [UInt64] {
    try bitPatterns(named: name).map { UInt64(bitPattern: Int64($0)) }
  }

  private func bitPatterns(named name: String) throws -> [Int] {
    let entry = try entry(named: name)
    guard !entry.type.isFloatingPoint else {
      throw SafetensorsError.notWholeNumbers(path: path, tensor: name, type: entry.type)
    }
    return try withUnsafeBytes(of: name) { bytes in
      [Int](unsafeUninitializedCapacity: entry.count) { buffer, count in
        entry.type.convert(bytes, toIntegers: .init(rebasing: buffer[..<entry.count]))
        count = entry.count
      }
    }
  }
}
