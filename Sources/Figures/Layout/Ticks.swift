internal import Foundation

/// Round numbers along an axis, with the text of each.
package struct Ticks: Sendable, Equatable {
  package var values: [Double]
  package var labels: [String]

  /// Multiples of 1, 2 or 5 times a power of ten inside a range, about `count` of them and
  /// at least two where the range allows.
  ///
  /// - Parameter whole: keeps to whole numbers.
  package static func linear(
    _ lower: Double, _ upper: Double, count: Int, whole: Bool = false
  ) -> Ticks {
    let span = upper - lower
    guard span > 0, span.isFinite else {
      return Ticks(values: [lower], labels: [NumberText.short(lower)])
    }
    var exponent = Int(log10(span / Double(max(count, 1))).rounded(.down)) - 1
    var best = Ticks(values: [], labels: [])
    // From fine to coarse, the last that is fine enough.
    search: for _ in 0..<4 {
      for factor in [1.0, 2, 5] {
        let step = factor * pow(10, Double(exponent))
        if whole && step < 1 { continue }
        let found = multiples(of: step, exponent: exponent, lower, upper)
        if found.values.count < 2 && !best.values.isEmpty { break search }
        best = found
        if found.values.count <= max(count + 1, 2) { break search }
      }
      exponent += 1
    }
    return best
  }

  private static func multiples(
    of step: Double, exponent: Int, _ lower: Double, _ upper: Double
  ) -> Ticks {
    let slack = 1e-9
    let first = (lower / step - slack).rounded(.up)
    let last = (upper / step + slack).rounded(.down)
    guard first <= last, last - first < 10_000 else { return Ticks(values: [], labels: []) }
    let values = (0...Int(last - first)).map { (first + Double($0)) * step }
    let greatest = max(abs(lower), abs(upper))
    let labels = values.map { value in
      if greatest >= 1e6 || (greatest < 1e-4) {
        return NumberText.scientific(abs(value) < step / 2 ? 0 : value, digits: 4)
      }
      return NumberText.fixed(value, decimals: max(0, -exponent))
    }
    return Ticks(values: values, labels: labels)
  }

  /// Powers of ten inside a positive range; 1, 2 and 5 times them where there are few.
  package static func logarithmic(_ lower: Double, _ upper: Double) -> Ticks {
    let factors: [Double] = upper / lower > 1000 ? [1] : [1, 2, 5]
    var values: [Double] = []
    let first = Int(log10(lower).rounded(.down))
    let last = Int(log10(upper).rounded(.up))
    for exponent in first...max(first, last) {
      for factor in factors {
        let value = factor * pow(10, Double(exponent))
        if value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9) { values.append(value) }
      }
    }
    if values.isEmpty { values = [lower] }
    return Ticks(values: values, labels: values.map { power($0) })
  }

  private static func power(_ value: Double) -> String {
    if value >= 1e5 || value < 1e-3 { return NumberText.scientific(value, digits: 3) }
    return NumberText.trimmed(value)
  }
}
