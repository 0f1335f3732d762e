/// Metrics of a classification, from the totals of ``ClassCounts``.
///
/// A class that neither occurs nor is predicted is left out of every mean: it gets no credit.
/// Plain accuracy is not offered; where most squares hold one class it hides everything.
package enum ClassMetrics {
  /// `2 TP / (2 TP + FP + FN)` of each class; NaN where the class neither occurs nor is predicted.
  package static func f1(_ totals: ArraySlice<Double>) -> [Double] {
    classes(totals).map {
      $0.predicted + $0.actual > 0 ? 2 * $0.hits / ($0.predicted + $0.actual) : .nan
    }
  }

  /// The mean F1 over the classes that occur or are predicted; NaN when there is none.
  package static func macroF1(_ totals: ArraySlice<Double>) -> Double {
    mean(f1(totals))
  }

  /// The mean share of hits over the classes that occur; NaN when there is none.
  package static func balancedAccuracy(_ totals: ArraySlice<Double>) -> Double {
    mean(recall(totals))
  }

  /// The share of hits among the occurrences of each class; NaN where the class does not occur.
  package static func recall(_ totals: ArraySlice<Double>) -> [Double] {
    classes(totals).map { $0.actual > 0 ? $0.hits / $0.actual : .nan }
  }

  private static func mean(_ values: [Double]) -> Double {
    Sample.mean(values.filter { !$0.isNaN })
  }

  private static func classes(
    _ totals: ArraySlice<Double>
  ) -> [(hits: Double, predicted: Double, actual: Double)] {
    let start = totals.startIndex
    return (0..<totals.count / 3).map {
      (totals[start + 3 * $0], totals[start + 3 * $0 + 1], totals[start + 3 * $0 + 2])
    }
  }
}
