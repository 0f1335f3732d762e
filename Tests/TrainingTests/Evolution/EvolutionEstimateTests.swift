import LinearAlgebra
import TestSupport
import Testing
import Training

private let point: [Float] = [0.5, -1.5, 2, 0]

private func estimate(
  _ pairs: Int, seed: UInt64, shaping: EvolutionEstimate.Shaping = .none
) throws -> EvolutionEstimate {
  try EvolutionEstimate(
    at: point, moving: [0, 1, 2], pairs: pairs, deviation: 0.05, shaping: shaping,
    random: RandomStream(seed: seed)
  ) { _, parameters in -parameters.reduce(0.0) { $0 + Double($1) * Double($1) } }
}

@Test func theUnshapedEstimateOfASquareIsItsGradient() throws {
  let repeats = 200
  let estimates = try (0..<repeats).map { try estimate(8, seed: UInt64($0)).gradient }
  for place in 0..<3 {
    let values = estimates.map { $0[place] }
    let mean = values.reduce(0, +) / Double(repeats)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(repeats - 1)
    let error = (variance / Double(repeats)).squareRoot()
    #expect(error < 0.2)
    #expect(abs(mean + 2 * Double(point[place])) < 3 * error, "\(mean) at \(place)")
  }
  // What is not to be moved has no slope.
  #expect(estimates.allSatisfy { $0[3] == 0 })
}

@Test func theRankedEstimatePointsTheSameWay() throws {
  let gradient = try estimate(500, seed: 1, shaping: .centredRanks).gradient
  let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
  let uphill = point.map { -2 * Double($0) }
  let slope = uphill.reduce(0) { $0 + $1 * $1 }.squareRoot()
  let cosine = zip(gradient, uphill).reduce(0) { $0 + $1.0 * $1.1 } / (length * slope)
  #expect(cosine > 0.98)
}

@Test func ranksAreCentredAndTiesShareThem() {
  #expect(EvolutionEstimate.centredRanks([3, -1, 10, 0, 5]) == [0, -0.5, 0.5, -0.25, 0.25])
  #expect(EvolutionEstimate.centredRanks([2, 2, 2]) == [0, 0, 0])
  #expect(EvolutionEstimate.centredRanks([1, 0, 1]) == [0.25, -0.5, 0.25])
  #expect(EvolutionEstimate.centredRanks([7]) == [0])
}

@Test func theEstimateDoesNotDependOnTheNumberOfThreads() throws {
  let gradients = try ThreadCounts.oneTwoThree { try estimate(7, seed: 3).gradient }
  #expect(gradients[1] == gradients[0])
  #expect(gradients[2] == gradients[0])
}
