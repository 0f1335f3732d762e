internal import LinearAlgebra

/// Linear and rank correlation.
package enum Correlation {
  /// Pearson's correlation; NaN when a side is constant.
  package static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    precondition(
      x.count == y.count, "A correlation needs equally many values, not \(x.count) and \(y.count).")
    let (mx, my) = (Sample.mean(x), Sample.mean(y))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let (dx, dy) = (x[index] - mx, y[index] - my)
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    return xx > 0 && yy > 0 ? max(-1, min(1, xy / (xx * yy).squareRoot())) : .nan
  }

  /// Spearman's rank correlation, ties by mean ranks; NaN when a side is constant.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double {
    pearson(Ranks.average(x), Ranks.average(y))
  }

  /// Spearman's rank correlation of `x` and `y` given a third variable, from the three ranks.
  ///
  /// NaN when one is constant, or when the control determines the ranks of `x` or of `y`.
  package static func partialSpearman(
    _ x: [Double], _ y: [Double], given control: [Double]
  ) -> Double {
    let (rx, ry, rz) = (Ranks.average(x), Ranks.average(y), Ranks.average(control))
    return partial(xy: pearson(rx, ry), xz: pearson(rx, rz), yz: pearson(ry, rz))
  }

  /// The correlation of x and y that is left when both are freed of z.
  package static func partial(xy: Double, xz: Double, yz: Double) -> Double {
    let room = (1 - xz * xz) * (1 - yz * yz)
    return room > 1e-12 ? max(-1, min(1, (xy - xz * yz) / room.squareRoot())) : .nan
  }
}
