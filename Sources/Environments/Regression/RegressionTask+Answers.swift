import LinearAlgebra

extension RegressionTask {
  /// The answer at the query after so many steps of gradient descent on
  /// `sum_j |W x_j - y_j|^2 / (2 pairs)` from `W = 0`, in double precision.
  ///
  /// - Parameter tokens: one input of ``observationShape``.
  package func gradientDescentAnswer(
    _ tokens: [Float], step: Double, steps: Int = 1
  ) -> [Double] {
    let context = Context(tokens, of: self)
    return (0..<outputs).map { output in
      var weights = [Double](repeating: 0, count: dimension)
      for _ in 0..<steps {
        let errors = (0..<pairs).map {
          context.y[$0 * outputs + output] - context.dot(weights, with: $0)
        }
        for index in 0..<dimension {
          var slope = 0.0
          for pair in 0..<pairs { slope += errors[pair] * context.x[pair * dimension + index] }
          weights[index] += step * slope / Double(pairs)
        }
      }
      return context.dot(weights, with: pairs)
    }
  }

  /// The posterior mean of the answer, `y' (X X' + noise^2 I)^-1 X x_q`: ridge regression whose
  /// penalty is the noise's variance; least squares of smallest norm without noise.
  ///
  /// - Parameter tokens: one input of ``observationShape``.
  /// - Throws: ``FactorizationError`` where the pairs of a noiseless sequence depend on each
  ///   other to the last bit.
  package func bayesAnswer(_ tokens: [Float]) throws -> [Double] {
    let context = Context(tokens, of: self)
    let rows = Matrix(
      rows: pairs, columns: dimension, elements: Array(context.x[..<(pairs * dimension)]))
    let query = Matrix(
      rows: dimension, columns: 1, elements: Array(context.x[(pairs * dimension)...]))
    let y = Matrix(rows: pairs, columns: outputs, elements: context.y)
    // The smaller of the two systems; they give the same answer.
    let isWide = pairs <= dimension
    let left = isWide ? rows : rows.transposed()
    var gram = Self.product(left, left.transposed())
    for index in 0..<gram.rows { gram[index, index] += noise * noise }
    let factor = try Cholesky(gram)
    let answer =
      isWide
      ? Self.product(y.transposed(), factor.solve(Self.product(rows, query)))
      : Self.product(Self.product(left, y).transposed(), factor.solve(query))
    return answer.elements
  }

  private static func product(
    _ left: Matrix<Double>, _ right: Matrix<Double>
  ) -> Matrix<Double> {
    var result = Matrix<Double>(rows: left.rows, columns: right.columns)
    for row in 0..<left.rows {
      for inner in 0..<left.columns {
        let factor = left[row, inner]
        for column in 0..<right.columns { result[row, column] += factor * right[inner, column] }
      }
    }
    return result
  }

  /// The tokens in double precision: `x` of the pairs and of the query, `y` of the pairs.
  private struct Context {
    let x: [Double]
    let y: [Double]
    let dimension: Int

    init(_ tokens: [Float], of task: RegressionTask) {
      precondition(
        tokens.count == task.observationShape.count,
        "A sequence has \(task.observationShape.count) numbers, not \(tokens.count).")
      let width = task.dimension + task.outputs
      dimension = task.dimension
      var x: [Double] = []
      var y: [Double] = []
      for token in 0...task.pairs {
        let row = tokens[token * width..<(token + 1) * width].map { Double($0) }
        x += row[..<task.dimension]
        if token < task.pairs { y += row[task.dimension...] }
      }
      self.x = x
      self.y = y
    }

    func dot(_ weights: [Double], with token: Int) -> Double {
      var sum = 0.0
      for index in 0..<dimension { sum += weights[index] * x[token * dimension + index] }
      return sum
    }
  }
}
