internal import Foundation
internal import LinearAlgebra

extension ChoiceProblem {
  /// Newton's method from zero, each step halved until the likelihood does not fall.
  func solve(penalty: Double) -> Solution {
    var coefficients = [Double](repeating: 0, count: columns)
    var state = evaluate(coefficients, penalty: penalty)
    var separated = false
    for _ in 0..<100 {
      guard let step = step(state.gradient, state.information) else {
        separated = penalty == 0
        break
      }
      let decrement = zip(step, state.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if decrement < 1e-18 * Double(sets.count) { break }
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
    return Solution(
      coefficients: coefficients, logLikelihood: state.logLikelihood,
      information: state.information, isSeparated: separated)
  }

  private func step(_ gradient: [Double], _ information: Matrix<Double>) -> [Double]? {
    guard let cholesky = try? Cholesky(information) else { return nil }
    return cholesky.solve(Matrix(rows: columns, columns: 1, elements: gradient)).elements
  }

  /// `I^-1 (G/(G-1) sum_g s_g s_g') I^-1`, in the features' own units.
  func sandwich(_ solution: Solution) throws -> Matrix<Double> {
    var scores = Matrix<Double>(rows: clusterCount, columns: columns)
    for (index, set) in sets.enumerated() {
      let (probabilities, _) = probabilities(set, solution.coefficients)
      let mean = mean(set, probabilities)
      for column in 0..<columns {
        scores[clusterIndex[index], column] += feature(set, set.chosen, column) - mean[column]
      }
    }
    let bread = try Cholesky(solution.information)
    let half = bread.solve(scores.transposed())  // [columns, clusters]
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
