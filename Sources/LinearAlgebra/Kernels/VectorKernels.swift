/// Elementwise loops over single-precision storage, written so that they vectorize.
///
/// Pointers of one call never overlap unless they are equal.
package enum VectorKernels {
  /// `target += source`.
  package static func add(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] += source[index] }
  }

  /// `target = left + right`.
  package static func sum(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] = left[index] + right[index] }
  }

  /// `target = left * right`.
  package static func product(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] = left[index] * right[index] }
  }

  /// `target += left * right`.
  package static func addProduct(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] += left[index] * right[index] }
  }

  /// `target = factor * source`.
  package static func scale(
    _ source: UnsafePointer<Float>, by factor: Float,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] = factor * source[index] }
  }

  /// `target += factor * source`.
  package static func addScaled(
    _ source: UnsafePointer<Float>, by factor: Float,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] += factor * source[index] }
  }

  /// `target = max(source, 0)`; a NaN stays a NaN.
  package static func rectify(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count {
      let value = source[index]
      target[index] = value < 0 ? 0 : value
    }
  }

  /// `gradient = output > 0 ? gradient : 0`, in place.
  package static func mask(
    _ gradient: UnsafeMutablePointer<Float>, whereNotPositive output: UnsafePointer<Float>,
    count: Int
  ) {
    for index in 0..<count { gradient[index] = output[index] > 0 ? gradient[index] : 0 }
  }

  /// `target += output > 0 ? gradient : 0`.
  package static func addMasked(
    _ gradient: UnsafePointer<Float>, wherePositive output: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { target[index] += output[index] > 0 ? gradient[index] : 0 }
  }

  /// Masks the gradient in place as ``mask(_:whereNotPositive:count:)`` and adds it to `target`.
  package static func maskAndAdd(
    _ gradient: UnsafeMutablePointer<Float>, whereNotPositive output: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count {
      let value = output[index] > 0 ? gradient[index] : 0
      gradient[index] = value
      target[index] += value
    }
  }

  /// The sum of squares, in double precision and in a fixed order.
  package static func sumOfSquares(_ source: UnsafePointer<Float>, count: Int) -> Double {
    var lanes = SIMD8<Double>()
    var index = 0
    while index + 8 <= count {
      let chunk = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Float>.self)
      let wide = SIMD8<Double>(chunk)
      lanes += wide * wide
      index += 8
    }
    var total = lanes.sum()
    while index < count {
      total += Double(source[index]) * Double(source[index])
      index += 1
    }
    return total
  }
}
