import Foundation

/// The numbers in `Fixtures/Probing/reference.json`; see the README beside it.
struct Reference: Decodable {
  struct Metrics: Decodable {
    let actual, predicted: [Int]
    let classes: Int
    let macroF1, balancedAccuracy, r2: Double
    let f1, values, guesses: [Double]
  }
  struct Ranks: Decodable {
    let a, b, c, rankA, series, weights, isotonic, isotonicWeighted: [Double]
    let spearman, partial, theilSlope, theilIntercept: Double
  }
  struct Distributions: Decodable {
    let shares, quantiles, points, cumulative, p, benjaminiHochberg, benjaminiYekutieli: [Double]
    let wilson, sample, sampleQuantiles: [Double]
  }
  struct Choice: Decodable {
    let sets, alternatives, columns: Int
    let features, coefficients, standardErrors, varianceInflation: [Double]
    let chosen, cluster: [Int]
    let logLikelihood: Double
  }
  struct Ridge: Decodable {
    let sizes: [Int]
    let columns, targets: Int
    let x, y, penalties, weightsAtOne: [Double]
    let heldOut: [[Double]]
  }
  let metrics: Metrics
  let ranks: Ranks
  let distributions: Distributions
  let choice: Choice
  let ridge: Ridge

  static func read() throws -> Reference {
    let data = try Data(contentsOf: URL(fileURLWithPath: "Fixtures/Probing/reference.json"))
    return try JSONDecoder().decode(Reference.self, from: data)
  }
}

/// The largest difference relative to the larger of one and the expected value.
func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
}
