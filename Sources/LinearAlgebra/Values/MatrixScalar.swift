/// A scalar that a ``Matrix`` can hold: `Float` for activations, `Double` for statistics.
package protocol MatrixScalar: BinaryFloatingPoint, Sendable {}

extension Float: MatrixScalar {}
extension Double: MatrixScalar {}
