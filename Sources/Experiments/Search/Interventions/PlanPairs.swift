internal import Environments
package import LinearAlgebra
internal import Probing

/// Readers of a plan that stands in a square as one value a move: for each two moves, which is the
/// better one, from the square's own channels.
///
/// Each reading is fitted where both moves can be entered and one of them is the only optimal one, as
/// plus and minus one. A reader of all moves at once is led astray by the values of walls, which are
/// often many times as far from the others as these are among themselves.
package struct PlanPairs: Sendable {
  package let channels: Int
  package let moves: Int
  private let readings: Readings
  /// What readings of one half of the fit levels leave unread of the other half, as a share of its
  /// variance.
  package let unread: Double
  /// By how much the better move is ahead at squares of fit levels, rising.
  package let margins: [Double]

  /// The share of the variance that is added to each direction's, for directions that hardly vary.
  static let ridge = 1e-6

  /// A square with one optimal move beside another that can be entered.
  private struct Row {
    let place: Int
    let better: Int
    let other: Int
  }

  private struct Readings: Sendable {
    let moves: Int
    /// One a pair `first * moves + second`; empty where a pair never occurs.
    var weights: [[Double]]
    var offsets: [Double]

    /// By how much the better move is ahead.
    func value(of row: Row, _ maps: Tensor, _ channels: Int) -> Double {
      let pair = row.better * moves + row.other
      return weights[pair].indices.reduce(offsets[pair]) {
        $0 + weights[pair][$1] * Double(maps.elements[row.place * channels + $1])
      }
    }
  }

  /// Fits the readings.
  ///
  /// - Parameter maps: `[level, row, column, channel]` of all levels of the base.
  /// - Throws: as a fit does.
  package init(_ maps: Tensor, base: InterventionBase) throws {
    let (channels, moves) = (maps.shape[3], base.levels.moves.count)
    let rows = try Self.rows(base)
    let whole = try Self.readings(rows.flatMap { $0 }, moves, maps, channels)
    margins = rows.flatMap { $0 }.map { whole.value(of: $0, maps, channels) }.sorted()
    var (left, count) = (0.0, 0)
    for half in 0...1 {
      let readings = try Self.readings(rows[half], moves, maps, channels)
      for row in rows[1 - half] {
        let miss = 1 - readings.value(of: row, maps, channels)
        left += miss * miss
        count += 1
      }
    }
    unread = count == 0 ? 1 : left / Double(count)
    readings = whole
    self.channels = channels
    self.moves = moves
  }

  /// The readings that some squares give.
  private static func readings(
    _ rows: [Row], _ moves: Int, _ maps: Tensor, _ channels: Int
  ) throws -> Readings {
    var result = Readings(
      moves: moves, weights: [[Double]](repeating: [], count: moves * moves),
      offsets: [Double](repeating: 0, count: moves * moves))
    for first in 0..<moves {
      for second in first + 1..<max(moves, first + 1) {
        let own = rows.filter {
          ($0.better, $0.other) == (first, second) || ($0.better, $0.other) == (second, first)
        }
        guard own.count > 1, let fitted = try Self.fit(own, first, maps, channels) else { continue }
        result.weights[first * moves + second] = fitted.weights
        result.offsets[first * moves + second] = fitted.offset
        result.weights[second * moves + first] = fitted.weights.map { -$0 }
        result.offsets[second * moves + first] = -fitted.offset
      }
    }
    return result
  }

  /// The squares of each half of the fit levels.
  private static func rows(_ base: InterventionBase) throws -> [[Row]] {
    var result: [[Row]] = [[], []]
    let data = try PlanReader.data(base.levels)
    guard case .classes(_, let labels) = data.target else { return result }
    let neighbours = PlanNeighbours(base.levels)
    let half = Dictionary(
      base.fit.enumerated().map { ($0.element, $0.offset % 2) }, uniquingKeysWith: { $1 })
    for row in 0..<data.rows {
      let (level, cell) = (data.rowLevel[row], data.rowCell[row])
      for other in base.levels.moves.offsets.indices
      where other != labels[row] && neighbours.cell(of: other, from: cell, level: level) >= 0 {
        guard let half = half[level] else { continue }
        result[half].append(
          Row(place: level * base.levels.cells + cell, better: labels[row], other: other))
      }
    }
    return result
  }

  /// Ridge regression of plus one where the first move is better, minus one elsewhere; nil where
  /// nothing varies.
  private static func fit(
    _ rows: [Row], _ first: Int, _ maps: Tensor, _ channels: Int
  ) throws -> (weights: [Double], offset: Double)? {
    var features = Matrix<Double>(rows: rows.count, columns: channels)
    var targets = Matrix<Double>(rows: rows.count, columns: 1)
    for (index, row) in rows.enumerated() {
      for channel in 0..<channels {
        features[index, channel] = Double(maps.elements[row.place * channels + channel])
      }
      targets[index, 0] = row.better == first ? 1 : -1
    }
    let (means, middle) = (features.columnMeans(), targets.columnMeans()[0])
    for index in 0..<rows.count {
      for channel in 0..<channels { features[index, channel] -= means[channel] }
      targets[index, 0] -= middle
    }
    var gram = features.transposedMultiplied(by: features)
    let trace = (0..<channels).reduce(0) { $0 + gram[$1, $1] }
    guard trace > 0, trace.isFinite else { return nil }
    for channel in 0..<channels { gram[channel, channel] += ridge * trace / Double(channels) }
    let weights = try Cholesky(gram).solve(features.transposedMultiplied(by: targets)).column(0)
    return (weights, middle - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// How far a move is ahead of another as a square's channels change; nil for a pair never met.
  func reading(of move: Int, against other: Int) -> (weights: [Double], offset: Double)? {
    let pair = move * moves + other
    return readings.weights[pair].isEmpty ? nil : (readings.weights[pair], readings.offsets[pair])
  }

  /// The weights of all pairs as columns, `[channels, pairs]`.
  var allWeights: Matrix<Double> {
    let filled = readings.weights.filter { !$0.isEmpty }
    return Matrix(
      rows: filled.count, columns: channels, elements: filled.flatMap { $0 }
    ).transposed()
  }
}
