package import LinearAlgebra

/// Random subspaces whose erasure moves the rows as far as that of a given one, in two kinds: the
/// control that says whether losing *this* subspace mattered.
///
/// The directions are weighted by a power of the variance along them, `S^(power/2) G` for normal
/// `G`, and the power is found by bisection so that the mean squared displacement `tr(U'SU)` is that
/// of the given eraser; what is left of the difference is in ``Match/ratio``. The same `G` in moments
/// of several ticks gives subspaces that change from tick to tick no more than the covariance does.
package struct MatchedErasers: Sendable {
  /// In what sense a subspace is random.
  package enum Kind: String, Sendable, CaseIterable {
    /// An orthogonal projection onto the complement of a random subspace.
    case orthogonal
    /// The projection that is orthogonal in units of standard deviations, as LEACE's is.
    case whitened
  }

  /// A random eraser.
  package struct Match: Sendable {
    package let eraser: Eraser
    /// Its mean squared displacement over that asked for.
    package let ratio: Double

    /// Whether it moves rows as far to 5 %.
    package var isClose: Bool { abs(ratio - 1) <= 0.05 }
  }

  private let means: [Double]
  private let variances: [Double]
  private let vectors: Matrix<Double>

  /// The number of directions that vary.
  package var directions: Int { variances.count }

  /// - Throws: ``FactorizationError`` when the covariance is not finite.
  package init(means: [Double], covariance: Matrix<Double>) throws {
    let eigen = try SymmetricEigen(covariance)
    let cut = (eigen.values.last ?? 0) * Double(max(eigen.values.count, 1)) * 1e-10
    let kept = eigen.values.indices.filter { eigen.values[$0] > max(cut, 0) }
    self.means = means
    variances = kept.map { eigen.values[$0] }
    var vectors = Matrix<Double>(rows: means.count, columns: kept.count)
    for row in 0..<vectors.rows {
      for (place, index) in kept.enumerated() { vectors[row, place] = eigen.vectors[row, index] }
    }
    self.vectors = vectors
  }

  /// The mean squared displacement of an eraser on rows of this covariance.
  package func displacement(of eraser: Eraser) -> Double {
    // R Q V diag(variances)^1/2: the squares of its elements add up to the trace.
    let moved = eraser.removed.multiplied(by: eraser.readOut.multiplied(by: vectors))
    var sum = 0.0
    for row in 0..<moved.rows {
      for column in 0..<moved.columns {
        sum += moved[row, column] * moved[row, column] * variances[column]
      }
    }
    return sum
  }

  /// The eraser of the directions `G`, weighted to a mean squared displacement.
  ///
  /// - Parameters:
  ///   - directions: `[features, rank]`, normal numbers. A rank above the number of directions that
  ///     vary is cut.
  ///   - readings: `[features, m]`, linear readings of a row that the erasure may not change: those of
  ///     the subspace that it stands beside. Fewer directions are left then.
  package func eraser(
    _ kind: Kind, directions: Matrix<Double>, displacement target: Double,
    keeping readings: Matrix<Double>? = nil
  ) -> Match {
    let kept =
      readings.map { self.kept($0, kind) } ?? Matrix(rows: variances.count, columns: 0)
    let rank = min(directions.columns, variances.count - kept.columns)
    let all = vectors.transposedMultiplied(by: directions)
    var coordinates = Matrix<Double>(rows: variances.count, columns: rank)
    for row in 0..<variances.count {
      for column in 0..<rank { coordinates[row, column] = all[row, column] }
    }
    let space = WhitenedSpace(variances: variances)
    var (low, high) = (-16.0, 16.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if space.captured(space.weighted(coordinates, middle, besides: kept)) < target {
        low = middle
      } else {
        high = middle
      }
    }
    let basis = space.weighted(coordinates, (low + high) / 2, besides: kept)
    var (forward, back) = (basis, basis)
    if kind == .whitened {
      for row in 0..<variances.count {
        let length = variances[row].squareRoot()
        for column in 0..<rank {
          forward[row, column] *= length
          back[row, column] /= length
        }
      }
    }
    let eraser = Eraser(
      means: means, removed: vectors.multiplied(by: forward),
      readOut: vectors.multiplied(by: back).transposed())
    return Match(eraser: eraser, ratio: target > 0 ? space.captured(basis) / target : 1)
  }

  /// An orthonormal basis, in coordinates, of what has to be orthogonal to an erasure that leaves
  /// readings as they are.
  private func kept(_ readings: Matrix<Double>, _ kind: Kind) -> Matrix<Double> {
    var result = vectors.transposedMultiplied(by: readings)
    if kind == .whitened {
      for row in 0..<result.rows {
        for column in 0..<result.columns { result[row, column] *= variances[row].squareRoot() }
      }
    }
    var columns: [[Double]] = []
    for index in 0..<result.columns where columns.count < result.rows {
      var column = result.column(index)
      let before = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for _ in 0..<2 {
        for other in columns {
          let overlap = zip(column, other).reduce(0) { $0 + $1.0 * $1.1 }
          for row in column.indices { column[row] -= overlap * other[row] }
        }
      }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if before > 0, length > 1e-8 * before { columns.append(column.map { $0 / length }) }
    }
    return Matrix(
      rows: columns.count, columns: result.rows, elements: columns.flatMap { $0 }
    ).transposed()
  }
}
