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
  /// One a pair `first * moves + second`; empty where a pair never occurs.
  private let weights: [[Double]]
  private let offsets: [Double]
  /// What the readings leave unread of report levels, as a share of their variance.
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

  /// Fits the readings.
  ///
  /// - Parameter maps: `[level, row, column, channel]` of all levels of the base.
  /// - Throws: as a fit does.
  package init(_ maps: Tensor, base: InterventionBase) throws {
    let (channels, moves) = (maps.shape[3], base.levels.moves.count)
    let rows = try Self.rows(base)
    var weights = [[Double]](repeating: [], count: moves * moves)
    var offsets = [Double](repeating: 0, count: moves * moves)
    for first in 0..<moves {
      for second in first + 1..<max(moves, first + 1) {
        let own = rows.fit.filter {
          ($0.better, $0.other) == (first, second) || ($0.better, $0.other) == (second, first)
        }
        guard own.count > 1, let fitted = try Self.fit(own, first, maps, channels) else { continue }
        weights[first * moves + second] = fitted.weights
        offsets[first * moves + second] = fitted.offset
        weights[second * moves + first] = fitted.weights.map { -$0 }
        offsets[second * moves + first] = -fitted.offset
      }
    }
    func value(_ row: Row) -> Double {
      let pair = row.better * moves + row.other
      return weights[pair].indices.reduce(offsets[pair]) {
        $0 + weights[pair][$1] * Double(maps.elements[row.place * channels + $1])
      }
    }
    margins = rows.fit.map(value).sorted()
    let left = rows.report.reduce(0) { $0 + (1 - value($1)) * (1 - value($1)) }
    unread = rows.report.isEmpty ? 1 : left / Double(rows.report.count)
    self.weights = weights
    self.offsets = offsets
    self.channels = channels
    self.moves = moves
  }

  private static func rows(_ base: InterventionBase) throws -> (fit: [Row], report: [Row]) {
    let data = try PlanReader.data(base.levels)
    guard case .classes(_, let labels) = data.target else { return ([], []) }
    let neighbours = PlanNeighbours(base.levels)
    let (fit, report) = (Set(base.fit), Set(base.report))
    var result: (fit: [Row], report: [Row]) = ([], [])
    for row in 0..<data.rows {
      let (level, cell) = (data.rowLevel[row], data.rowCell[row])
      for other in base.levels.moves.offsets.indices
      where other != labels[row] && neighbours.cell(of: other, from: cell, level: level) >= 0 {
        let entry = Row(
          place: level * base.levels.cells + cell, better: labels[row], other: other)
        if fit.contains(level) { result.fit.append(entry) }
        if report.contains(level) { result.report.append(entry) }
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
    return weights[pair].isEmpty ? nil : (weights[pair], offsets[pair])
  }

  /// The weights of all pairs as columns, `[channels, pairs]`.
  var allWeights: Matrix<Double> {
    let filled = weights.filter { !$0.isEmpty }
    return Matrix(
      rows: filled.count, columns: channels, elements: filled.flatMap { $0 }
    ).transposed()
  }
}
