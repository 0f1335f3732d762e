package import LinearAlgebra

/// A concave log-likelihood over clusters of observations, in standardised features.
///
/// What follows from it is the same for all: Newton's method, what is done where the likelihood has
/// no maximum, and errors that are robust to what observations of a cluster share.
package protocol LikelihoodProblem {
  /// The number of coefficients.
  var columns: Int { get }
  /// What a feature was divided by.
  var scales: [Double] { get }
  var clusterCount: Int { get }
  /// Log-likelihood, gradient and information at a point, less a ridge penalty.
  func evaluate(_ coefficients: [Double], penalty: Double) -> LikelihoodState
  /// Each cluster's part of the gradient, without the penalty, `[clusters, columns]`.
  func clusterScores(_ coefficients: [Double]) -> Matrix<Double>
}

/// A log-likelihood at a point.
package struct LikelihoodState {
  package var logLikelihood: Double
  package var gradient: [Double]
  /// Minus the second derivatives.
  package var information: Matrix<Double>

  package init(logLikelihood: Double, gradient: [Double], information: Matrix<Double>) {
    self.logLikelihood = logLikelihood
    self.gradient = gradient
    self.information = information
  }
}

/// Where Newton's method ended.
struct LikelihoodSolution {
  var coefficients: [Double]
  var logLikelihood: Double
  var information: Matrix<Double>
  var isSeparated: Bool
}

/// A maximum of a likelihood with cluster-robust errors, in the features' own units.
package struct LikelihoodFit: Sendable, Equatable {
  package let coefficients: [Double]
  /// By the sandwich over clusters; where the fit is shrunk, at least that of its curvature.
  package let covariance: Matrix<Double>
  /// Less the penalty, if there is one.
  package let logLikelihood: Double
  /// The ridge weight where some direction of the features predicts everything, so that the
  /// likelihood has no maximum; the size of the coefficients then means "at least".
  package let penalty: Double?

  /// The ridge weight of such fits, on standardised features.
  package static let separationPenalty = 0.1

  /// Fits the coefficients.
  ///
  /// - Throws: `FactorizationError` where features are collinear to working precision.
  package init(_ problem: some LikelihoodProblem) throws {
    var solution = problem.solve(penalty: 0)
    var penalty: Double?
    if try solution.isSeparated || problem.isFlat(solution) {
      solution = problem.solve(penalty: Self.separationPenalty)
      penalty = Self.separationPenalty
    }
    covariance =
      penalty == nil ? try problem.sandwich(solution) : try problem.shrunkCovariance(solution)
    coefficients = zip(solution.coefficients, problem.scales).map { $0 / $1 }
    logLikelihood = solution.logLikelihood
    self.penalty = penalty
  }

  package func standardError(_ index: Int) -> Double { covariance[index, index].squareRoot() }

  /// The normal interval of a coefficient.
  package func interval(_ index: Int, confidence: Double = 0.95) -> Interval {
    let reach =
      NormalDistribution.quantile(1 - (1 - confidence) / 2) * standardError(index)
    return Interval(
      lower: coefficients[index] - reach, upper: coefficients[index] + reach,
      confidence: confidence, method: "normal, cluster-robust")
  }
}

extension LikelihoodProblem {
  /// - Throws: ``StatisticsError/collinear(column:)`` naming the first feature that can be made
  ///   from those before it.
  package func checkIndependence(names: [String]) throws {
    // A share less of the diagonal: not positive definite when nearly singular.
    var start = evaluate([Double](repeating: 0, count: columns), penalty: 0).information
    for index in 0..<columns { start[index, index] *= 1 - 1e-10 }
    do {
      _ = try Cholesky(start)
    } catch FactorizationError.notPositiveDefinite(let pivot, _) {
      throw StatisticsError.collinear(column: names[pivot])
    }
  }
}
