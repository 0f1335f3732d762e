/// A scalar that a ``Matrix`` can hold: `Float` for activations, `Double` for statistics.
///
/// What goes over all elements of a matrix and is called from other modules is asked of the scalar,
/// for generic code that was not specialised there takes each element through a call.
package protocol MatrixScalar: BinaryFloatingPoint, Sendable {
  /// So many elements, all equal.
  static func elements(repeating value: Self, count: Int) -> [Self]
  /// Elements in double precision, rounded to this one.
  static func elements(rounding values: [Double]) -> [Self]
  /// Elements in double precision.
  static func doubles(_ values: [Self]) -> [Double]
}

extension Float: MatrixScalar {
  package static func elements(repeating value: Float, count: Int) -> [Float] {
    [Float](repeating: value, count: count)
  }

  package static func elements(rounding values: [Double]) -> [Float] { values.map { Float($0) } }

  package static func doubles(_ values: [Float]) -> [Double] { values.map { Double($0) } }
}

extension Double: MatrixScalar {
  package static func elements(repeating value: Double, count: Int) -> [Double] {
    [Double](repeating: value, count: count)
  }

  package static func elements(rounding values: [Double]) -> [Double] { values }

  package static func doubles(_ values: [Double]) -> [Double] { values }
}
