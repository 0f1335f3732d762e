package import LinearAlgebra

/// A share of successes.
package enum Proportion {
  /// The interval for independent trials.
  ///
  /// Source: Wilson, *Probable inference* (1927). For trials grouped in levels use
  /// ``bootstrapped(successes:trials:with:)``.
  package static func wilson(
    successes: Double, trials: Double, confidence: Double = 0.95
  ) -> Interval {
    guard trials > 0 else {
      return Interval(lower: 0, upper: 1, confidence: confidence, method: "Wilson")
    }
    let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
    let share = successes / trials
    let weight = 1 + z * z / trials
    let centre = (share + z * z / (2 * trials)) / weight
    let spread =
      z / weight * (share * (1 - share) / trials + z * z / (4 * trials * trials)).squareRoot()
    return Interval(
      lower: max(0, centre - spread), upper: min(1, centre + spread), confidence: confidence,
      method: "Wilson")
  }

  /// The share over units with an interval over units; one number of successes and trials a unit.
  package static func bootstrapped(
    successes: [Double], trials: [Double], with bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    bootstrap.estimate(sums(successes: successes, trials: trials), metric: share)
  }

  /// The per-unit sums of a share, `[units, 2]`.
  package static func sums(successes: [Double], trials: [Double]) -> Matrix<Double> {
    precondition(
      successes.count == trials.count,
      "\(successes.count) counts of successes need as many of trials, not \(trials.count).")
    return Matrix(
      rows: trials.count, columns: 2, elements: zip(successes, trials).flatMap { [$0, $1] })
  }

  /// Successes over trials; NaN without trials.
  package static func share(_ totals: ArraySlice<Double>) -> Double {
    let trials = totals[totals.startIndex + 1]
    return trials > 0 ? totals[totals.startIndex] / trials : .nan
  }
}
