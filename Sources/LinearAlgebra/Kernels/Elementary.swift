/// The exponential and its relatives, eight numbers at a time.
///
/// Polynomials fitted for the smallest largest relative error, evaluated in single precision; each
/// result is within a few units in the last place of the exact one, which the tests bound against
/// Foundation's in double precision. What
/// is not a number stays so.
enum Elementary {
  typealias Vector = SIMD8<Float>

  /// `e^x` for `x` within [-87, 88]; beyond, the value at the bound.
  @inline(__always)
  static func exp(_ x: Vector) -> Vector {
    var x = x
    x.replace(with: Vector(repeating: -87), where: x .< -87)
    x.replace(with: Vector(repeating: 88), where: x .> 88)
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    let magic = Vector(repeating: 12_582_912)
    let shifted = x * 1.442_695_04 + magic
    let whole = shifted - magic
    // ln 2 in two parts, the first with so few bits that its products are exact.
    let rest = (x - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var sum = rest * 0.001_395_171_7 + 0.008_369_598_5
    sum = sum * rest + 0.041_666_187
    sum = sum * rest + 0.166_665_12
    sum = sum * rest + 0.5
    sum = (sum * rest) * rest + rest + 1
    // Multiplying by a power of two adds to the exponent.
    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    let scaled = unsafeBitCast(sum, to: SIMD8<Int32>.self) &+ exponent
    // The difference is zero, or not a number where x is not.
    return unsafeBitCast(scaled, to: Vector.self) + (x - x)
  }

  /// `1 / (1 + e^-x)`.
  @inline(__always)
  static func sigmoid(_ x: Vector) -> Vector {
    1 / (1 + exp(-x))
  }

  /// The hyperbolic tangent: an odd polynomial near zero, else by the exponential.
  @inline(__always)
  static func tanh(_ x: Vector) -> Vector {
    let square = x * x
    var sum = square * -0.005_717_036_8 + 0.020_650_579
    sum = sum * square - 0.053_743_497
    sum = sum * square + 0.133_314_91
    sum = sum * square - 0.333_332_84
    let near = (sum * square) * x + x
    // The magnitude alone, so that the function is odd to the last bit.
    let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
    let magnitude = unsafeBitCast(bits & 0x7fff_ffff, to: Vector.self)
    let far = 1 - 2 / (1 + exp(magnitude + magnitude))
    let sign = bits & SIMD8<Int32>(repeating: .min)
    let signed = unsafeBitCast(unsafeBitCast(far, to: SIMD8<Int32>.self) | sign, to: Vector.self)
    return near.replacing(with: signed, where: square .> 0.390_625)
  }

  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store(_ vector: Vector, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: vector, as: Vector.self)
  }

  /// The first `count` numbers, the others zero.
  @inline(__always)
  static func load(_ source: UnsafePointer<Float>, first count: Int) -> Vector {
    var result = Vector()
    for lane in 0..<count { result[lane] = source[lane] }
    return result
  }

  @inline(__always)
  static func store(_ vector: Vector, _ target: UnsafeMutablePointer<Float>, first count: Int) {
    for lane in 0..<count { target[lane] = vector[lane] }
  }

  /// Runs `body` on eight numbers at a time; the last call may have fewer.
  @inline(__always)
  static func forEach(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int,
    _ body: (Vector) -> Vector
  ) {
    var index = 0
    while index + 8 <= count {
      store(body(load(source + index)), target + index)
      index += 8
    }
    if index < count {
      store(body(load(source + index, first: count - index)), target + index, first: count - index)
    }
  }
}

extension VectorKernels {
  /// `target = tanh(source)`.
  package static func tanh(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    Elementary.forEach(source, into: target, count: count) { Elementary.tanh($0) }
  }

  /// `target = 1 / (1 + e^-source)`.
  package static func sigmoid(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    Elementary.forEach(source, into: target, count: count) { Elementary.sigmoid($0) }
  }

  /// `target = e^source`, for sources within [-87, 88].
  package static func exponential(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    Elementary.forEach(source, into: target, count: count) { Elementary.exp($0) }
  }
}
