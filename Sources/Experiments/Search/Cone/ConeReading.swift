internal import LinearAlgebra
internal import Statistics

/// How it is told that an edit shows at a square: along which direction, and from which size on.
package struct ConeReading: Sendable {
  /// A direction, or all channels one by one, whichever shows it first.
  package enum Kind: String, Sendable {
    case direction
    case anyChannel = "any channel"
  }

  package let kind: Kind
  /// A difference counts from this share of the standard deviation on.
  package let threshold: Float
  /// On channels as shares of their spread; empty for any channel.
  let weights: [Float]
  /// The partial rank correlation with the steps from the goal on the fit levels.
  package let fitted: Double
  /// How many readings were tried there.
  package let tried: Int

  /// The largest difference at each place and square, in standard deviations.
  static func sizes(_ rows: ConeRows, _ kind: Kind, _ weights: [Float]) -> [[Float]] {
    let count = rows.squares.count
    switch kind {
    case .anyChannel:
      return rows.differences.map { map in
        map.elements.withUnsafeBufferPointer { values in
          (0..<count).map { square in
            var largest: Float = 0
            for channel in 0..<map.columns {
              largest = max(largest, abs(values[square * map.columns + channel]))
            }
            return largest
          }
        }
      }
    case .direction:
      let column = Matrix<Float>(rows: weights.count, columns: 1, elements: weights)
      var total = 0.0
      var squares = 0.0
      var number = 0.0
      for state in rows.states {
        for value in state.product(column).elements {
          total += Double(value)
          squares += Double(value) * Double(value)
          number += 1
        }
      }
      let variance = max(
        0, squares / max(1, number) - (total / max(1, number)) * (total / max(1, number)))
      guard variance > 0 else {
        return rows.differences.map { _ in [Float](repeating: 0, count: count) }
      }
      let scale = Float(1 / variance.squareRoot())
      return rows.differences.map { $0.product(column).elements.map { abs($0) * scale } }
    }
  }

  /// The number of the first place at which each square's difference is larger than the threshold;
  /// one after the last number where none is.
  static func onsets(_ sizes: [[Float]], above threshold: Float, numbers: [Int]) -> [Double] {
    let never = Double((numbers.last ?? 0) + 1)
    var onsets = [Double](repeating: never, count: sizes.first?.count ?? 0)
    for (place, number) in numbers.enumerated().reversed() {
      for square in onsets.indices where sizes[place][square] > threshold {
        onsets[square] = Double(number)
      }
    }
    return onsets
  }

  /// The onset of each square.
  func onsets(_ rows: ConeRows, threshold: Float? = nil) -> [Double] {
    Self.onsets(
      Self.sizes(rows, kind, weights), above: threshold ?? self.threshold,
      numbers: rows.places.numbers)
  }

  /// The reading of the largest partial rank correlation on some squares: every direction of
  /// ``ConeFilters`` and all channels together, at every threshold.
  ///
  /// - Throws: `FactorizationError` where a decomposition does not converge.
  static func best(on rows: ConeRows, thresholds: [Float]) throws -> ConeReading {
    let filters = try ConeFilters(rows)
    let directions = (0..<filters.directions.columns).map { column in
      (0..<filters.directions.rows).map { filters.directions[$0, column] }
    }
    let kinds: [(Kind, [Float])] = [(.anyChannel, [])] + directions.map { (.direction, $0) }
    let tried = kinds.count * thresholds.count
    let ranks = ConeRanks(rows.squares)
    let found = Parallel.map(kinds.count) { index -> [ConeReading] in
      let (kind, weights) = kinds[index]
      let sizes = Self.sizes(rows, kind, weights)
      return thresholds.map { threshold in
        let onsets = Self.onsets(sizes, above: threshold, numbers: rows.places.numbers)
        let value = ranks.partial(
          onsets, never: Double((rows.places.numbers.last ?? 0) + 1))
        return ConeReading(
          kind: kind, threshold: threshold, weights: weights,
          fitted: value.isFinite ? value : -1, tried: tried)
      }
    }
    let all = found.flatMap { $0 }
    return all.dropFirst().reduce(all[0]) { $1.fitted > $0.fitted ? $1 : $0 }
  }
}
