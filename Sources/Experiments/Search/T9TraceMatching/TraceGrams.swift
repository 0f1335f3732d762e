internal import LinearAlgebra
internal import Statistics

/// Products of traces and activations, level by level: all that shares of variance follow from.
///
/// The first columns are the aligned traces, the others the activations.
struct TraceGrams: Sendable {
  let traces: Int
  let channels: Int
  /// The columns at each tick, `[rows, traces + channels]`.
  let columns: [Matrix<Float>]
  /// The sum over the levels to choose on.
  let fit: Matrix<Double>
  /// The sum over the levels to report on.
  let report: Matrix<Double>
  /// One a level to report on.
  private let levels: [Matrix<Double>]
  private let units: [Int]
  private let unitCount: Int
  let fitCount: Int
  private let courses: [[Double]]

  /// Sums of squares: without and with the activations.
  struct Errors: Sendable {
    let total: Double
    let without: Double
    let with: Double

    /// What the activations explain of what was left without them.
    var share: Double { without > 0 ? (without - with) / without : 0 }
  }

  init(_ traces: [AlignedTrace], _ activations: TraceActivations, rows: TraceRows) {
    let (f, c) = (traces.count, activations.channels)
    let width = f + c
    let joined = activations.ticks.indices.map { tick -> Matrix<Float> in
      var result = Matrix<Float>(rows: rows.count, columns: width)
      result.elements.withUnsafeMutableBufferPointer { target in
        for (place, trace) in traces.enumerated() {
          trace.columns.elements.withUnsafeBufferPointer { source in
            let ticks = trace.columns.columns
            for row in 0..<rows.count { target[row * width + place] = source[row * ticks + tick] }
          }
        }
        activations.ticks[tick].elements.withUnsafeBufferPointer { source in
          for row in 0..<rows.count {
            for channel in 0..<c { target[row * width + f + channel] = source[row * c + channel] }
          }
        }
      }
      return result
    }
    let grams = Parallel.map(rows.ranges.count) { level -> Matrix<Double> in
      var result = Matrix<Double>(rows: width, columns: width)
      for tick in joined { result.add(tick.gram(rows: rows.ranges[level])) }
      return result
    }
    self.traces = f
    channels = c
    columns = joined
    fit = Self.sum(Array(grams[..<rows.fitLevels]), width)
    levels = Array(grams[rows.fitLevels...])
    report = Self.sum(levels, width)
    units = Array(rows.units[rows.fitLevels...])
    unitCount = rows.reportUnits
    fitCount = rows.fitCount
    courses = activations.courses
  }

  private static func sum(_ grams: [Matrix<Double>], _ width: Int) -> Matrix<Double> {
    var result = Matrix<Double>(rows: width, columns: width)
    for gram in grams { result.add(gram) }
    return result
  }

  /// The columns of the activations.
  var activationColumns: [Int] { Array(traces..<traces + channels) }

  /// Ridge weights on some columns for a target given by its products with all columns.
  func weights(_ products: [Double], on selected: [Int]) throws -> [Double] {
    guard !selected.isEmpty else { return [] }
    let scales = selected.map { fit[$0, $0] > 0 ? 1 / fit[$0, $0].squareRoot() : 0 }
    var matrix = Matrix<Double>(rows: selected.count, columns: selected.count)
    var right = Matrix<Double>(rows: selected.count, columns: 1)
    for (row, one) in selected.enumerated() {
      for (column, other) in selected.enumerated() {
        matrix[row, column] = fit[one, other] * scales[row] * scales[column]
      }
      // Traces that agree exactly, and channels that do not vary, leave the matrix singular.
      matrix[row, row] += one < traces ? 1e-7 : TraceAligner.ridge
      right[row, 0] = products[one] * scales[row]
    }
    let solved = try Cholesky(matrix).solve(right)
    return selected.indices.map { solved[$0, 0] * scales[$0] }
  }

  /// The sum of squared errors of a prediction, from products on any part of the rows.
  static func error(
    total: Double, _ products: [Double], _ weights: [Double], on selected: [Int],
    _ gram: Matrix<Double>
  ) -> Double {
    var result = total
    for (row, one) in selected.enumerated() {
      var sum = -2 * products[one]
      for (column, other) in selected.enumerated() { sum += weights[column] * gram[one, other] }
      result += weights[row] * sum
    }
    return max(0, result)
  }

  /// The errors for one of the traces on the levels to choose on, and of each unit to report on:
  /// `[units, 3]` of total, without and with.
  func errors(of target: Int, rivals: [Int]) throws -> (fit: Errors, report: Matrix<Double>) {
    let all = rivals + activationColumns
    let products = (0..<traces + channels).map { fit[$0, target] }
    let (short, long) = (try weights(products, on: rivals), try weights(products, on: all))
    var sums = Matrix<Double>(rows: unitCount, columns: 3)
    for (level, unit) in zip(levels, units) {
      let own = (0..<traces + channels).map { level[$0, target] }
      let total = level[target, target]
      sums[unit, 0] += total
      sums[unit, 1] += Self.error(total: total, own, short, on: rivals, level)
      sums[unit, 2] += Self.error(total: total, own, long, on: all, level)
    }
    let total = fit[target, target]
    return (
      Errors(
        total: total,
        without: Self.error(total: total, products, short, on: rivals, fit),
        with: Self.error(total: total, products, long, on: all, fit)), sums
    )
  }

  /// The share that activations explain, on the levels to report on, of a target that is given by
  /// its residual at each tick.
  ///
  /// - Parameter target: `[rows, ticks]`, with any mean over the ticks and anything along the courses.
  func share(of target: Matrix<Float>, rivals: [Int]) throws -> Double {
    try shares(of: target, inOrders: [Array(0..<target.columns)], rivals: rivals)[0]
  }

  /// The same with the ticks of the target in several other orders: at tick `t` stands what the
  /// target has at `order[t]`.
  func shares(
    of target: Matrix<Float>, inOrders orders: [[Int]], rivals: [Int]
  ) throws -> [Double] {
    // The columns have mean zero over the ticks and nothing along the courses, so that those parts of
    // the target fall out.
    let parts = Parallel.map(columns.count) { tick in
      (
        fit: columns[tick].products(
          with: target, columns: 0..<target.columns, rows: 0..<fitCount),
        report: columns[tick].products(
          with: target, columns: 0..<target.columns, rows: fitCount..<target.rows)
      )
    }
    let reported = target.gram(rows: fitCount..<max(fitCount, target.rows))
    let ticks = Double(max(1, target.columns))
    let all = rivals + activationColumns
    return try orders.map { order in
      var fitProducts = [Double](repeating: 0, count: traces + channels)
      var reportProducts = fitProducts
      var total = 0.0
      for (tick, source) in order.enumerated() {
        total += reported[source, source]
        for (other, second) in order.enumerated() {
          let share = courses.reduce(1 / ticks) { $0 + $1[tick] * $1[other] }
          total -= share * reported[source, second]
        }
      }
      for (tick, source) in order.enumerated() {
        for column in fitProducts.indices {
          fitProducts[column] += parts[tick].fit[column, source]
          reportProducts[column] += parts[tick].report[column, source]
        }
      }
      let without = Self.error(
        total: total, reportProducts, try weights(fitProducts, on: rivals), on: rivals, report)
      let with = Self.error(
        total: total, reportProducts, try weights(fitProducts, on: all), on: all, report)
      return without > 0 ? (without - with) / without : 0
    }
  }
}
