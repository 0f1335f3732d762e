/// A dense single-precision array of any rank in row-major order.
///
/// Activations are `[batch, row, column, channel]` (NHWC), so that a square's channels
/// are a row of a design matrix with no copying; convolution weights are
/// `[kernelRow, kernelColumn, input, output]` (HWIO).
package struct Tensor: Sendable, Equatable {
  package let shape: [Int]
  package var elements: [Float]

  /// A tensor over existing elements.
  ///
  /// - Precondition: `elements.count` is the product of `shape`.
  @inlinable
  package init(shape: [Int], elements: [Float]) {
    let count = shape.reduce(1, *)
    precondition(
      elements.count == count,
      "A tensor of shape \(shape) needs \(count) elements, not \(elements.count).")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor whose elements are all equal, zero unless said otherwise.
  @inlinable
  package init(shape: [Int], repeating value: Float = 0) {
    self.init(shape: shape, elements: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  /// The number of elements.
  @inlinable
  package var count: Int { elements.count }

  /// The samples of a range of the first axis.
  package func samples(_ range: Range<Int>) -> Tensor {
    let width = shape.dropFirst().reduce(1, *)
    return Tensor(
      shape: [range.count] + shape.dropFirst(),
      elements: Array(elements[range.lowerBound * width..<range.upperBound * width]))
  }

  /// The same elements in another shape with the same count.
  @inlinable
  package func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, elements: elements) }

  /// Row-major offset of an index, one number an axis.
  @inlinable
  package func offset(_ index: [Int]) -> Int {
    precondition(
      index.count == shape.count, "An index into shape \(shape) needs \(shape.count) numbers.")
    var offset = 0
    for axis in shape.indices {
      precondition(
        index[axis] >= 0 && index[axis] < shape[axis],
        "Index \(index) is outside of shape \(shape).")
      offset = offset * shape[axis] + index[axis]
    }
    return offset
  }

  @inlinable
  package subscript(index: Int...) -> Float {
    get { elements[offset(index)] }
    set { elements[offset(index)] = newValue }
  }

  /// The tensor as a matrix whose columns are the last axis.
  @inlinable
  package var matrix: Matrix<Float> {
    let columns = shape.last ?? 1
    return Matrix(rows: columns == 0 ? 0 : count / columns, columns: columns, elements: elements)
  }
}
