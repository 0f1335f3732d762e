package import LinearAlgebra

/// Erasers of random directions that move the rows as far as a given one: the control that says
/// whether losing *this* subspace mattered.
///
/// A random subspace of the whitened features is taken out, as ``Leace`` takes out its own. Drawn
/// evenly it would mostly hold directions of little or of middling variance, so a direction's chance
/// is weighted by a power of its variance, and the power is chosen for each draw so that the edit
/// size is the same.
package struct RandomErasers: Sendable {
  private let means: [Double]
  private let variances: [Double]
  private let vectors: Matrix<Double>
  private let total: Double

  /// - Throws: ``FactorizationError`` when the covariance is not finite.
  package init(_ moments: ErasureMoments) throws {
    let eigen = try SymmetricEigen(moments.features)
    let cut = (eigen.values.last ?? 0) * Double(eigen.values.count) * 0x1p-52
    let kept = eigen.values.indices.filter { eigen.values[$0] > cut }
    means = moments.means
    variances = kept.map { eigen.values[$0] }
    total = moments.totalVariance
    var vectors = Matrix<Double>(rows: moments.means.count, columns: kept.count)
    for row in 0..<vectors.rows {
      for (place, index) in kept.enumerated() { vectors[row, place] = eigen.vectors[row, index] }
    }
    self.vectors = vectors
  }

  /// One random eraser.
  ///
  /// - Parameters:
  ///   - rank: how many directions it takes; no more than vary.
  ///   - editSize: the mean squared displacement over the total variance to match. Where the random
  ///     directions cannot reach it, the nearest that they can.
  package func eraser(
    rank: Int, editSize: Double, using random: inout RandomStream
  ) -> Eraser {
    let (count, rank) = (variances.count, min(rank, variances.count))
    var directions = Matrix<Double>(rows: count, columns: rank)
    for index in directions.elements.indices { directions.elements[index] = random.normal() }
    let target = editSize * total
    let space = WhitenedSpace(variances: variances)
    var (low, high) = (-16.0, 16.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if space.captured(space.weighted(directions, middle)) < target {
        low = middle
      } else {
        high = middle
      }
    }
    let basis = space.weighted(directions, (low + high) / 2)
    var (forward, back) = (basis, basis)
    for row in 0..<count {
      let length = variances[row].squareRoot()
      for column in 0..<rank {
        forward[row, column] *= length
        back[row, column] /= length
      }
    }
    return Eraser(
      means: means, removed: vectors.multiplied(by: forward),
      readOut: vectors.multiplied(by: back).transposed())
  }
}
