package import LinearAlgebra

/// How numbers become colours: a map and the range of numbers that it spans.
///
/// Numbers outside the range take the colour at its end, and the colour bar says so with
/// a pointed end.
package struct ColourScale: Sendable, Equatable {
  package let map: ColourMap
  package let lower: Double
  package let upper: Double
  /// Whether the data that the scale was made for has numbers below ``lower``.
  package let clipsBelow: Bool
  /// Whether the data that the scale was made for has numbers above ``upper``.
  package let clipsAbove: Bool
  /// Whether the data had no finite number, so that the range is only a stand-in.
  package let isEmpty: Bool

  /// Which part of the data a scale spans.
  package enum Span: Sendable, Equatable {
    /// From the least to the greatest finite number.
    case full
    /// All but the given share of finite numbers at each end, for data with outliers.
    case robust(Double)
    /// From one given number to another.
    case fixed(Double, Double)
  }

  /// A scale over a given range.
  ///
  /// - Precondition: both ends are finite and `lower < upper`.
  package init(
    map: ColourMap, lower: Double, upper: Double, clipsBelow: Bool = false,
    clipsAbove: Bool = false, isEmpty: Bool = false
  ) {
    precondition(
      lower.isFinite && upper.isFinite && lower < upper,
      "A colour scale needs two finite ends in order, not \(lower) and \(upper).")
    self.map = map
    self.lower = lower
    self.upper = upper
    self.clipsBelow = clipsBelow
    self.clipsAbove = clipsAbove
    self.isEmpty = isEmpty
  }

  /// The colour of a number; infinities take the ends, NaN the middle (callers mark it).
  package func colour(_ value: Double) -> Colour { map.colour(position(value)) }

  /// Where a number lies along the map, 0 at ``lower`` and 1 at ``upper``, cut to `0...1`.
  package func position(_ value: Double) -> Double {
    if value.isNaN { return 0.5 }
    return min(max((value - lower) / (upper - lower), 0), 1)
  }
}

extension ColourScale {
  /// A sequential scale over all the given data, for quantities without a meaningful sign.
  package static func sequential(_ data: [Matrix<Double>], span: Span = .full) -> ColourScale {
    make(.sequential, data, span: span, symmetric: false)
  }

  /// A diverging scale centred on zero over all the given data, for quantities with a sign.
  package static func diverging(_ data: [Matrix<Double>], span: Span = .full) -> ColourScale {
    make(.diverging, data, span: span, symmetric: true)
  }

  private static func make(
    _ map: ColourMap, _ data: [Matrix<Double>], span: Span, symmetric: Bool
  ) -> ColourScale {
    var finite: [Double] = []
    for matrix in data {
      for value in matrix.elements where value.isFinite { finite.append(value) }
    }
    var least = finite.min() ?? 0
    var greatest = finite.max() ?? 1
    let (dataLeast, dataGreatest) = (least, greatest)
    switch span {
    case .full: break
    case .fixed(let lower, let upper): (least, greatest) = (lower, upper)
    case .robust(let share):
      if symmetric {
        let limit = quantile(finite.map(abs), 1 - share)
        (least, greatest) = (-limit, limit)
      } else {
        (least, greatest) = (quantile(finite, share), quantile(finite, 1 - share))
      }
    }
    if symmetric {
      let limit = max(abs(least), abs(greatest))
      (least, greatest) = limit > 0 ? (-limit, limit) : (-1, 1)
    } else if least >= greatest {
      // A constant: a range around it that a reader can tell apart.
      let half = least == 0 ? 0.5 : abs(least) * 0.1
      (least, greatest) = (least - half, least + half)
    }
    return ColourScale(
      map: map, lower: least, upper: greatest,
      clipsBelow: !finite.isEmpty && dataLeast < least,
      clipsAbove: !finite.isEmpty && dataGreatest > greatest, isEmpty: finite.isEmpty)
  }

  /// The quantile by linear interpolation between order statistics; 0 without data.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
