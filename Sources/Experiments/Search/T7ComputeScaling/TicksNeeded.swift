internal import LinearAlgebra
internal import Statistics

/// How many more ticks a step of distance costs: the regression of the ticks that a start needed on
/// its steps to the goal, given the straight distances.
///
/// Only starts that are solved at the last tick count. What a growing receptive field sees comes
/// after as many ticks as there are squares in between, walls or not: given that, steps through the
/// maze matter only to a computation that follows them.
struct TicksNeeded {
  let starts: ScalingStarts
  /// Ticks needed; `nil` for starts that are not solved at the last tick.
  let needed: [Double?]

  init(_ starts: ScalingStarts, _ accuracy: TickAccuracy, last: Int) {
    self.starts = starts
    let total = accuracy.unsolvedTicks(upTo: last)
    let isSolved = accuracy.place(of: last).map { accuracy.solved[$0] } ?? []
    needed = total.indices.map { isSolved[$0] ? total[$0] : nil }
  }

  /// The number of starts that count.
  var count: Int { needed.count { $0 != nil } }

  /// The slope in ticks a step.
  func slope(_ bootstrap: LevelBootstrap) -> BootstrapEstimate {
    let width = 2 + starts.straight.columns
    let estimate = bootstrap.estimate(sums(needed)) { Self.slope($0, width: width) }
    return BootstrapEstimate(value: estimate.value, percentileOf: estimate.replicates)
  }

  /// The slope when levels exchange what their starts needed, beyond what straight distances tell.
  func null(count: Int, using random: inout RandomStream) -> PermutationNull {
    let width = 2 + starts.straight.columns
    let observed = Self.slope(sums(needed).columnTotals()[...], width: width)
    // Freedman and Lane: residuals of the straight distances move, their fit stays.
    let straight = Self.weights(sums(needed, distance: false).columnTotals()[...], width: width - 1)
    let fitted = (0..<starts.count).map { start in
      straight.map { weights in
        zip(weights, row(start, distance: false)).reduce(0) { $0 + $1.0 * $1.1 }
      } ?? 0
    }
    var kept: [[Int]] = Array(repeating: [], count: starts.units)
    for start in 0..<starts.count where needed[start] != nil {
      kept[starts.unit[start]].append(start)
    }
    let permutations = LevelPermutations(
      blocks: kept.map(\.count), count: count, using: &random)
    let draws = (0..<count).map { draw -> Double in
      var permuted = needed
      for unit in 0..<starts.units {
        let source = kept[permutations.source(draw, unit)]
        for (place, start) in kept[unit].enumerated() {
          permuted[start] = fitted[start] + (needed[source[place]] ?? 0) - fitted[source[place]]
        }
      }
      return Self.slope(sums(permuted).columnTotals()[...], width: width)
    }
    return PermutationNull(
      name: "levels exchange what their starts needed beyond the straight distances",
      observed: observed, draws: draws.filter(\.isFinite))
  }

  private func row(_ start: Int, distance: Bool) -> [Double] {
    [1] + (distance ? [Double(starts.distance[start])] : [])
      + (0..<starts.straight.columns).map { starts.straight[start, $0] }
  }

  /// Per-unit sums of products of a constant, the steps, the straight distances and the ticks.
  private func sums(_ values: [Double?], distance: Bool = true) -> Matrix<Double> {
    let width = (distance ? 2 : 1) + starts.straight.columns
    var result = Matrix<Double>(rows: starts.units, columns: width * (width + 1))
    for start in 0..<starts.count {
      guard let value = values[start] else { continue }
      let x = row(start, distance: distance)
      let unit = starts.unit[start]
      for i in 0..<width {
        for j in 0..<width { result[unit, i * width + j] += x[i] * x[j] }
        result[unit, width * width + i] += x[i] * value
      }
    }
    return result
  }

  private static func slope(_ totals: ArraySlice<Double>, width: Int) -> Double {
    weights(totals, width: width)?[1] ?? .nan
  }

  /// Ordinary least squares; nil where columns cannot be told apart.
  private static func weights(_ totals: ArraySlice<Double>, width: Int) -> [Double]? {
    var a = Array(totals.prefix(width * width))
    var b = Array(totals.dropFirst(width * width))
    let scale = (0..<width).map { a[$0 * width + $0] }
    for pivot in 0..<width {
      guard scale[pivot] > 0, a[pivot * width + pivot] > 1e-9 * scale[pivot] else { return nil }
      for row in 0..<width where row != pivot {
        let factor = a[row * width + pivot] / a[pivot * width + pivot]
        for column in pivot..<width {
          a[row * width + column] -= factor * a[pivot * width + column]
        }
        b[row] -= factor * b[pivot]
      }
    }
    return (0..<width).map { b[$0] / a[$0 * width + $0] }
  }
}
