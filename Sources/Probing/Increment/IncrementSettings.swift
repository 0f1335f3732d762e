package import Statistics

/// How an increment over a baseline is measured.
package struct IncrementSettings: Sendable, Equatable {
  /// The penalties tried for the baseline alone.
  package var baselineGrid = PenaltyGrid()
  /// The penalties tried for the activations, beside the baseline.
  package var grid = PenaltyGrid(count: 7)
  /// The metric of the increment; the target's own unless given.
  package var metric: ProbeMetric?
  /// How classes are read off the regressions.
  package var decision = ClassDecision.priorsRemoved
  /// The number of bootstrap resamples of the report levels.
  package var replicates = 2000
  /// How intervals are read off the resamples.
  package var bootstrapMethod = BootstrapMethod.percentile
  /// The number of permutations of label maps between selection levels; 0 for no null.
  package var permutations = 1000
  /// What has to hold before a result is read.
  package var gates = ProbeGates()
  /// The margin inside which an increment counts as none.
  package var margin = EquivalenceMargins.increment

  /// Whether results keep the predicted targets of every row, eight bytes each.
  package var keepsPredictions = true

  package init() {}
}
