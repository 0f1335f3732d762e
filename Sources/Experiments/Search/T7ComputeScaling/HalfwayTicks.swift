internal import LinearAlgebra
package import Statistics

/// T50: after how many ticks are decisions at a distance half-way between guessing and what they are
/// at the last tick?
package struct HalfwayTicks: Sendable {
  /// Starts of one distance, or of a few where one has too few.
  package struct Bin: Sendable, Equatable {
    package let distances: ClosedRange<Int>
    package let starts: Int
    /// The share solved at each number of ticks.
    package let accuracy: [Double]
    /// What guessing among the moves to free squares gives.
    package let guess: Double
    /// The tick, between those that were run; nil where decisions never get better than guesses.
    package let halfway: Double?

    /// `7`, or `7-9`.
    package var label: String {
      distances.count == 1
        ? "\(distances.lowerBound)" : "\(distances.lowerBound)-\(distances.upperBound)"
    }
    package var middle: Double {
      Double(distances.lowerBound + distances.upperBound) / 2
    }
  }

  /// Fewer starts than this are no bin of their own.
  static let startsPerBin = 8
  /// Where the last tick is not better than guessing by so much, there is no half-way.
  static let smallestRise = 0.1

  package let ticks: [Int]
  package let bins: [Bin]
  /// Theil and Sen's slope of the half-way tick on the distance.
  package let slope: BootstrapEstimate?

  init(_ starts: ScalingStarts, _ accuracy: TickAccuracy, last: Int, _ bootstrap: LevelBootstrap) {
    let groups = Self.groups(starts.distance)
    let ticks = accuracy.ticks
    let width = 2 + ticks.count
    // For each bin: starts, guesses, and solved at each tick.
    var sums = Matrix<Double>(rows: starts.units, columns: groups.count * width)
    for start in 0..<starts.count {
      guard let bin = groups.firstIndex(where: { $0.contains(starts.distance[start]) }) else {
        continue
      }
      sums[starts.unit[start], bin * width] += 1
      sums[starts.unit[start], bin * width + 1] += starts.guess[start]
      for tick in ticks.indices where accuracy.solved[tick][start] {
        sums[starts.unit[start], bin * width + 2 + tick] += 1
      }
    }
    func bins(_ totals: ArraySlice<Double>) -> [Bin] {
      groups.indices.map { bin in
        let own = Array(totals.dropFirst(bin * width).prefix(width))
        let shares = own.dropFirst(2).map { $0 / own[0] }
        return Bin(
          distances: groups[bin], starts: Int(own[0]), accuracy: shares, guess: own[1] / own[0],
          halfway: Self.halfway(shares, ticks: ticks, guess: own[1] / own[0], last: last))
      }
    }
    func slope(_ bins: [Bin]) -> Double {
      let known = bins.filter { $0.halfway != nil }
      guard known.count >= 3 else { return .nan }
      return TheilSen(known.map(\.middle), known.compactMap(\.halfway)).slope
    }
    self.ticks = ticks
    self.bins = bins(sums.columnTotals()[...])
    let value = slope(self.bins)
    let totals = bootstrap.totals(sums)
    self.slope =
      value.isNaN
      ? nil
      : BootstrapEstimate(
        value: value, percentileOf: (0..<totals.rows).map { slope(bins(totals.row($0))) })
  }

  private static func groups(_ distances: [Int]) -> [ClosedRange<Int>] {
    guard let most = distances.max() else { return [] }
    var result: [ClosedRange<Int>] = []
    var (from, found) = (1, 0)
    for distance in 1...most {
      found += distances.count { $0 == distance }
      if found == 0 { from = distance + 1 }
      guard found >= startsPerBin else { continue }
      result.append(from...distance)
      (from, found) = (distance + 1, 0)
    }
    if found > 0, let last = result.popLast() { result.append(last.lowerBound...most) }
    return result
  }

  private static func halfway(
    _ shares: [Double], ticks: [Int], guess: Double, last: Int
  ) -> Double? {
    guard let end = ticks.lastIndex(where: { $0 <= last }), shares[end] - guess >= smallestRise
    else { return nil }
    let level = (shares[end] + guess) / 2
    guard let first = (0...end).first(where: { shares[$0] >= level }) else { return nil }
    guard first > 0, ticks[first] - ticks[first - 1] > 1 else { return Double(ticks[first]) }
    let share = (level - shares[first - 1]) / (shares[first] - shares[first - 1])
    return Double(ticks[first - 1]) + share * Double(ticks[first] - ticks[first - 1])
  }
}
