internal import LinearAlgebra

/// A form of an algorithm laid against the ticks of a network.
struct AlignedTrace: Sendable {
  let algorithm: SearchAlgorithm
  let name: String
  /// The iteration at each tick.
  let iterations: [Int]
  /// The share of the trace that activations explain on the levels to choose on, beyond the
  /// nuisance.
  let score: Double
  /// The sum of squares of the maps less the nuisance and each row's mean, on the levels to choose on.
  let whole: Double
  /// The maps less these and the activations' common courses, one column a tick.
  let columns: Matrix<Float>
}

/// The residual maps of a form after every iteration, and their products on the rows to choose on.
struct ResidualForm: Sendable {
  let algorithm: SearchAlgorithm
  let name: String
  /// `[rows, iterations]`.
  let maps: Matrix<Float>
  /// Products of the maps on the rows to choose on, `[iterations, iterations]`.
  let products: Matrix<Double>
  /// The same as less of the nuisance's penalty would leave them.
  private let withLess: Matrix<Double>
  /// The sum of squares of the maps themselves about their means: what there was to explain.
  let spread: Double

  init(_ form: TraceForm, rows: TraceRows, nuisance: TraceNuisance) {
    algorithm = form.algorithm
    name = form.name
    (maps, withLess) = nuisance.examined(form.maps)
    let fitted = 0..<rows.fitCount
    products = maps.gram(rows: fitted)
    let own = form.maps.gram(rows: fitted)
    let ones = Matrix<Float>(rows: form.maps.rows, columns: 1, repeating: 1)
    let sums = ones.products(with: form.maps, columns: 0..<form.maps.columns, rows: fitted)
    spread = (0..<form.maps.columns).reduce(0) { spread, column in
      let sum = sums.elements[column]
      return max(
        spread,
        own.elements[column * (own.columns + 1)] - sum * sum / Double(max(1, fitted.count)))
    }
  }

  /// The sum of squares of the aligned trace about each row's mean over the ticks and beside courses.
  func variation(_ iterations: [Int], beside courses: [[Double]]) -> Double {
    Self.variation(products, iterations, courses)
  }

  /// Whether anything but rounding and the work of the nuisance's penalty is left of the aligned trace.
  func isLeft(_ variation: Double, _ iterations: [Int], beside courses: [[Double]]) -> Bool {
    guard variation > TraceNuisance.leastLeft * spread else { return false }
    return Self.variation(withLess, iterations, courses) > TraceNuisance.leastWithLess * variation
  }

  private static func variation(
    _ products: Matrix<Double>, _ iterations: [Int], _ courses: [[Double]]
  ) -> Double {
    var (own, all, along) = (0.0, 0.0, 0.0)
    for (tick, one) in iterations.enumerated() {
      own += products[one, one]
      for (second, other) in iterations.enumerated() {
        let product = products[one, other]
        all += product
        for course in courses { along += course[tick] * course[second] * product }
      }
    }
    return own - all / Double(iterations.count) - along
  }

  /// The residual maps at some iterations as they are, one column a tick.
  func columns(at iterations: [Int]) -> Matrix<Float> {
    var result = Matrix<Float>(rows: maps.rows, columns: iterations.count)
    for row in 0..<maps.rows {
      for (tick, iteration) in iterations.enumerated() { result[row, tick] = maps[row, iteration] }
    }
    return result
  }

  /// The residual maps at some iterations, less each row's mean and its parts along courses.
  func aligned(_ iterations: [Int], beside courses: [[Double]]) -> Matrix<Float> {
    let ticks = iterations.count
    var result = Matrix<Float>(rows: maps.rows, columns: ticks)
    let width = maps.columns
    result.elements.withUnsafeMutableBufferPointer { target in
      maps.elements.withUnsafeBufferPointer { source in
        for row in 0..<maps.rows {
          var mean: Float = 0
          for iteration in iterations { mean += source[row * width + iteration] }
          mean /= Float(ticks)
          for (tick, iteration) in iterations.enumerated() {
            target[row * ticks + tick] = source[row * width + iteration] - mean
          }
          for course in courses {
            var along: Float = 0
            for tick in 0..<ticks { along += Float(course[tick]) * target[row * ticks + tick] }
            for tick in 0..<ticks { target[row * ticks + tick] -= Float(course[tick]) * along }
          }
        }
      }
    }
    return result
  }
}

/// Finds for each form the warp under which a network's activations explain most of it, on the
/// levels to choose on.
struct TraceAligner: Sendable {
  private let factor: Cholesky
  private let activations: TraceActivations
  private let fitCount: Int
  private let numbers: [Int]

  /// The ridge on activations, in units of their sum of squares.
  static let ridge = 1e-5

  init(_ activations: TraceActivations, rows: TraceRows, numbers: [Int]) throws {
    let width = activations.channels
    var sums = Matrix<Double>(rows: width, columns: width)
    for tick in activations.ticks { sums.add(tick.gram(rows: 0..<rows.fitCount)) }
    let penalty = Self.ridge * Double(max(1, rows.fitCount * activations.ticks.count))
    for channel in 0..<width { sums[channel, channel] += penalty }
    factor = try Cholesky(sums)
    self.activations = activations
    fitCount = rows.fitCount
    self.numbers = numbers
  }

  /// The aligned form; `nil` where the nuisance leaves nothing of it.
  func align(_ form: ResidualForm) -> AlignedTrace? {
    let (width, columns) = (activations.channels, form.maps.columns)
    let products = activations.ticks.map { tick -> Matrix<Double> in
      let cross = tick.products(with: form.maps, columns: 0..<columns, rows: 0..<fitCount)
      return factor.solveLower(cross).transposed()
    }
    let best = TraceWarp.best(ticks: numbers, last: columns - 1) { iterations in
      let variation = form.variation(iterations, beside: activations.courses)
      guard form.isLeft(variation, iterations, beside: activations.courses) else { return -1 }
      var sum = [Double](repeating: 0, count: width)
      for (tick, iteration) in iterations.enumerated() {
        let start = iteration * width
        for channel in 0..<width { sum[channel] += products[tick].elements[start + channel] }
      }
      return sum.reduce(0) { $0 + $1 * $1 } / variation
    }
    guard best.score > -0.5 else { return nil }
    let iterations = best.warp.iterations(at: numbers, last: columns - 1)
    return AlignedTrace(
      algorithm: form.algorithm, name: form.name, iterations: iterations, score: best.score,
      whole: form.variation(iterations, beside: []),
      columns: form.aligned(iterations, beside: activations.courses))
  }
}
