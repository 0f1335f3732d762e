package import LinearAlgebra
package import Statistics

/// What activations at one place add to the baseline.
package struct IncrementResult: Sendable {
  package let metric: ProbeMetric
  /// The score of baseline and activations together on the report folds.
  package let score: BootstrapEstimate
  /// That score minus the baseline's, resampled together.
  package let increment: BootstrapEstimate
  /// The permutation null of the activations' share in the selection fit.
  package let null: PermutationNull?
  /// The increment within each stratum of rows, in the order of the strata.
  package let strata: [IncrementStratum]
  /// The sums behind the score.
  package let sums: ScoreSums
  /// The class read in each data row, `nil` for a tie; empty for real targets. Rows of the
  /// selection folds were fitted on, rows of the report folds were not.
  package let classes: [Int?]
  /// The predicted targets of each data row, `[rows, targets]`.
  package let predictions: Matrix<Double>
  /// The fit, for other activations.
  package let fitted: FittedBlockRidge
  package let penalty: Double
  /// The relative fall of the leave-one-level-out squared error by adding the activations.
  package let heldOutGain: Double
  package let notes: [ProbeNote]

  /// Another metric of the same predictions.
  package func score(_ metric: ProbeMetric) -> Double { sums.score(metric) }
}

/// The increment over a part of the rows.
package struct IncrementStratum: Sendable {
  /// The number of report rows in the stratum.
  package let rows: Int
  /// The number of report levels with such rows.
  package let levels: Int
  package let baseline: BootstrapEstimate
  package let score: BootstrapEstimate
  package let increment: BootstrapEstimate
}

/// A block ridge as a frozen value.
package struct FittedBlockRidge: Sendable {
  /// The constant that activations are multiplied by.
  package let scale: Double
  let means: [Double]
  /// `(S_bb + l_b)^-1 S_bH`.
  let regression: Matrix<Double>
  /// The weights on the scaled, centred activations, `[columns, targets]`.
  package let weights: Matrix<Double>
  /// What is subtracted from each class's score before the largest is taken.
  package let thresholds: [Double]
}
