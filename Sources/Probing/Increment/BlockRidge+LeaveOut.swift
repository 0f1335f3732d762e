internal import LinearAlgebra

extension BlockRidge {
  /// The mean squared leave-one-level-out error of each penalty, summed over targets.
  func errors(_ penalties: [Double], over baseline: BaselineFit) -> [Double] {
    let weights = penalties.map { self.weights($0) }
    var sums = [Double](repeating: 0, count: penalties.count)
    for level in baseline.ridge.levels.indices {
      let block = BlockLevel(self, baseline, level)
      for index in penalties.indices {
        guard let residuals = block.heldOut(penalties[index], weights[index]) else {
          sums[index] = .infinity
          continue
        }
        for value in residuals { sums[index] += value * value }
      }
    }
    return sums.map { $0 / Double(baseline.selectionRows) }
  }

  /// The leave-one-level-out residuals at a penalty; `nil` where they cannot be computed.
  func heldOutResiduals(_ penalty: Double, over baseline: BaselineFit) -> Matrix<Double>? {
    let weights = self.weights(penalty)
    var elements: [Double] = []
    elements.reserveCapacity(baseline.selectionRows * baseline.width)
    for level in baseline.ridge.levels.indices {
      guard let part = BlockLevel(self, baseline, level).heldOut(penalty, weights) else {
        return nil
      }
      elements.append(contentsOf: part)
    }
    return Matrix(rows: baseline.selectionRows, columns: baseline.width, elements: elements)
  }
}

/// One selection level in a block ridge: what does not depend on the penalty.
struct BlockLevel {
  let size: Int
  let columns: Int
  let targets: Int
  let eigenvalues: [Double]
  /// The lower factor `L` of `I - A_gg`.
  let factor: [Double]
  /// `V = L^-1 U_g`, `[size, columns]`.
  let whitened: Matrix<Double>
  /// `L^-1 r_b`, `[size, targets]`, `r_b` the baseline's residuals.
  let residual: Matrix<Double>
  /// `P = L'^-1 V` and `L'^-1 L^-1 r_b`, used where columns are fewer than rows.
  let spread: Matrix<Double>
  let heldOutBaseline: Matrix<Double>
  /// `V'V` and `V'L^-1 r_b`.
  let gram: Matrix<Double>
  let cross: Matrix<Double>

  /// Whether the level has at least as many rows as there are columns.
  var isTall: Bool { size >= columns }

  init(_ block: BlockRidge, _ baseline: BaselineFit, _ level: Int) {
    let range = baseline.ridge.levels[level]
    size = range.count
    columns = block.columns
    targets = baseline.width
    eigenvalues = block.eigenvalues
    factor = baseline.factors[level]
    whitened = Self.solve(
      factor, size,
      Matrix(
        rows: range.count, columns: block.columns,
        elements: Array(
          block.rotated.elements[
            range.lowerBound * block.columns..<range.upperBound * block.columns])),
      transposed: false)
    residual = Self.solve(
      factor, size,
      Matrix(
        rows: range.count, columns: targets,
        elements: Array(
          baseline.residuals.elements[range.lowerBound * targets..<range.upperBound * targets])),
      transposed: false)
    if range.count >= block.columns {
      spread = Self.solve(factor, size, whitened, transposed: true)
      heldOutBaseline = Self.solve(factor, size, residual, transposed: true)
      gram = whitened.gram()
      cross = whitened.transposedMultiplied(by: residual)
    } else {
      let empty = Matrix<Double>(rows: 0, columns: 0)
      (spread, heldOutBaseline, gram, cross) = (empty, empty, empty, empty)
    }
  }

  /// The residuals of the level's rows in a fit without it, `[size, targets]` row-major.
  func heldOut(_ penalty: Double, _ weights: Matrix<Double>) -> [Double]? {
    isTall ? tall(penalty, weights) : wide(penalty, weights)
  }

  private func tall(_ penalty: Double, _ weights: Matrix<Double>) -> [Double]? {
    var left = gram.elements
    for index in left.indices { left[index] = -left[index] }
    for index in 0..<columns { left[index * columns + index] += eigenvalues[index] + penalty }
    var right = gram.multiplied(by: weights)
    for index in right.elements.indices {
      right.elements[index] = cross.elements[index] - right.elements[index]
    }
    guard LevelBlock.solve(&left, order: columns, &right.elements, columns: targets) else {
      return nil
    }
    for index in right.elements.indices { right.elements[index] -= weights.elements[index] }
    let change = spread.multiplied(by: right)
    return zip(heldOutBaseline.elements, change.elements).map { $0 + $1 }
  }

  private func wide(_ penalty: Double, _ weights: Matrix<Double>) -> [Double]? {
    let factors = eigenvalues.map { 1 / ($0 + penalty).squareRoot() }
    var scaled = [Double](repeating: 0, count: size * columns)
    var left = [Double](repeating: 0, count: size * size)
    var right = residual.elements
    scaled.withUnsafeMutableBufferPointer { scaled in
      whitened.elements.withUnsafeBufferPointer { whitened in
        guard let scaled = scaled.baseAddress, let whitened = whitened.baseAddress else { return }
        factors.withUnsafeBufferPointer { factors in
          for row in 0..<size {
            for column in 0..<columns {
              scaled[row * columns + column] = whitened[row * columns + column] * factors[column]
            }
          }
        }
        left.withUnsafeMutableBufferPointer { left in
          guard let left = left.baseAddress else { return }
          for row in 0..<size { left[row * size + row] = 1 }
          DoubleProducts.symmetric(
            order: size, inner: columns, alpha: -1, UnsafePointer(scaled), leading: columns,
            transposed: false, beta: 1, into: left)
        }
        weights.elements.withUnsafeBufferPointer { weights in
          right.withUnsafeMutableBufferPointer { right in
            guard let weights = weights.baseAddress, let right = right.baseAddress else { return }
            DoubleProducts.general(
              rows: size, columns: targets, inner: columns, alpha: -1, whitened, leading: columns,
              weights, leading: targets, beta: 1, into: right, leading: targets)
          }
        }
      }
    }
    guard LevelBlock.solve(&left, order: size, &right, columns: targets) else { return nil }
    return Self.solve(
      factor, size, Matrix(rows: size, columns: targets, elements: right), transposed: true
    ).elements
  }

  private static func solve(
    _ factor: [Double], _ order: Int, _ right: Matrix<Double>, transposed: Bool
  ) -> Matrix<Double> {
    var result = right
    factor.withUnsafeBufferPointer { factor in
      result.elements.withUnsafeMutableBufferPointer { b in
        guard let factor = factor.baseAddress, let b = b.baseAddress else { return }
        DoubleProducts.solveTriangular(
          order: order, lower: factor, transposed: transposed, columns: right.columns, b,
          leading: right.columns)
      }
    }
    return result
  }
}
