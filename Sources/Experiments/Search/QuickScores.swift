/// Macro-F1 without allocations, for maps whose every cell is resampled.
enum QuickScores {
  /// The mean F1 over the classes that occur or are predicted, from the totals of class counts
  /// (hits, predictions, occurrences of each class); NaN when there is none.
  @inline(__always)
  static func macroF1(_ totals: UnsafePointer<Double>, classes: Int) -> Double {
    var sum = 0.0
    var counted = 0.0
    for label in 0..<classes {
      let marked = totals[3 * label + 1] + totals[3 * label + 2]
      guard marked > 0 else { continue }
      sum += 2 * totals[3 * label] / marked
      counted += 1
    }
    return counted > 0 ? sum / counted : .nan
  }
}
