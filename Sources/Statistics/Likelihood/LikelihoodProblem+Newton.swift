internal import LinearAlgebra

extension LikelihoodProblem {
  /// Newton's method from zero, each step halved until the likelihood does not fall.
  func solve(penalty: Double) -> LikelihoodSolution {
    var coefficients = [Double](repeating: 0, count: columns)
    var state = evaluate(coefficients, penalty: penalty)
    var separated = false
    for _ in 0..<100 {
      guard let step = step(state) else {
        separated = penalty == 0
        break
      }
      let decrement = zip(step, state.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      // Nothing left to gain: at a maximum the step is small too, and one more is exact to working
      // precision. A long step that gains nothing runs along a direction that predicts every choice.
      if decrement < 1e-9 {
        separated = penalty == 0 && step.contains { abs($0) > 1e-2 }
        coefficients = zip(coefficients, step).map { $0 + $1 }
        state = evaluate(coefficients, penalty: penalty)
        break
      }
      var scale = 1.0
      var accepted = false
      for _ in 0..<40 {
        let trial = zip(coefficients, step).map { $0 + scale * $1 }
        let next = evaluate(trial, penalty: penalty)
        if next.logLikelihood >= state.logLikelihood {
          (coefficients, state, accepted) = (trial, next, true)
          break
        }
        scale /= 2
      }
      if !accepted { break }
      // A direction that predicts every choice lets a coefficient grow without end: one spread of
      // a feature then changes the log-odds by more than any finite sample can show.
      if penalty == 0, coefficients.contains(where: { abs($0) > 15 }) {
        separated = true
        break
      }
    }
    return LikelihoodSolution(
      coefficients: coefficients, logLikelihood: state.logLikelihood,
      information: state.information, isSeparated: separated)
  }

  private func step(_ state: LikelihoodState) -> [Double]? {
    guard let cholesky = try? Cholesky(state.information) else { return nil }
    return cholesky.solve(Matrix(rows: columns, columns: 1, elements: state.gradient)).elements
  }

  /// The largest standard error that a weight on a standardised feature may have before the
  /// likelihood counts as unbounded: the choices then leave its log-odds open by more than six
  /// either way.
  static var largestError: Double { 3 }

  /// Whether the likelihood is so flat in some direction that a rule seems to predict every choice
  /// along it. Where a combination of features does (red or door against neither, say), Newton's
  /// method stops on a slope too shallow to climb, with every single weight still moderate.
  func isFlat(_ solution: LikelihoodSolution) throws -> Bool {
    let inverse = try Cholesky(solution.information).solve(Matrix.identity(columns))
    return (0..<columns).contains { inverse[$0, $0].squareRoot() > Self.largestError }
  }

  /// The covariance of a shrunk fit: that of its curvature, penalty included, widened to the
  /// sandwich's where that is wider. Alone the sandwich is far too narrow here, for choices that
  /// are all but certain leave no scores to measure an error from.
  func shrunkCovariance(_ solution: LikelihoodSolution) throws -> Matrix<Double> {
    var curvature = try Cholesky(solution.information).solve(Matrix.identity(columns))
    for row in 0..<columns {
      for column in 0..<columns { curvature[row, column] /= scales[row] * scales[column] }
    }
    let robust = try sandwich(solution)
    let widening = (0..<columns).reduce(1.0) {
      max($0, robust[$1, $1] / curvature[$1, $1])
    }
    for index in curvature.elements.indices { curvature.elements[index] *= widening }
    return curvature
  }

  /// `I^-1 (G/(G-1) sum_g s_g s_g') I^-1`, in the features' own units.
  func sandwich(_ solution: LikelihoodSolution) throws -> Matrix<Double> {
    let bread = try Cholesky(solution.information)
    let half = bread.solve(clusterScores(solution.coefficients).transposed())
    var covariance = half.multiplied(byTransposeOf: half)
    let factor = Double(clusterCount) / Double(clusterCount - 1)
    for row in 0..<columns {
      for column in 0..<columns {
        covariance[row, column] *= factor / (scales[row] * scales[column])
      }
    }
    return covariance
  }
}
