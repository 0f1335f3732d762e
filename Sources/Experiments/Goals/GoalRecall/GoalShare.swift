internal import LinearAlgebra
internal import Statistics

/// How much of the variance of states goes with which of two goals it is: the variance between the
/// two means over the whole (eta squared, of all channels together).
///
/// A linear reader finds a trace however faint; this says whether it is a trace or most of the state.
enum GoalShare {
  /// Sums over units of which the share is a function: episodes and sums of states by goal, and the
  /// squared lengths, `[unit, 2 + 2 channels + 1]`.
  static func sums(
    _ states: Matrix<Float>, isRight: [Bool], unitOfRow: [Int], units: Int
  ) -> Matrix<Double> {
    let channels = states.columns
    var sums = Matrix<Double>(rows: units, columns: 2 * channels + 3)
    for row in 0..<states.rows {
      let (unit, goal) = (unitOfRow[row], isRight[row] ? 1 : 0)
      sums[unit, goal] += 1
      for (channel, value) in states.row(row).enumerated() {
        sums[unit, 2 + goal * channels + channel] += Double(value)
        sums[unit, 2 + 2 * channels] += Double(value) * Double(value)
      }
    }
    return sums
  }

  /// The share; NaN where one goal is missing or nothing varies.
  static func share(_ totals: ArraySlice<Double>) -> Double {
    let totals = Array(totals)
    let channels = (totals.count - 3) / 2
    let (left, right) = (totals[0], totals[1])
    guard left > 0, right > 0 else { return .nan }
    let count = left + right
    var (between, square) = (0.0, 0.0)
    for channel in 0..<channels {
      let sums = (totals[2 + channel], totals[2 + channels + channel])
      let mean = (sums.0 + sums.1) / count
      let gap = sums.1 / right - sums.0 / left
      between += left * right / count * gap * gap
      square += mean * mean * count
    }
    let whole = totals[2 + 2 * channels] - square
    return whole > 1e-9 * totals[2 + 2 * channels] ? between / whole : .nan
  }
}
