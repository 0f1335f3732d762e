package import LinearAlgebra

/// The space in which random changes are as large as the ones they stand beside: that of the channels
/// (Euclidean), or of the directions that vary, in standard deviations (Mahalanobis).
///
/// Random changes of equal Mahalanobis length stay among the directions that vary; what a change has
/// outside of them has no such length and is left out.
package struct ChangeSpace: Sendable {
  package let length: MatchedLength
  /// `S^-1/2` in the basis of the directions that vary, `[direction, channel]`.
  package let forward: Matrix<Double>
  /// `[channel, direction]`.
  package let back: Matrix<Double>

  package var dimensions: Int { forward.rows }

  /// - Throws: `FactorizationError` when the covariance is not finite.
  package init(_ length: MatchedLength, covariance: Matrix<Double>) throws {
    self.length = length
    let channels = covariance.rows
    guard length == .mahalanobis else {
      forward = .identity(channels)
      back = .identity(channels)
      return
    }
    let eigen = try SymmetricEigen(covariance)
    let cut = max(0, eigen.values.last ?? 0) * Double(channels) * 1e-10
    let kept = eigen.values.indices.filter { eigen.values[$0] > cut }
    var forward = Matrix<Double>(rows: kept.count, columns: channels)
    var back = Matrix<Double>(rows: channels, columns: kept.count)
    for (place, index) in kept.enumerated() {
      let spread = eigen.values[index].squareRoot()
      for channel in 0..<channels {
        forward[place, channel] = eigen.vectors[channel, index] / spread
        back[channel, place] = eigen.vectors[channel, index] * spread
      }
    }
    self.forward = forward
    self.back = back
  }

  /// A change's coordinates.
  package func coordinates(_ change: [Double]) -> [Double] {
    (0..<dimensions).map { row in
      zip(forward.row(row), change).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// The squared length of a change.
  package func squaredLength(_ change: [Double]) -> Double {
    coordinates(change).reduce(0) { $0 + $1 * $1 }
  }

  /// A random direction as long as a given one and orthogonal to it, both in the sense of the space;
  /// nil where nothing is left beside it.
  package func direction(
    like own: [Double], using random: RandomStream
  ) -> [Double]? {
    let coordinates = coordinates(own)
    let size = coordinates.reduce(0) { $0 + $1 * $1 }
    guard dimensions > 1, size > 0 else { return nil }
    var random = random
    var drawn = coordinates.map { _ in random.normal() }
    for _ in 0..<2 {
      let overlap = zip(drawn, coordinates).reduce(0) { $0 + $1.0 * $1.1 } / size
      for index in drawn.indices { drawn[index] -= overlap * coordinates[index] }
    }
    let length = drawn.reduce(0) { $0 + $1 * $1 }
    guard length > 1e-18 else { return nil }
    let factor = (size / length).squareRoot()
    return (0..<back.rows).map { channel in
      zip(back.row(channel), drawn).reduce(0) { $0 + $1.0 * $1.1 * factor }
    }
  }
}
