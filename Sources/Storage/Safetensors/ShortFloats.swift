/// IEEE half precision, as bits.
enum HalfPrecision {
  /// The number that 16 bits stand for; exact.
  @inline(__always)
  static func float(_ bits: UInt16) -> Float { Float(Float16(bitPattern: bits)) }

  /// The nearest half-precision number, ties to even; beyond 65504 infinite.
  @inline(__always)
  static func bits(_ value: Float) -> UInt16 { Float16(value).bitPattern }
}

/// The brain floating point format: single precision without its lower 16 bits.
enum BrainFloat {
  /// The number that 16 bits stand for; exact.
  @inline(__always)
  static func float(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  /// The nearest number of the format, ties to even; not-a-number stays not-a-number.
  @inline(__always)
  static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
}
