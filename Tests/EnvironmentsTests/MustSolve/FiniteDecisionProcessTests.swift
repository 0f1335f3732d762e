import Environments
import LinearAlgebra
import Testing

@Test func theChainsValuesAreItsDiscountedDistances() throws {
  let process = try ChainEnvironment(configuration: ["length": "4"]).process
  let values = process.optimalActionValues(discount: 0.9)
  for state in 0..<4 {
    let right = pow(0.9, 3 - state)
    #expect(abs(values[state][1] - right) < 1e-10)
    let left = state == 0 ? 0.01 + 0.9 * pow(0.9, 3) : 0.9 * pow(0.9, 4 - state)
    #expect(abs(values[state][0] - left) < 1e-10)
  }
}

private func pow(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * base }
}

@Test func theTwoStatesValuesSolveTheirEquations() throws {
  let environment = TwoStateEnvironment()
  let (slip, discount) = (environment.slip, 0.9)
  // Always towards the second state: both states are worth the same, (1 - slip) / (1 - discount).
  let optimal = environment.process.optimalValues(discount: discount)
  for value in optimal { #expect(abs(value - (1 - slip) / (1 - discount)) < 1e-9) }
  // Never moving: V0 = (1-s) d V0 + s (1 + d V1), V1 = (1-s)(1 + d V1) + s d V0.
  let stay = environment.process.values(of: [[1, 0], [1, 0]], discount: discount)
  let (a, b) = (1 - discount * (1 - slip), discount * slip)
  let determinant = a * a - b * b
  #expect(abs(stay[0] - (slip * a + (1 - slip) * b) / determinant) < 1e-9)
  #expect(abs(stay[1] - ((1 - slip) * a + slip * b) / determinant) < 1e-9)
  // Anything at random: each arrival pays one half.
  let random = environment.process.values(
    of: [[0.5, 0.5], [0.5, 0.5]], discount: discount)
  for value in random { #expect(abs(value - 0.5 / (1 - discount)) < 1e-9) }
}

@Test func outcomesComeAsOftenAsTheyShould() throws {
  let environment = try ChainEnvironment(configuration: ["slip": "0.25", "length": "2"])
  let process = environment.process
  #expect(process.outcome(state: 1, action: 1, at: 0.74).next == nil)
  #expect(process.outcome(state: 1, action: 1, at: 0.76).next == 0)
  #expect(process.outcome(state: 0, action: 0, at: 0.9999).next == 1)
  var observation = [Float](repeating: 0, count: 2)
  var ended = 0
  var starts = [0, 0]
  for number in 0..<4000 {
    var episode = try environment.episode(
      drawnFrom: RandomStream(seed: 6).split(UInt64(number)), part: .training)
    starts[episode.state] += 1
    guard episode.state == 1 else { continue }
    observation.withUnsafeMutableBufferPointer {
      ended += episode.step(1, updating: $0).isTerminal ? 1 : 0
    }
  }
  #expect(abs(starts[0] - 2000) < 4 * 32)
  #expect(abs(Double(ended) / Double(starts[1]) - 0.75) < 4 * 0.44 / 44)
}
