/// Quantiles and moments of a sample.
package enum Sample {
  /// The mean; NaN of nothing.
  package static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The standard deviation with divisor `count - 1`; NaN of fewer than two.
  package static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let mean = mean(values)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(values.count - 1)).squareRoot()
  }

  /// The median; NaN of nothing.
  package static func median(_ values: [Double]) -> Double {
    quantile(0.5, ofSorted: values.sorted())
  }

  /// The quantile of ascending values, with linear interpolation between order statistics
  /// (the definition that NumPy uses unless told otherwise); NaN of nothing.
  package static func quantile(_ p: Double, ofSorted sorted: [Double]) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = min(max(p, 0), 1) * Double(last)
    let lower = Int(place.rounded(.down))
    let upper = min(lower + 1, last)
    let share = place - Double(lower)
    return share == 0 ? sorted[lower] : sorted[lower] + share * (sorted[upper] - sorted[lower])
  }
}
