/// The mean of a figure over runs, for claims about a training and not about one network.
///
/// Runs are drawn by their seeds and count alike, so that what is uncertain within each is part of how
/// they differ; all were measured on the same levels, whose part does not shrink with the number of
/// runs and is added: the interval is Student's with `s^2 / runs + e^2`, `s` the standard deviation
/// over runs and `e` the standard error of the mean over resamples of the levels.
package struct RunMean: Sendable, Equatable {
  /// One a run.
  package let values: [Double]
  package let value: Double
  /// Of runs and of levels; not defined with fewer than two runs.
  package let standardError: Double
  /// Nil with fewer runs than ``fewest``, and where runs do not differ and no bound says what could
  /// have been.
  package let interval: Interval?

  /// The fewest runs of which an interval is given.
  package static let fewest = 5

  /// - Parameters:
  ///   - runs: one estimate a run, all drawn with the same weights of levels (or without resamples).
  ///   - bounds: what the figure can be. Where all runs are at the same end, they say of other runs
  ///     only that few are elsewhere; the interval is then Wilson's of as many trials as runs.
  package init(_ runs: [BootstrapEstimate], within bounds: ClosedRange<Double>? = nil) {
    let runs = runs.filter(\.value.isFinite)
    values = runs.map(\.value)
    let count = Double(runs.count)
    value = runs.isEmpty ? .nan : Sample.mean(values)
    let spread = runs.count > 1 ? Sample.standardDeviation(values) : .nan
    let ofLevels = Self.levelError(runs)
    standardError = (spread * spread / count + ofLevels * ofLevels).squareRoot()
    guard runs.count >= Self.fewest else {
      interval = nil
      return
    }
    if let bounds, let end = Self.end(values, bounds) {
      let share = Proportion.wilson(successes: end == bounds.upperBound ? count : 0, trials: count)
      let width = bounds.upperBound - bounds.lowerBound
      interval = Interval(
        lower: bounds.lowerBound + width * share.lower,
        upper: bounds.lowerBound + width * share.upper, method: "Wilson, of runs")
      return
    }
    interval = Self.student(
      value, standardError, runs: count, confidence: 0.95, within: bounds)
  }

  private static func student(
    _ value: Double, _ standardError: Double, runs: Double, confidence: Double,
    within bounds: ClosedRange<Double>?
  ) -> Interval? {
    let reach =
      StudentDistribution.quantile(0.5 + confidence / 2, freedom: runs - 1) * standardError
    guard reach > 0 else { return nil }
    return Interval(
      lower: max(value - reach, bounds?.lowerBound ?? -.infinity),
      upper: min(value + reach, bounds?.upperBound ?? .infinity),
      method: "Student, of runs and levels")
  }

  /// Student's interval of another confidence; nil as ``interval`` is.
  package func interval(confidence: Double) -> Interval? {
    guard values.count >= Self.fewest else { return nil }
    return Self.student(
      value, standardError, runs: Double(values.count), confidence: confidence, within: nil)
  }

  /// What levels make the mean of these runs uncertain by; 0 without resamples.
  static func levelError(_ runs: [BootstrapEstimate]) -> Double {
    guard let draws = runs.first?.replicates.count, draws > 1,
      runs.allSatisfy({ $0.replicates.count == draws }),
      let mean = BootstrapEstimate.mean(of: runs)
    else { return 0 }
    let error = mean.standardError
    return error.isFinite ? error : 0
  }

  private static func end(_ values: [Double], _ bounds: ClosedRange<Double>) -> Double? {
    [bounds.lowerBound, bounds.upperBound].first { end in
      values.allSatisfy { abs($0 - end) < 1e-9 }
    }
  }

  package var power: PowerCard { PowerCard(standardError: standardError) }

  /// Whether the mean is above zero only by chance: the signs of runs exchanged, each as likely to have
  /// come out the other way; all of them up to twelve runs. Nil with fewer than two.
  package func signNull(using random: inout some RandomNumberGenerator) -> PermutationNull? {
    let count = values.count
    guard count > 1 else { return nil }
    func sum(_ flips: (Int) -> Bool) -> Double {
      values.indices.reduce(0) { $0 + (flips($1) ? -values[$1] : values[$1]) }
    }
    let draws: [Double]
    if count <= 12 {
      draws = (1..<(1 << count)).map { pattern in sum { pattern >> $0 & 1 == 1 } }
    } else {
      draws = (0..<4000).map { _ in
        let flips = values.map { _ in Bool.random(using: &random) }
        return sum { flips[$0] }
      }
    }
    return PermutationNull(
      name: "signs of runs exchanged", observed: value,
      draws: draws.map { $0 / Double(count) })
  }
}
