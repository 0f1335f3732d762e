import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

private func specimens(hasValue: Bool) -> [Specimen] {
  [
    Specimen(
      description: "M1r",
      architecture: RecurrentResidual(
        planes: 5, channels: 6, actions: 4, ticks: 4, readWidth: 7, hasValue: hasValue)),
    Specimen(
      description: "M1r with a linear read",
      architecture: RecurrentResidual(
        planes: 5, channels: 6, actions: 4, ticks: 3, readWidth: 0, hasValue: hasValue)),
    Specimen(
      description: "M1",
      architecture: Residual(
        planes: 5, channels: 6, actions: 4, blocks: 2, readWidth: 7, hasValue: hasValue)),
    Specimen(
      description: "M1 with a global head",
      architecture: Residual(
        planes: 5, channels: 6, actions: 4, blocks: 1, head: .global, readWidth: 7, rows: 5,
        columns: 4, hasValue: hasValue)),
    Specimen(
      description: "M3",
      architecture: ValueIterationNetwork(
        planes: 5, hiddenChannels: 8, actionChannels: 5, actions: 4, iterations: 4,
        hasValue: hasValue)),
  ]
}

@Test func aValueHeadChangesNothingButThatThereIsAValue() throws {
  let observations = Specimen.observations(5)
  let reads = Specimen.reads(5)
  for (plain, valued) in zip(specimens(hasValue: false), specimens(hasValue: true)) {
    let names = plain.architecture.layout.entries.map(\.name)
    let more = valued.architecture.layout.entries.map(\.name)
    #expect(Array(more.prefix(names.count)) == names, "\(plain)")
    #expect(more.count == names.count + 2)
    #expect(plain.architecture.configuration["value-head"] == nil)
    #expect(valued.architecture.configuration["value-head"] == "true")
    let start = RandomStream(seed: 2)
    let without = try Agent(plain.architecture, drawnFrom: start).run(observations, reads: reads)
    let with = try Agent(valued.architecture, drawnFrom: start).run(observations, reads: reads)
    #expect(without.logits == with.logits)
    #expect(without.values.isEmpty)
    #expect(with.values.count == reads.joined().count)
    #expect(Set(with.values).count > 1)
  }
}

@Test func aNetworkWithAValueHeadIsMadeAgainFromItsConfiguration() throws {
  for specimen in specimens(hasValue: true) {
    let name = type(of: specimen.architecture).name
    let made = try Catalogue.architecture(
      named: name, configuration: specimen.architecture.configuration)
    #expect(
      made.layout.entries.map(\.name) == specimen.architecture.layout.entries.map(\.name))
    #expect(made.configuration == specimen.architecture.configuration)
  }
}
