internal import LinearAlgebra
internal import Probing
internal import Statistics

/// Means of figures of pairs of runs, with intervals from leaving out one run at a time: pairs that share
/// a run are not independent, and runs are.
struct PairMeans {
  /// `[set, set]`; NaN on the diagonal and where a figure is not defined.
  let values: Matrix<Double>

  init(_ matrix: SimilarityMatrix) {
    let count = matrix.names.count
    var values = Matrix<Double>(rows: count, columns: count, repeating: .nan)
    for first in 0..<count {
      for second in 0..<count where first != second {
        values[first, second] = matrix.entry(first, second)?.value ?? .nan
      }
    }
    self.init(values)
  }

  init(_ values: Matrix<Double>) { self.values = values }

  /// The mean over all ordered pairs of two lists, those of a set with itself left out.
  func mean(_ first: [Int], _ second: [Int]) -> Double {
    let found = first.flatMap { row in
      second.compactMap { column -> Double? in
        guard row != column, values[row, column].isFinite else { return nil }
        return values[row, column]
      }
    }
    return found.isEmpty ? .nan : Sample.mean(found)
  }

  /// A figure of some sets, with its interval over those that are left out one at a time.
  ///
  /// - Parameter figure: takes the sets that are there.
  static func estimate(
    over sets: [Int], _ figure: ([Int]) -> Double
  ) -> (value: Double, interval: Interval?) {
    let value = figure(sets)
    guard sets.count >= RunMean.fewest else { return (value, nil) }
    return (
      value,
      GroupJackknife.interval(
        value, leftOut: sets.map { left in figure(sets.filter { $0 != left }) },
        sizes: sets.map { _ in 1 }, unit: "runs")
    )
  }
}

extension PowerCard {
  /// The card of an estimate of which only the interval is known.
  init(_ interval: Interval?) {
    self.init(standardError: interval.map { ($0.upper - $0.lower) / (2 * 1.96) } ?? .nan)
  }
}
