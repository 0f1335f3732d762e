package import LinearAlgebra
package import Probing
package import Statistics

/// Scores of one scan's predictions over parts of its report rows: by distance, off the path, on
/// hard levels.
///
/// All estimates share the scan's resamples, so any two can be compared replicate by replicate.
package struct RowScores: Sendable {
  let data: ProbeData
  let bootstrap: LevelBootstrap
  /// The place of each row's unit among the report units, -1 for rows that were fitted on.
  let unitOfRow: [Int]
  let labels: [Int]
  let classes: Int
  /// What the baseline alone reads in each row.
  package let baselineClasses: [Int?]

  /// - Precondition: the scan is of classes.
  /// - Throws: `ProbingError` as a measurement does.
  package init(_ scan: IncrementScan) throws {
    guard case .classes(let names, let labels) = scan.data.target else {
      preconditionFailure("Scores by class need a target of classes.")
    }
    data = scan.data
    bootstrap = scan.bootstrap
    self.labels = labels
    classes = names.count
    let units = scan.data.units.unitOfLevel
    let rowUnit = scan.data.rowLevel.map { units[$0] }
    let present = Set(rowUnit)
    var place: [Int: Int] = [:]
    for unit in data.folds.report where present.contains(unit) { place[unit] = place.count }
    precondition(
      place.count == bootstrap.units,
      "The scan resamples \(bootstrap.units) levels and \(place.count) have report rows.")
    unitOfRow = rowUnit.map { place[$0] ?? -1 }
    // Features that do not vary leave the baseline as it is.
    let nothing = Matrix<Float>(rows: data.rows, columns: 1)
    baselineClasses = try scan.measure(nothing, withNull: false).classes
  }

  /// The report rows that satisfy a condition, in order.
  package func rows(where condition: (Int) -> Bool) -> [Int] {
    (0..<data.rows).filter { unitOfRow[$0] >= 0 && condition($0) }
  }

  /// The number of distinct report levels that some rows are in.
  package func levels(of rows: [Int]) -> Int { Set(rows.map { unitOfRow[$0] }).count }

  /// Per-unit counts of some rows, `[report units, 3 classes]`.
  package func counts(_ predicted: [Int?], in rows: [Int]) -> Matrix<Double> {
    var counts = ClassCounts(classes: classes, units: bootstrap.units)
    for row in rows {
      counts.add(unit: unitOfRow[row], predicted: predicted[row], actual: labels[row])
    }
    return counts.sums
  }

  /// Macro-F1 of several predictions on the same rows, resampled together.
  ///
  /// - Returns: for each prediction its value and replicates.
  package func scores(_ predictions: [[Int?]], in rows: [Int]) -> [BootstrapEstimate] {
    let width = 3 * classes
    var joined = Matrix<Double>(rows: bootstrap.units, columns: width * predictions.count)
    for (place, predicted) in predictions.enumerated() {
      let own = counts(predicted, in: rows)
      for unit in 0..<own.rows {
        for column in 0..<width { joined[unit, place * width + column] = own[unit, column] }
      }
    }
    let all = joined.columnTotals()
    let totals = bootstrap.totals(joined)
    return predictions.indices.map { place in
      let columns = place * width..<(place + 1) * width
      let replicates = (0..<totals.rows).map { row in
        let start = row * totals.columns
        return ClassMetrics.macroF1(
          totals.elements[start + columns.lowerBound..<start + columns.upperBound])
      }
      return BootstrapEstimate(
        value: ClassMetrics.macroF1(all[columns]), percentileOf: replicates)
    }
  }

  /// What several predictions add to the baseline on the same rows.
  package func increments(_ predictions: [[Int?]], in rows: [Int]) -> [BootstrapEstimate] {
    let scores = scores([baselineClasses] + predictions, in: rows)
    return scores.dropFirst().map { $0.minus(scores[0]) }
  }
}
