internal import Foundation
package import LinearAlgebra

/// The fit of `P(alternative j) = exp(x_j'b) / sum_k exp(x_k'b)` with cluster-robust errors.
///
/// Newton's method with halved steps; errors by the sandwich over clusters with the factor
/// `G / (G - 1)`. Source: McFadden (1974); Liang, Zeger (1986).
package struct ConditionalLogit: Sendable, Equatable {
  /// How the fit came out.
  package enum Outcome: Sendable, Equatable {
    /// The likelihood has its maximum here.
    case converged
    /// Some direction of the features predicts every choice: the likelihood has no maximum. The
    /// coefficients are those of a fit shrunk by the penalty named (on standardised features), and
    /// their size means "at least".
    case separated(penalty: Double)
  }

  /// The names of the features.
  package let names: [String]
  /// The coefficients, in the features' own units.
  package let coefficients: [Double]
  /// The cluster-robust standard errors; where the fit is shrunk, at least those of its curvature.
  package let standardErrors: [Double]
  /// The cluster-robust covariance, `[columns, columns]`.
  package let covariance: Matrix<Double>
  /// The log-likelihood at the coefficients, less the penalty if there is one.
  package let logLikelihood: Double
  /// The log-likelihood of choosing at random.
  package let nullLogLikelihood: Double
  /// The number of choices.
  package let choices: Int
  /// The number of clusters.
  package let clusters: Int
  /// How the fit came out.
  package let outcome: Outcome

  /// The normal interval of a coefficient.
  package func interval(_ index: Int, confidence: Double = 0.95) -> Interval {
    let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
    return Interval(
      lower: coefficients[index] - z * standardErrors[index],
      upper: coefficients[index] + z * standardErrors[index], confidence: confidence,
      method: "normal, cluster-robust")
  }

  /// The two-sided p-value of a coefficient (Wald).
  package func p(_ index: Int) -> Double {
    NormalDistribution.twoSided(coefficients[index] / standardErrors[index])
  }

  /// McFadden's measure, `1 - logLikelihood / nullLogLikelihood`.
  package var pseudoRSquared: Double { 1 - logLikelihood / nullLogLikelihood }

  /// Fits the model.
  ///
  /// - Throws: ``StatisticsError`` without choices, with fewer than two clusters, with features
  ///   that are not finite, or with a column that never differs between alternatives or can be
  ///   made from others.
  package init(_ sets: [ChoiceSet], names: [String]) throws {
    let problem = try ChoiceProblem(sets, names: names)
    let fit = try LikelihoodFit(problem)
    let covariance = fit.covariance
    self.names = names
    coefficients = fit.coefficients
    self.covariance = covariance
    standardErrors = names.indices.map { covariance[$0, $0].squareRoot() }
    logLikelihood = fit.logLikelihood
    nullLogLikelihood = sets.reduce(0) { $0 - log(Double($1.features.rows)) }
    choices = sets.count
    clusters = problem.clusterCount
    outcome = fit.penalty.map { .separated(penalty: $0) } ?? .converged
  }
}
