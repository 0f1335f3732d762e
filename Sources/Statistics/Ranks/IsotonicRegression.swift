/// The non-decreasing sequence nearest to a series in weighted squares.
///
/// Source: the pool-adjacent-violators algorithm (Barlow et al., 1972). Linear cost.
package struct IsotonicRegression: Sendable, Equatable {
  /// The fitted values, non-decreasing.
  package let fitted: [Double]

  /// Fits a series in the order given; all weights one unless said otherwise.
  package init(_ values: [Double], weights: [Double]? = nil) {
    var blocks: [(value: Double, weight: Double, count: Int)] = []
    for (index, value) in values.enumerated() {
      blocks.append((value, weights?[index] ?? 1, 1))
      while blocks.count > 1, blocks[blocks.count - 2].value >= blocks[blocks.count - 1].value {
        let last = blocks.removeLast()
        let before = blocks.removeLast()
        let weight = before.weight + last.weight
        blocks.append(
          (
            (before.value * before.weight + last.value * last.weight) / weight, weight,
            before.count + last.count
          ))
      }
    }
    fitted = blocks.flatMap { [Double](repeating: $0.value, count: $0.count) }
  }

  /// The rise of the fit from the first to the last place, per unit of `x`; NaN when they are one.
  package func slope(over x: [Double]) -> Double {
    guard let first = fitted.first, let last = fitted.last, let start = x.first, let end = x.last,
      end != start
    else { return .nan }
    return (last - first) / (end - start)
  }
}
