package import LinearAlgebra

/// The bootstrap over units: multinomial weights times per-unit sums.
///
/// A metric has to be a function of sums over units (counts, sums of squares); a resample is then
/// one row of a matrix product. The weights are drawn once, so metrics that are compared, or that
/// come from other sites and checkpoints on the same levels, share them. Cost of a metric with `k`
/// sums: `2 replicates units k` operations.
package struct LevelBootstrap: Sendable {
  /// How often each unit is drawn, `[replicates, units]`; each row sums to the number of units.
  package let weights: Matrix<Double>

  /// Draws the weights.
  ///
  /// - Throws: ``StatisticsError/tooFewLevels(found:needed:purpose:)`` below two units.
  package init(
    units: Int, replicates: Int = 2000, using random: inout RandomStream
  ) throws {
    guard units >= 2 else {
      throw StatisticsError.tooFewLevels(found: units, needed: 2, purpose: "a bootstrap interval")
    }
    var weights = Matrix<Double>(rows: replicates, columns: units)
    for replicate in 0..<replicates {
      for _ in 0..<units { weights.elements[replicate * units + random.below(units)] += 1 }
    }
    self.weights = weights
  }

  /// The number of units.
  package var units: Int { weights.columns }
  /// The number of resamples.
  package var replicates: Int { weights.rows }

  /// The totals of each resample, `[replicates, k]`, from per-unit sums of `[units, k]`.
  package func totals(_ sums: Matrix<Double>) -> Matrix<Double> {
    precondition(
      sums.rows == units,
      "The bootstrap was drawn for \(units) units and the sums are of \(sums.rows).")
    return weights.multiplied(by: sums)
  }

  /// A metric of per-unit sums of `[units, k]` with its bootstrap distribution.
  ///
  /// - Parameter metric: takes the `k` totals; NaN where it is not defined.
  package func estimate(
    _ sums: Matrix<Double>, confidence: Double = 0.95, method: BootstrapMethod = .percentile,
    metric: (ArraySlice<Double>) -> Double
  ) -> BootstrapEstimate {
    let totals = totals(sums)
    let values = (0..<replicates).map { metric(totals.row($0)) }
    let all = sums.columnTotals()
    let value = metric(all[...])
    let interval =
      switch method {
      case .percentile: Self.percentile(values, confidence)
      case .bca: bca(value, values, sums, all, confidence, metric)
      }
    return BootstrapEstimate(value: value, replicates: values, interval: interval)
  }

  /// The difference of two metrics of the same units, resampled together.
  package func difference(
    _ first: Matrix<Double>, _ second: Matrix<Double>, confidence: Double = 0.95,
    method: BootstrapMethod = .percentile, metric: (ArraySlice<Double>) -> Double
  ) -> BootstrapEstimate {
    let split = first.columns
    return estimate(first.joined(with: second), confidence: confidence, method: method) {
      metric($0.prefix(split)) - metric($0.dropFirst(split))
    }
  }

  static func percentile(_ values: [Double], _ confidence: Double) -> Interval? {
    let tail = (1 - confidence) / 2
    return interval(values, tail, 1 - tail, confidence, "percentile")
  }

  static func interval(
    _ values: [Double], _ low: Double, _ high: Double, _ confidence: Double, _ method: String
  ) -> Interval? {
    let finite = values.filter(\.isFinite).sorted()
    guard finite.count >= 2, finite.count * 20 >= values.count * 19 else { return nil }
    return Interval(
      lower: Sample.quantile(low, ofSorted: finite), upper: Sample.quantile(high, ofSorted: finite),
      confidence: confidence, method: method)
  }
}

extension Matrix where Scalar == Double {
  /// The sum of each column.
  package func columnTotals() -> [Double] {
    var totals = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { totals[column] += elements[row * columns + column] }
    }
    return totals
  }

  /// The columns of both, side by side.
  package func joined(with other: Matrix) -> Matrix {
    precondition(
      rows == other.rows, "Side by side needs equal row counts, not \(rows) and \(other.rows).")
    var elements: [Double] = []
    elements.reserveCapacity(rows * (columns + other.columns))
    for index in 0..<rows {
      elements.append(contentsOf: row(index))
      elements.append(contentsOf: other.row(index))
    }
    return Matrix(rows: rows, columns: columns + other.columns, elements: elements)
  }
}
