/// The difference of a figure's means over two groups of runs on the same levels.
package struct RunDifference: Sendable, Equatable {
  package let first: RunMean
  package let second: RunMean
  package let value: Double
  package let standardError: Double
  /// Welch's, with the part of the levels, on which both were measured; nil where a group has fewer
  /// than ``RunMean/fewest`` runs, or no run differs from another.
  package let interval: Interval?
  /// The size of the difference where runs are dealt to the groups anew; nil with too few runs.
  package let null: PermutationNull?

  /// - Parameters:
  ///   - first: one estimate a run, drawn with the same weights of levels as those of the second.
  ///   - random: draws the deals where there are too many to make all.
  package init(
    _ first: [BootstrapEstimate], _ second: [BootstrapEstimate],
    within bounds: ClosedRange<Double>? = nil,
    using random: inout some RandomNumberGenerator
  ) {
    let one = RunMean(first, within: bounds)
    let other = RunMean(second, within: bounds)
    self.first = one
    self.second = other
    value = one.value - other.value
    let variances = [one, other].map { mean -> Double in
      let spread = Sample.standardDeviation(mean.values)
      return mean.values.count > 1 ? spread * spread / Double(mean.values.count) : .nan
    }
    let ofLevels = Self.levelError(first, second)
    let variance = variances[0] + variances[1]
    standardError = (variance + ofLevels * ofLevels).squareRoot()
    let isEnough = min(one.values.count, other.values.count) >= RunMean.fewest
    if isEnough, standardError > 0 {
      // Welch and Satterthwaite.
      let freedom =
        variance > 0
        ? variance * variance
          / zip(variances, [one, other]).reduce(0) {
            $0 + $1.0 * $1.0 / Double($1.1.values.count - 1)
          } : Double(one.values.count + other.values.count - 2)
      let reach = StudentDistribution.quantile(0.975, freedom: max(3, freedom)) * standardError
      interval = Interval(
        lower: value - reach, upper: value + reach, method: "Welch, of runs and levels")
    } else if isEnough, let near = one.interval, let far = other.interval {
      // No run differs from another of its group: what their own bounds leave open.
      interval = Interval(
        lower: near.lower - far.upper, upper: near.upper - far.lower, method: "Wilson, of runs")
    } else {
      interval = nil
    }
    null = Self.deals(one.values, other.values, using: &random)
  }

  package var power: PowerCard { PowerCard(standardError: standardError) }

  private static func levelError(
    _ first: [BootstrapEstimate], _ second: [BootstrapEstimate]
  ) -> Double {
    let usable = [first, second].map { $0.filter(\.value.isFinite) }
    guard let draws = usable[0].first?.replicates.count, draws > 1,
      usable.joined().allSatisfy({ $0.replicates.count == draws }),
      let one = BootstrapEstimate.mean(of: usable[0]),
      let other = BootstrapEstimate.mean(of: usable[1])
    else { return 0 }
    let error = one.minus(other).standardError
    return error.isFinite ? error : 0
  }

  /// All deals up to a few thousand, else as many drawn.
  private static func deals(
    _ first: [Double], _ second: [Double], using random: inout some RandomNumberGenerator
  ) -> PermutationNull? {
    guard first.count > 1, second.count > 1 else { return nil }
    let all = first + second
    let total = all.reduce(0, +)
    func size(_ chosen: some Sequence<Int>) -> Double {
      let sum = chosen.reduce(0.0) { $0 + all[$1] }
      return abs(sum / Double(first.count) - (total - sum) / Double(second.count))
    }
    let own = Array(first.indices)
    var draws: [Double] = []
    if let deals = choices(own.count, of: all.count, atMost: 5000) {
      draws = deals.filter { $0 != own }.map { size($0) }
    } else {
      draws = (0..<4000).map { _ in
        size(Array(all.indices).shuffled(using: &random).prefix(first.count))
      }
    }
    // Deals that come to the same but for rounding count as reaching it.
    let observed = size(own)
    let slack = 1e-12 * max(1, observed)
    return PermutationNull(
      name: "runs dealt to the groups anew", observed: observed,
      draws: draws.map { abs($0 - observed) < slack ? observed : $0 })
  }

  /// All ways to choose some of the first so many numbers; nil where there are more than the limit.
  private static func choices(_ count: Int, of total: Int, atMost limit: Int) -> [[Int]]? {
    var found: [[Int]] = [[]]
    for number in 0..<total {
      var next: [[Int]] = []
      for chosen in found {
        if chosen.count + total - number - 1 >= count { next.append(chosen) }
        if chosen.count < count { next.append(chosen + [number]) }
      }
      found = next
      if found.count > limit { return nil }
    }
    return found
  }
}
