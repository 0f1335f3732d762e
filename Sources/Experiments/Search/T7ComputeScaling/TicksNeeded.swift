internal import LinearAlgebra
internal import Statistics

/// After how many ticks each start is decided, where the first tick does not do.
///
/// Only starts count that are not solved after the first tick and are at the last one: the others
/// show no computation in between. What such a start needed is the number of ticks at which it was
/// not solved.
struct TicksNeeded {
  let starts: ScalingStarts
  /// The starts that count, and the ticks that each needed.
  let used: [Int]
  let needed: [Double]

  init(_ starts: ScalingStarts, _ accuracy: TickAccuracy, last: Int) {
    self.starts = starts
    guard let end = accuracy.place(of: last) else {
      (used, needed) = ([], [])
      return
    }
    let total = accuracy.unsolvedTicks(upTo: last)
    used = (0..<starts.count).filter { accuracy.solved[end][$0] && !accuracy.solved[0][$0] }
    needed = used.map { total[$0] }
  }

  /// Per-unit sums for the rank correlation of ticks with steps given the distance without walls;
  /// ranks are centred, so that the sums of several networks can be added.
  func correlationSums() -> CorrelationSums {
    var sums = CorrelationSums(units: starts.units)
    let x = Self.ranks(needed)
    let y = Self.ranks(used.map { Double(starts.distance[$0]) })
    let z = Self.ranks(used.map { starts.open[$0] })
    for (place, start) in used.enumerated() {
      sums.add(unit: starts.unit[start], x: x[place], y: y[place], z: z[place])
    }
    return sums
  }

  /// Per-unit sums for the slope in ticks a step: counts, and products of steps and ticks.
  func slopeSums() -> Matrix<Double> {
    var sums = Matrix<Double>(rows: starts.units, columns: 5)
    for (place, start) in used.enumerated() {
      let (d, t) = (Double(starts.distance[start]), needed[place])
      for (column, value) in [1, d, t, d * d, d * t].enumerated() {
        sums[starts.unit[start], column] += value
      }
    }
    return sums
  }

  /// Ticks a step, by least squares; NaN where all distances are equal.
  static func slope(_ sums: ArraySlice<Double>) -> Double {
    let s = Array(sums)
    let spread = s[0] * s[3] - s[1] * s[1]
    return spread > 0 ? (s[0] * s[4] - s[1] * s[2]) / spread : .nan
  }

  /// The correlation when levels exchange what their starts needed beyond the distances without
  /// walls.
  func null(count: Int, using random: inout RandomStream) -> PermutationNull {
    let z = Self.ranks(used.map { starts.open[$0] })
    let x = Self.residuals(Self.ranks(needed), on: z)
    let y = Self.residuals(Self.ranks(used.map { Double(starts.distance[$0]) }), on: z)
    var members: [[Int]] = Array(repeating: [], count: starts.units)
    for (place, start) in used.enumerated() { members[starts.unit[start]].append(place) }
    let permutations = LevelPermutations(
      blocks: members.map(\.count), count: count, using: &random)
    let scale = (x.reduce(0) { $0 + $1 * $1 } * y.reduce(0) { $0 + $1 * $1 }).squareRoot()
    func correlation(_ source: (Int) -> Int) -> Double {
      var sum = 0.0
      for unit in 0..<starts.units {
        let other = members[source(unit)]
        for (index, place) in members[unit].enumerated() { sum += x[other[index]] * y[place] }
      }
      return scale > 0 ? sum / scale : 0
    }
    return PermutationNull(
      name: "levels exchange what their starts needed beyond the distances without walls",
      observed: correlation { $0 },
      draws: (0..<count).map { draw in correlation { permutations.source(draw, $0) } })
  }

  /// Average ranks about zero, as shares of their number.
  private static func ranks(_ values: [Double]) -> [Double] {
    let middle = Double(values.count + 1) / 2
    return Ranks.average(values).map { ($0 - middle) / Double(max(1, values.count)) }
  }

  private static func residuals(_ values: [Double], on other: [Double]) -> [Double] {
    let size = other.reduce(0) { $0 + $1 * $1 }
    guard size > 0 else { return values }
    let slope = zip(values, other).reduce(0) { $0 + $1.0 * $1.1 } / size
    return zip(values, other).map { $0 - slope * $1 }
  }
}
