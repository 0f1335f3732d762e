internal import LinearAlgebra

/// What a square's activations and traces may hold at each tick without any search: taken out of
/// both before they are compared.
///
/// All planes around the square and where the goal lies (R7 b), the square's own value of every
/// plane and the length of an open way to the goal and to the agent as categories, alone and, for each
/// move, with whether it can be made and leads nearer or further in the open, and the final answer:
/// steps to the goal and from the agent, a discounted value and the plan. Each tick has a regression
/// of its own, so that any function of these times any function of the tick goes with them: an answer
/// that fades in, a wave through open space, a plane revealed by a counter.
struct TraceNuisance: Sendable {
  /// Columns centred and scaled over the rows to choose on.
  private let design: Matrix<Float>
  private let fitCount: Int
  private let whole: Penalised
  /// The same with ``less`` of the penalty.
  private let weaker: Penalised

  /// Normal equations with a penalty.
  private struct Penalised {
    let cholesky: Cholesky
    let penalty: Double
  }

  /// The shares of a column's mean diagonal that the penalty is chosen from: small ones, for what a
  /// penalty leaves of the nuisance would be taken for a trace.
  static let penalties = [1e-5, 1e-4, 1e-3]
  /// The share of the penalty that ``examined(_:)`` lays beside the whole of it.
  static let less = 0.01
  /// What is left of a map, as a share of what there was, is rounding below this.
  static let leastLeft = 1e-6
  /// Of what is left of a map so much has to be left with less of the penalty too, or it is the
  /// penalty's work.
  static let leastWithLess = 0.5

  /// - Parameters:
  ///   - targets: maps, one a column, by whose prediction the penalty is chosen.
  ///   - told: further columns that are taken out.
  ///   - steps: whether one step in the open is taken out; candidates of a few moves would go with it.
  init(
    _ rows: TraceRows, observations: Tensor, baseline: BaselineDesign, targets: Matrix<Float>,
    told: [[Float]] = [], steps: Bool = true
  ) throws {
    fitCount = rows.fitCount
    design = try TraceDesign.columns(
      rows, observations: observations, baseline: baseline, told: told, steps: steps)
    (whole, weaker) = try Self.factors(design, rows, Self.centred(targets, fitCount))
  }

  /// Maps, one a column, less what the design says of them; fitted on the levels to choose on.
  func residual(_ maps: Matrix<Float>) -> Matrix<Float> {
    let centred = Self.centred(maps, fitCount)
    return remainder(centred, blocks(centred) { whole.cholesky.solve($0) })
  }

  /// The same, and the products on the levels to choose on of what ``less`` of the penalty leaves.
  func examined(_ maps: Matrix<Float>) -> (residual: Matrix<Float>, withLess: Matrix<Double>) {
    let centred = Self.centred(maps, fitCount)
    let cross = blocks(centred) { $0 }
    let weights = weaker.cholesky.solve(cross)
    // With `W = (G + p)^-1 C`, `Z'Z - 2 C'W + W'G W` is `Z'Z - C'W - p W'W`.
    var left = centred.gram(rows: 0..<fitCount)
    left.add(cross.transposedMultiplied(by: weights), times: -1)
    left.add(weights.gram(), times: -weaker.penalty)
    return (remainder(centred, whole.cholesky.solve(cross)), left)
  }

  /// Something of the products of the design with maps over the rows to choose on, `[columns, maps]`.
  /// Blocks of maps are pieces of work.
  private func blocks(
    _ centred: Matrix<Float>, _ make: @Sendable (Matrix<Double>) -> Matrix<Double>
  ) -> Matrix<Double> {
    let (q, m, width) = (design.columns, centred.columns, 32)
    let parts = Parallel.map((m + width - 1) / width) { block -> Matrix<Double> in
      let range = block * width..<min((block + 1) * width, m)
      return make(design.products(with: centred, columns: range, rows: 0..<fitCount))
    }
    var result = Matrix<Double>(rows: q, columns: m)
    result.elements.withUnsafeMutableBufferPointer { target in
      for (block, part) in parts.enumerated() {
        part.elements.withUnsafeBufferPointer { source in
          for row in 0..<q {
            for column in 0..<part.columns {
              target[row * m + block * width + column] = source[row * part.columns + column]
            }
          }
        }
      }
    }
    return result
  }

  private func remainder(_ centred: Matrix<Float>, _ weights: Matrix<Double>) -> Matrix<Float> {
    var result = centred
    let predicted = design.product(
      Matrix(
        rows: weights.rows, columns: weights.columns, elements: weights.elements.map { Float($0) }))
    result.elements.withUnsafeMutableBufferPointer { result in
      predicted.elements.withUnsafeBufferPointer { predicted in
        for index in result.indices { result[index] -= predicted[index] }
      }
    }
    return result
  }

  /// Maps less the mean of each column over the first rows, those to choose on.
  static func centred(_ maps: Matrix<Float>, _ fitted: Int) -> Matrix<Float> {
    let m = maps.columns
    var result = maps
    result.elements.withUnsafeMutableBufferPointer { values in
      var sums = [Double](repeating: 0, count: m)
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<fitted {
          for column in 0..<m { sums[column] += Double(values[row * m + column]) }
        }
      }
      let means = sums.map { Float($0 / Double(max(1, fitted))) }
      means.withUnsafeBufferPointer { means in
        for row in 0..<maps.rows {
          for column in 0..<m { values[row * m + column] -= means[column] }
        }
      }
    }
    return result
  }

  /// The factored normal equations, with the penalty that predicts the second half of the levels to
  /// choose on best from the first half; and with ``less`` of it.
  private static func factors(
    _ design: Matrix<Float>, _ rows: TraceRows, _ targets: Matrix<Float>
  ) throws -> (Penalised, Penalised) {
    let q = design.columns
    let middle = rows.ranges[max(1, rows.fitLevels / 2) - 1].upperBound
    let halves = [0..<middle, middle..<rows.fitCount]
    let grams = halves.map { design.gram(rows: $0) }
    let cross = halves.map {
      design.products(with: targets, columns: 0..<targets.columns, rows: $0)
    }
    func normal(_ gram: Matrix<Double>, _ share: Double) throws -> Penalised {
      var matrix = gram
      let trace = (0..<q).reduce(0) { $0 + gram.elements[$1 * (q + 1)] }
      let penalty = max(share * trace / Double(max(1, q)), 1e-6)
      for column in 0..<q { matrix.elements[column * (q + 1)] += penalty }
      return Penalised(cholesky: try Cholesky(matrix), penalty: penalty)
    }
    var best = (penalties[0], Double.infinity)
    for share in penalties {
      let weights = try normal(grams[0], share).cholesky.solve(cross[0])
      let fitted = grams[1].multiplied(by: weights)
      var error = 0.0
      for index in weights.elements.indices {
        error += weights.elements[index] * (fitted.elements[index] - 2 * cross[1].elements[index])
      }
      if error < best.1 { best = (share, error) }
    }
    var both = grams[0]
    both.add(grams[1])
    return (try normal(both, best.0), try normal(both, less * best.0))
  }
}
