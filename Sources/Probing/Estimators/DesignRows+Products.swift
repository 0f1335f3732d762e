internal import LinearAlgebra

extension DesignRows {
  /// `(X - 1 means') W` for some rows, row-major `[rows, W.columns]`, in parallel.
  func centredTimes(_ weights: Matrix<Double>, means: [Double], rows range: Range<Int>) -> [Double]
  {
    let width = weights.columns
    let pieces = (range.count + Self.chunk - 1) / Self.chunk
    let parts = Parallel.map(pieces) { piece -> [Double] in
      let start = range.lowerBound + piece * Self.chunk
      let part = start..<min(start + Self.chunk, range.upperBound)
      var result = [Double](repeating: 0, count: part.count * width)
      result.withUnsafeMutableBufferPointer { result in
        weights.elements.withUnsafeBufferPointer { w in
          guard let result = result.baseAddress, let w = w.baseAddress else { return }
          addProduct(part, w, width: width, factor: 1, means: means, into: result)
        }
      }
      return result
    }
    return parts.flatMap { $0 }
  }

  /// Adds `factor (X - 1 means') W` of some rows to a row-major buffer of `[rows, width]`.
  func addProduct(
    _ range: Range<Int>, _ weights: UnsafePointer<Double>, width: Int, factor: Double,
    means: [Double], into target: UnsafeMutablePointer<Double>
  ) {
    guard columns > 0, width > 0 else { return }
    var shift = [Double](repeating: 0, count: width)
    for column in 0..<columns where means[column] != 0 {
      let (mean, row) = (factor * means[column], weights + column * width)
      for index in 0..<width { shift[index] -= mean * row[index] }
    }
    for row in 0..<range.count {
      let out = target + row * width
      for index in 0..<width { out[index] += shift[index] }
    }
    if isSparse {
      values.withUnsafeBufferPointer { values in
        for row in range {
          let out = target + (row - range.lowerBound) * width
          for place in starts[row]..<starts[row + 1] {
            let (value, source) = (factor * values[place], weights + Int(indices[place]) * width)
            for index in 0..<width { out[index] += value * source[index] }
          }
        }
      }
    } else {
      values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        DoubleProducts.general(
          rows: range.count, columns: width, inner: columns, alpha: factor,
          values + range.lowerBound * columns, leading: columns, weights, leading: width, beta: 1,
          into: target, leading: width)
      }
    }
  }

  /// `X'H` over the first rows, `[columns, width]`, for `H` row-major `[count, width]`.
  ///
  /// When the columns of `H` sum to zero this is also `(X - 1 means')'H`.
  func transposedTimes(
    _ right: UnsafePointer<Double>, count: Int, width: Int
  ) -> Matrix<Double> {
    var result = Matrix<Double>(rows: columns, columns: width)
    guard columns > 0, width > 0, count > 0 else { return result }
    result.elements.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer { values in
        guard let result = result.baseAddress, let base = values.baseAddress else { return }
        if isSparse {
          for row in 0..<count {
            let source = right + row * width
            for place in starts[row]..<starts[row + 1] {
              let (value, out) = (base[place], result + Int(indices[place]) * width)
              for index in 0..<width { out[index] += value * source[index] }
            }
          }
        } else {
          DoubleProducts.general(
            rows: columns, columns: width, inner: count, base, leading: columns, transposed: true,
            right, leading: width, into: result, leading: width)
        }
      }
    }
    return result
  }
}
