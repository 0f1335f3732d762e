package import LinearAlgebra

extension LevelRidge {
  /// The residuals that each row would have in a fit without its level, at a penalty of the grid,
  /// `[rows, targets]`; `nil` where the penalty is too small for it to be computed.
  package func heldOutResiduals(at index: Int) -> Matrix<Double>? {
    let shrunk = shrunken(penalties[index])
    let pieces = Parallel.map(levels.count) { level in
      LevelBlock(
        range: levels[level], rows: rows, eigenvalues: eigenvalues, rotated: rotated,
        centred: centred
      ).heldOut(penalties[index], shrunk)
    }
    let parts = pieces.compactMap { $0 }
    guard parts.count == pieces.count else { return nil }
    return Matrix(rows: rows, columns: targets, elements: parts.flatMap { $0 })
  }

  static func errors(
    penalties: [Double], levels: [Range<Int>], eigenvalues: [Double], rotated: [Double],
    centred: Matrix<Double>, projected: [Double]
  ) -> [Double] {
    let shrunk = penalties.map { shrunken(projected, eigenvalues, $0, centred.columns) }
    let sums = Parallel.map(levels.count) { level in
      let block = LevelBlock(
        range: levels[level], rows: centred.rows, eigenvalues: eigenvalues, rotated: rotated,
        centred: centred)
      return penalties.indices.map { index in
        guard let residuals = block.heldOut(penalties[index], shrunk[index]) else {
          return Double.infinity
        }
        return residuals.reduce(0) { $0 + $1 * $1 }
      }
    }
    return penalties.indices.map { index in
      sums.reduce(0) { $0 + $1[index] } / Double(centred.rows)
    }
  }
}

/// The rows of one level in a ridge.
struct LevelBlock {
  let range: Range<Int>
  let rows: Int
  let eigenvalues: [Double]
  let rotated: [Double]
  let centred: Matrix<Double>

  /// The residuals at a penalty: `Y_g - Z_g (e + l)^-1 Z'Y`.
  func residuals(_ shrunk: [Double]) -> [Double] {
    let (order, targets) = (eigenvalues.count, centred.columns)
    var result = Array(centred.elements[range.lowerBound * targets..<range.upperBound * targets])
    guard order > 0 else { return result }
    rotated.withUnsafeBufferPointer { z in
      shrunk.withUnsafeBufferPointer { w in
        result.withUnsafeMutableBufferPointer { r in
          guard let z = z.baseAddress, let w = w.baseAddress, let r = r.baseAddress else { return }
          DoubleProducts.general(
            rows: range.count, columns: targets, inner: order, alpha: -1,
            z + range.lowerBound * order, leading: order, w, leading: targets, beta: 1, into: r,
            leading: targets)
        }
      }
    }
    return result
  }

  /// `I - H_gg` at a penalty, of which the lower triangle is filled.
  func complement(_ penalty: Double) -> [Double] {
    let (order, size) = (eigenvalues.count, range.count)
    var scaled = [Double](repeating: 0, count: size * order)
    let factors = eigenvalues.map { 1 / ($0 + penalty).squareRoot() }
    var result = [Double](repeating: -1 / Double(rows), count: size * size)
    for row in 0..<size { result[row * size + row] += 1 }
    guard order > 0 else { return result }
    rotated.withUnsafeBufferPointer { z in
      scaled.withUnsafeMutableBufferPointer { scaled in
        factors.withUnsafeBufferPointer { factors in
          for row in 0..<size {
            let source = (range.lowerBound + row) * order
            for column in 0..<order {
              scaled[row * order + column] = z[source + column] * factors[column]
            }
          }
        }
        result.withUnsafeMutableBufferPointer { result in
          guard let scaled = scaled.baseAddress, let result = result.baseAddress else { return }
          DoubleProducts.symmetric(
            order: size, inner: order, alpha: -1, UnsafePointer(scaled), leading: order,
            transposed: false, beta: 1, into: result)
        }
      }
    }
    return result
  }

  /// `(I - H_gg)^-1 r_g`; `nil` when it is not positive definite to working precision.
  func heldOut(_ penalty: Double, _ shrunk: [Double]) -> [Double]? {
    range.count > eigenvalues.count + 1
      ? heldOutByFeatures(penalty, shrunk) : heldOutByRows(penalty, shrunk)
  }

  private func heldOutByRows(_ penalty: Double, _ shrunk: [Double]) -> [Double]? {
    var right = residuals(shrunk)
    var left = complement(penalty)
    return Self.solve(&left, order: range.count, &right, columns: centred.columns) ? right : nil
  }

  /// With more rows than features the downdated Gram matrix is smaller:
  /// `(I - Q D Q')^-1 r = r + Q (D^-1 - Q'Q)^-1 Q'r` with `Q = [Z_g, 1]`, `D^-1 = diag(e + l, n)`.
  private func heldOutByFeatures(_ penalty: Double, _ shrunk: [Double]) -> [Double]? {
    let (order, size, targets) = (eigenvalues.count, range.count, centred.columns)
    let residual = Matrix(rows: size, columns: targets, elements: residuals(shrunk))
    var design = Matrix<Double>(rows: size, columns: order + 1, repeating: 1)
    for row in 0..<size {
      for column in 0..<order {
        design[row, column] = rotated[(range.lowerBound + row) * order + column]
      }
    }
    var left = design.gram()
    for index in left.elements.indices { left.elements[index] = -left.elements[index] }
    for index in 0..<order { left[index, index] += eigenvalues[index] + penalty }
    left[order, order] += Double(rows)
    var right = design.transposedMultiplied(by: residual)
    guard
      Self.solve(&left.elements, order: order + 1, &right.elements, columns: targets)
    else { return nil }
    let correction = design.multiplied(by: right)
    return zip(residual.elements, correction.elements).map { $0 + $1 }
  }

  /// Solves `left x = right` in place by Cholesky; false when left is not positive definite.
  static func solve(
    _ left: inout [Double], order: Int, _ right: inout [Double], columns: Int
  ) -> Bool {
    left.withUnsafeMutableBufferPointer { left in
      right.withUnsafeMutableBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        guard DoubleProducts.factorPositiveDefinite(order: order, left) == nil else { return false }
        for transposed in [false, true] {
          DoubleProducts.solveTriangular(
            order: order, lower: left, transposed: transposed, columns: columns, right,
            leading: columns)
        }
        return true
      }
    }
  }
}
