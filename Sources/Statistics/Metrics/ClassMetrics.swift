/// Metrics of a classification, from the totals of ``ClassCounts``.
///
/// A class that neither occurs nor is predicted is left out of every mean: it gets no credit.
/// Plain accuracy is not offered; where most squares hold one class it hides everything.
package enum ClassMetrics {
  /// `2 TP / (2 TP + FP + FN)` of each class; NaN where the class neither occurs nor is predicted.
  package static func f1(_ totals: ArraySlice<Double>) -> [Double] {
    stride(from: totals.startIndex, to: totals.endIndex, by: 3).map { f1(totals, at: $0) }
  }

  /// The share of hits among the occurrences of each class; NaN where the class does not occur.
  package static func recall(_ totals: ArraySlice<Double>) -> [Double] {
    stride(from: totals.startIndex, to: totals.endIndex, by: 3).map { recall(totals, at: $0) }
  }

  /// The mean F1 over the classes that occur or are predicted; NaN when there is none.
  package static func macroF1(_ totals: ArraySlice<Double>) -> Double {
    mean(totals, f1(_:at:))
  }

  /// The mean share of hits over the classes that occur; NaN when there is none.
  package static func balancedAccuracy(_ totals: ArraySlice<Double>) -> Double {
    mean(totals, recall(_:at:))
  }

  private static func f1(_ totals: ArraySlice<Double>, at start: Int) -> Double {
    let both = totals[start + 1] + totals[start + 2]
    return both > 0 ? 2 * totals[start] / both : .nan
  }

  private static func recall(_ totals: ArraySlice<Double>, at start: Int) -> Double {
    totals[start + 2] > 0 ? totals[start] / totals[start + 2] : .nan
  }

  private static func mean(
    _ totals: ArraySlice<Double>, _ metric: (ArraySlice<Double>, Int) -> Double
  ) -> Double {
    var (sum, count) = (0.0, 0.0)
    for start in stride(from: totals.startIndex, to: totals.endIndex, by: 3) {
      let value = metric(totals, start)
      if value.isNaN { continue }
      sum += value
      count += 1
    }
    return count > 0 ? sum / count : .nan
  }
}
