package import LinearAlgebra
package import Statistics

/// How much something changes on average, one number of -1 to 1 a level.
package struct PairedChange: Sendable {
  package let estimate: BootstrapEstimate
  package let null: PermutationNull
  package let levels: Int

  /// Where all levels agree, resamples say nothing of what was not seen, and the interval is that of a
  /// share of none of them (Wilson).
  ///
  /// - Parameter bounds: what a level can come to.
  /// - Throws: ``StatisticsError`` for fewer than two levels.
  package init(
    _ values: [Double], within bounds: ClosedRange<Double> = -1...1, random: RandomStream,
    replicates: Int = 1000
  ) throws {
    var drawing = random.split("bootstrap")
    let found = try LevelBootstrap(
      units: values.count, replicates: replicates, using: &drawing
    ).estimate(Matrix(rows: values.count, columns: 1, elements: values)) {
      $0.reduce(0, +) / Double(values.count)
    }
    if let interval = found.interval, interval.lower == interval.upper {
      let unseen = Proportion.wilson(successes: 0, trials: Double(values.count))
      estimate = BootstrapEstimate(
        value: found.value, replicates: found.replicates,
        interval: Interval(
          lower: max(bounds.lowerBound, found.value - unseen.upper),
          upper: min(bounds.upperBound, found.value + unseen.upper),
          confidence: interval.confidence, method: unseen.method))
    } else {
      estimate = found
    }
    var flipping = random.split("signs")
    null = .signFlips(values, using: &flipping)
    levels = values.count
  }

  /// Whether the change is as good as none.
  package func isNone(margin: Double) -> Bool {
    estimate.interval.map { estimate.power.showsAbsence($0, margin: margin) } ?? false
  }

  /// Whether it is beyond the margin and its null.
  package func isBeyond(margin: Double) -> Bool {
    (estimate.interval?.lower ?? -1) > margin && null.p <= 0.05
  }

  /// The reading of a claim that it is beyond the margin.
  package func status(margin: Double, gates: [EvidenceGate]) -> EvidenceStatus {
    .judgingBeyondMargin(
      effect: estimate.value, interval: estimate.interval, pAdjusted: null.p,
      power: estimate.power, margin: margin, gates: gates)
  }

  package func control(_ name: String) -> EvidenceControl {
    EvidenceControl(name: name, value: estimate.value, interval: estimate.interval)
  }
}
