internal import Foundation

/// Numbers as places along an axis of a given length.
package struct AxisMap {
  let lower: Double
  let upper: Double
  let logarithmic: Bool
  /// Whether zero has a place of its own before a logarithmic axis begins.
  let hasZeroPlace: Bool
  /// The part of a logarithmic axis before its least number where zero stands.
  package static let zeroShare = 0.07

  /// An axis over the given numbers.
  ///
  /// - Parameter padding: the share of the range added at each end.
  package init(_ axis: NumberAxis, values: [Double], padding: Double) {
    logarithmic = axis.scale == .logarithmic
    let finite = values.filter(\.isFinite)
    if logarithmic {
      let positive = finite.filter { $0 > 0 }
      hasZeroPlace = finite.contains(0)
      var least = axis.range.map(\.lowerBound) ?? positive.min() ?? 1
      var greatest = axis.range.map(\.upperBound) ?? positive.max() ?? 10
      if !(least > 0) { least = positive.min() ?? 1 }
      if !(greatest > least) { (least, greatest) = (least / 2, least * 2) }
      let pad = pow(greatest / least, padding)
      (lower, upper) = axis.range == nil ? (least / pad, greatest * pad) : (least, greatest)
      return
    }
    hasZeroPlace = false
    if let range = axis.range, range.lowerBound < range.upperBound {
      (lower, upper) = (range.lowerBound, range.upperBound)
      return
    }
    let least = finite.min() ?? 0
    let greatest = finite.max() ?? 1
    if least == greatest {
      let half = least == 0 ? 0.5 : abs(least) * 0.1
      (lower, upper) = (least - half, least + half)
    } else {
      let pad = (greatest - least) * padding
      (lower, upper) = (least - pad, greatest + pad)
    }
  }

  /// The place of a number, 0 at the axis's beginning and 1 at its end; numbers outside of
  /// the axis lie outside of `0...1`, and those that have no place give `nil`.
  package func place(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    guard logarithmic else { return (value - lower) / (upper - lower) }
    if value == 0 { return hasZeroPlace ? 0.02 : nil }
    guard value > 0 else { return nil }
    let share = log(value / lower) / log(upper / lower)
    return hasZeroPlace ? AxisMap.zeroShare + share * (1 - AxisMap.zeroShare) : share
  }

  /// Round numbers along the axis.
  func ticks(count: Int, whole: Bool) -> Ticks {
    guard logarithmic else { return Ticks.linear(lower, upper, count: count, whole: whole) }
    var ticks = Ticks.logarithmic(lower, upper)
    if hasZeroPlace {
      ticks.values.insert(0, at: 0)
      ticks.labels.insert("0", at: 0)
    }
    return ticks
  }
}
