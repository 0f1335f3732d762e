import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Test func theRecurrentNetworkHasTheseParameters() {
  let network = RecurrentResidual(planes: 13, channels: 16, actions: 4, ticks: 12, readWidth: 32)
  #expect(
    network.layout.entries.map(\.name) == [
      "embedding/weight", "embedding/bias", "cell/from-hidden/weight",
      "cell/from-embedding/weight", "cell/inner/bias", "cell/update/weight", "cell/update/bias",
      "read/hidden/weight", "read/hidden/bias", "read/policy/weight", "read/policy/bias",
    ])
  // 9 * 13 * 16 + 16, twice 9 * 16 * 16, 16, 9 * 16 * 16 + 16, 16 * 32 + 32, 32 * 4 + 4.
  #expect(network.layout.parameterCount == 1888 + 4608 + 16 + 2320 + 544 + 132)
  let linear = RecurrentResidual(planes: 13, channels: 16, actions: 4, ticks: 12, readWidth: 0)
  #expect(linear.layout.parameterCount == 1888 + 4608 + 16 + 2320 + 68)
}

@Test func moreTicksBeginWithTheSameOnes() throws {
  let agent = Specimen.all[0].agent
  let sites = (1...4).map { Site("cell/hidden", tick: $0) }
  let observations = Specimen.observations(2)
  let short = try agent.run(observations, reads: [[0], [0]], ticks: 4, capturing: sites)
  let long = try agent.run(observations, reads: [[0], [0]], ticks: 9, capturing: sites)
  for site in sites { #expect(short.activations[site] == long.activations[site]) }
  #expect(short.logits != long.logits)
}

@Test func withoutTicksTheStateIsZeroAndThePolicyTheSameEverywhere() throws {
  let agent = Specimen.all[1].agent
  let output = try agent.run(
    Specimen.observations(3), reads: [[0, 7], [19], []], ticks: 0)
  let bias = agent.parameters["read/policy/bias"].elements
  #expect(output.logits.rows == 3)
  for row in 0..<3 { #expect(Array(output.logits.row(row)) == bias) }
  #expect(
    throws: ArchitectureError.tickOutOfRange(site: "cell/hidden", tick: 1, allowed: 1...1)
  ) {
    _ = try agent.run(
      Specimen.observations(1), reads: [[0]], ticks: 0,
      capturing: [Site("cell/hidden", tick: 1)])
  }
}
