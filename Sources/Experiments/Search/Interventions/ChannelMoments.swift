internal import Environments
internal import Foundation
package import LinearAlgebra

/// The mean and the covariance of a map's channels over the free squares of some levels: the metric
/// in which changes of activations are small or large.
package struct ChannelMoments: Sendable, Equatable {
  package let means: [Double]
  /// `S`, `[channel, channel]`.
  package let covariance: Matrix<Double>
  /// `S^1/2`.
  package let root: Matrix<Double>
  /// `S^-1/2` over the directions that vary; others are taken to zero.
  package let inverseRoot: Matrix<Double>
  /// The number of directions that vary.
  package let rank: Int

  /// The moments of maps `[level, row, column, channel]`.
  ///
  /// - Throws: `FactorizationError` when an activation is not finite.
  package init(_ maps: Tensor, levels: LevelSet) throws {
    let (channels, cells) = (maps.shape[3], levels.cells)
    var rows: [Float] = []
    var count = 0
    for (index, level) in levels.levels.enumerated() {
      for cell in 0..<cells where !level.grid.walls[cell] {
        let start = (index * cells + cell) * channels
        rows.append(contentsOf: maps.elements[start..<start + channels])
        count += 1
      }
    }
    let matrix = Matrix(rows: count, columns: channels, elements: rows.map(Double.init))
    let means = matrix.columnMeans()
    var centred = matrix
    for row in 0..<count {
      for channel in 0..<channels { centred[row, channel] -= means[channel] }
    }
    var covariance = centred.transposedMultiplied(by: centred)
    for index in covariance.elements.indices { covariance.elements[index] /= Double(max(count, 1)) }
    try self.init(means: means, covariance: covariance)
  }

  /// The moments of a mean and a covariance.
  ///
  /// - Throws: `FactorizationError` when a value is not finite.
  package init(means: [Double], covariance: Matrix<Double>) throws {
    let eigen = try SymmetricEigen(covariance)
    let cut = max(0, eigen.values.last ?? 0) * Double(means.count) * 1e-10
    let kept = eigen.values.indices.filter { eigen.values[$0] > cut }
    func power(_ exponent: Double) -> Matrix<Double> {
      var scaled = Matrix<Double>(rows: means.count, columns: kept.count)
      var plain = scaled
      for row in 0..<means.count {
        for (place, index) in kept.enumerated() {
          plain[row, place] = eigen.vectors[row, index]
          scaled[row, place] = eigen.vectors[row, index] * pow(eigen.values[index], exponent)
        }
      }
      return scaled.multiplied(byTransposeOf: plain)
    }
    self.means = means
    self.covariance = covariance
    root = power(0.5)
    inverseRoot = power(-0.5)
    rank = kept.count
  }

  /// The squared Mahalanobis length of a change of one square.
  package func squaredLength(_ change: [Float]) -> Double {
    var sum = 0.0
    for row in 0..<means.count {
      var value = 0.0
      for column in 0..<means.count { value += inverseRoot[row, column] * Double(change[column]) }
      sum += value * value
    }
    return sum
  }
}
