package import LinearAlgebra

/// Metrics of sums over units: with intervals by the bootstrap, and without one where there is a
/// single unit, of which nothing says how it varies.
package struct UnitEstimator: Sendable {
  private let bootstrap: LevelBootstrap?

  /// Draws the weights.
  ///
  /// - Throws: ``StatisticsError/tooFewLevels(found:needed:purpose:)`` without a unit.
  package init(units: Int, using random: inout RandomStream) throws {
    bootstrap = units == 1 ? nil : try LevelBootstrap(units: units, using: &random)
  }

  /// A metric of per-unit sums of `[units, k]`.
  ///
  /// - Parameter metric: takes the `k` totals; NaN where it is not defined.
  package func estimate(
    _ sums: Matrix<Double>, metric: (ArraySlice<Double>) -> Double
  ) -> BootstrapEstimate {
    if let bootstrap { return bootstrap.estimate(sums, metric: metric) }
    return BootstrapEstimate(
      value: metric(sums.columnTotals()[...]), replicates: [], interval: nil)
  }
}
