// Conversion of stored elements. The bytes may stand at any address: a header of odd length
// moves every tensor off its natural alignment.
extension ElementType {
  /// Converts elements to single precision, rounding to nearest; `F64` below the normal range of
  /// single precision becomes zero on every thread.
  ///
  /// - Precondition: `bytes` holds exactly as many elements as `target`.
  func convert(
    _ bytes: UnsafeRawBufferPointer, toFloats target: UnsafeMutableBufferPointer<Float>
  ) {
    let (source, target, count) = checked(bytes, target)
    guard let source, let target else { return }
    switch self {
    case .bool: each(source, target, count, UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: each(source, target, count, UInt8.self) { Float($0) }
    case .int8: each(source, target, count, Int8.self) { Float($0) }
    case .uint16: each(source, target, count, UInt16.self) { Float($0) }
    case .int16: each(source, target, count, Int16.self) { Float($0) }
    case .uint32: each(source, target, count, UInt32.self) { Float($0) }
    case .int32: each(source, target, count, Int32.self) { Float($0) }
    case .uint64: each(source, target, count, UInt64.self) { Float($0) }
    case .int64: each(source, target, count, Int64.self) { Float($0) }
    case .float16: each(source, target, count, UInt16.self) { HalfPrecision.float($0) }
    case .bfloat16: each(source, target, count, UInt16.self) { BrainFloat.float($0) }
    case .float32: each(source, target, count, Float.self) { $0 }
    case .float64: each(source, target, count, Double.self) { Self.normalFloat($0) }
    }
  }

  /// Converts elements to double precision; exact but for 64-bit whole numbers beyond 2^53.
  ///
  /// - Precondition: `bytes` holds exactly as many elements as `target`.
  func convert(
    _ bytes: UnsafeRawBufferPointer, toDoubles target: UnsafeMutableBufferPointer<Double>
  ) {
    let (source, target, count) = checked(bytes, target)
    guard let source, let target else { return }
    switch self {
    case .bool: each(source, target, count, UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: each(source, target, count, UInt8.self) { Double($0) }
    case .int8: each(source, target, count, Int8.self) { Double($0) }
    case .uint16: each(source, target, count, UInt16.self) { Double($0) }
    case .int16: each(source, target, count, Int16.self) { Double($0) }
    case .uint32: each(source, target, count, UInt32.self) { Double($0) }
    case .int32: each(source, target, count, Int32.self) { Double($0) }
    case .uint64: each(source, target, count, UInt64.self) { Double($0) }
    case .int64: each(source, target, count, Int64.self) { Double($0) }
    case .float16: each(source, target, count, UInt16.self) { Double(HalfPrecision.float($0)) }
    case .bfloat16: each(source, target, count, UInt16.self) { Double(BrainFloat.float($0)) }
    case .float32: each(source, target, count, UInt32.self) { Self.exactDouble($0) }
    case .float64: each(source, target, count, Double.self) { $0 }
    }
  }

  /// Converts whole numbers and truth values to the 64 bits of a whole number with sign;
  /// unsigned ones of 64 bits keep their bits, so those beyond `Int64.max` come out negative.
  ///
  /// - Precondition: the type is no floating point type, and `bytes` holds exactly as many
  ///   elements as `target`.
  func convert(
    _ bytes: UnsafeRawBufferPointer, toIntegers target: UnsafeMutableBufferPointer<Int>
  ) {
    let (source, target, count) = checked(bytes, target)
    guard let source, let target else { return }
    switch self {
    case .bool: each(source, target, count, UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: each(source, target, count, UInt8.self) { Int($0) }
    case .int8: each(source, target, count, Int8.self) { Int($0) }
    case .uint16: each(source, target, count, UInt16.self) { Int($0) }
    case .int16: each(source, target, count, Int16.self) { Int($0) }
    case .uint32: each(source, target, count, UInt32.self) { Int($0) }
    case .int32: each(source, target, count, Int32.self) { Int($0) }
    case .uint64, .int64: each(source, target, count, Int.self) { $0 }
    case .float16, .bfloat16, .float32, .float64:
      preconditionFailure("Elements of type \(rawValue) are not whole numbers.")
    }
  }

  /// The number that the bits of a single-precision one stand for. Numbers below the normal range
  /// keep their value also on threads that flush them to zero.
  @inline(__always)
  private static func exactDouble(_ bits: UInt32) -> Double {
    guard bits & 0x7f80_0000 == 0 else { return Double(Float(bitPattern: bits)) }
    let magnitude = Double(bits & 0x007f_ffff) * 0x1p-149
    return bits >> 31 == 0 ? magnitude : -magnitude
  }

  /// The nearest single-precision number, zero for those below the normal range: the same on
  /// threads that flush such numbers to zero and on others.
  @inline(__always)
  private static func normalFloat(_ value: Double) -> Float {
    value.magnitude < 0x1p-126 ? (value.sign == .minus ? -0.0 : 0) : Float(value)
  }

  private func checked<Target>(
    _ bytes: UnsafeRawBufferPointer, _ target: UnsafeMutableBufferPointer<Target>
  ) -> (UnsafeRawPointer?, UnsafeMutablePointer<Target>?, Int) {
    precondition(
      bytes.count == target.count * size,
      "\(bytes.count) bytes are not \(target.count) elements of type \(rawValue).")
    return (bytes.baseAddress, target.baseAddress, target.count)
  }

  @inline(__always)
  private func each<Source: BitwiseCopyable, Target: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Target>, _ count: Int,
    _ type: Source.Type, _ body: (Source) -> Target
  ) {
    for index in 0..<count {
      let offset = index &* MemoryLayout<Source>.stride
      target[index] = body(source.loadUnaligned(fromByteOffset: offset, as: Source.self))
    }
  }
}
