internal import LinearAlgebra

/// Directions of activation space along which edits travel with the steps from the goal.
///
/// An edit ripples through a convolutional network with its receptive field, whatever the network
/// computes, and channels that have nothing to do with a search ripple with it. A direction that
/// carries a search's news is one along which a square changes after the news can have come along
/// free squares, and not before. For a speed of `kappa` squares a tick and a lag, the squares and
/// ticks with `d <= kappa (t - lag)` are those that the news has reached; of all directions `w` those
/// with the largest `w'Rw / w'Uw` are taken, `R` and `U` being the mean outer products of the
/// differences at reached and at other squares.
///
/// Source: the contrast of two covariances of Fukunaga and Koontz (1970). A rotation, permutation or
/// rescaling of the channels rotates, permutes or rescales the directions.
struct ConeFilters {
  /// Columns are directions, for channels as shares of their spread.
  let directions: Matrix<Float>

  static let speeds = [0.5, 1, 2, 3, 4]
  static let lags = [0.0, 1, 2]
  /// Directions kept for each speed and lag.
  static let kept = 2

  /// Fits the directions to the followed squares; none where nothing changes.
  ///
  /// - Throws: `FactorizationError` where a decomposition does not converge.
  init(_ rows: ConeRows) throws {
    let order = rows.places.channels
    let farthest = Int(rows.squares.geodesic.max() ?? 0)
    // The outer products by tick and number of steps.
    let binned = Parallel.map(rows.places.numbers.count) { place in
      (0...farthest).map { steps -> (count: Int, gram: Matrix<Double>?) in
        let chosen = rows.squares.geodesic.indices.filter {
          Int(rows.squares.geodesic[$0]) == steps
        }
        guard !chosen.isEmpty else { return (0, nil) }
        return (
          chosen.count,
          rows.differences[place].selectingRows(chosen).converted(to: Double.self).gram()
        )
      }
    }
    let splits = Self.speeds.flatMap { speed in Self.lags.map { (speed, $0) } }
    let found = try Parallel.tryMap(splits.count) { index in
      let (speed, lag) = splits[index]
      var sums = [
        Matrix<Double>(rows: order, columns: order), Matrix<Double>(rows: order, columns: order),
      ]
      var counts = [0, 0]
      for (place, number) in rows.places.numbers.enumerated() {
        for (steps, bin) in binned[place].enumerated() {
          guard let gram = bin.gram else { continue }
          let side = Double(steps) <= speed * (Double(number) - lag) ? 0 : 1
          counts[side] += bin.count
          for element in gram.elements.indices {
            sums[side].elements[element] += gram.elements[element]
          }
        }
      }
      guard counts[0] > 0, counts[1] > 0 else { return [[Double]]() }
      for side in 0...1 {
        for element in sums[side].elements.indices {
          sums[side].elements[element] /= Double(counts[side])
        }
      }
      return try Self.directions(reached: sums[0], other: sums[1])
    }
    let all = found.flatMap { $0 }
    var directions = Matrix<Float>(rows: order, columns: all.count)
    for (column, direction) in all.enumerated() {
      for channel in 0..<order { directions[channel, column] = Float(direction[channel]) }
    }
    self.directions = directions
  }

  /// A thousandth of the mean variance of what is reached is what a direction may leak for nothing.
  private static let floor = 1e-3

  private static func directions(
    reached: Matrix<Double>, other: Matrix<Double>
  ) throws -> [[Double]] {
    let order = reached.rows
    let trace = (0..<order).reduce(0) { $0 + reached[$1, $1] }
    guard trace > 0 else { return [] }
    var leak = other
    for index in 0..<order { leak[index, index] += floor * trace / Double(order) }
    let first = try SymmetricEigen(leak)
    var whitening = first.vectors
    for column in 0..<order {
      let scale = 1 / max(first.values[column], .leastNormalMagnitude).squareRoot()
      for row in 0..<order { whitening[row, column] *= scale }
    }
    let inner = whitening.transposedMultiplied(by: reached.multiplied(by: whitening))
    let second = try SymmetricEigen(inner)
    let mapped = whitening.multiplied(by: second.vectors)
    return (0..<min(kept, order)).map { place in
      (0..<order).map { mapped[$0, order - 1 - place] }
    }
  }
}
