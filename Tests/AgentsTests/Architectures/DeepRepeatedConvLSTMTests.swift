import Agents
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing

@Test func theSecondFormHasThePublishedNumberOfParameters() {
  let network = DeepRepeatedConvLSTM(form: .far, planes: 3, rows: 10, columns: 10)
  func count(_ prefix: String) -> Int {
    network.layout.entries.filter { $0.name.hasPrefix(prefix) }.reduce(0) { $0 + $1.count }
  }
  #expect(count("encoder/first") == 1568)
  #expect(count("encoder/second") == 16416)
  for layer in 1...3 {
    let inputs = ["embedding", "below", "pool"].map { count("cell.\(layer)/from-\($0)") }
    #expect(inputs.reduce(0, +) + count("cell.\(layer)/bias") == 110_720)
    #expect(count("cell.\(layer)/from-hidden") == 36_864)
    #expect(count("cell.\(layer)/from-ring") == 1152)
    #expect(count("cell.\(layer)/pool/") == 64)
  }
  #expect(count("read/hidden") == 819_456)
  #expect(count("read/policy") == 1028)
  #expect(count("read/value") == 257)
  #expect(network.layout.parameterCount == 1_285_125)
}

@Test func theFirstFormHasThePublishedNumberOfParameters() {
  func count(spare: Bool) -> Int {
    DeepRepeatedConvLSTM(
      form: .thinker, planes: 7, actions: 5, rows: 8, columns: 8, hasSpareGate: spare
    ).layout.parameterCount
  }
  #expect(count(spare: true) == 1_606_150)
  #expect(count(spare: false) == 1_606_150 - 3 * 36_896)
}

@Test(arguments: PlainDRC.specimens)
func furtherTicksGoOnFromTheSameOnes(_ specimen: Specimen) throws {
  let ticks = specimen.agent.defaultTicks
  func run(_ ticks: Int) throws -> AgentOutput {
    try specimen.agent.run(
      Specimen.observations(2), reads: [[0], [0]], ticks: ticks, capturing: specimen.sites)
  }
  let (short, long) = (try run(ticks), try run(ticks + 1))
  for site in specimen.sites { #expect(short.activations[site] == long.activations[site]) }
  #expect(short.logits != long.logits)
}

@Test func twoStepsThatCarryAreOneOfTwiceTheTicks() throws {
  let specimen = try #require(PlainDRC.specimens.first { !$0.architecture.memory.isEmpty })
  let (observations, reads) = (Specimen.observations(2), [[7], [0]])
  let first = try specimen.agent.run(observations, reads: reads, ticks: 2)
  let second = try specimen.agent.run(observations, reads: reads, ticks: 2, memory: first.memory)
  let whole = try specimen.agent.run(observations, reads: reads, ticks: 4)
  // The step before begins with zero maps, which the longer run leaves out of its sums.
  #expect(
    PlainDRC.largestError(second.logits.elements, whole.logits.elements.map(Double.init)) < 1e-6)
  for (a, b) in zip(second.memory, whole.memory) {
    #expect(PlainDRC.largestError(a.elements, b.elements.map(Double.init)) < 1e-6)
  }
  #expect(first.memory.count == 4 && first.logits != second.logits)
}

@Test func withoutTicksAnAgentCarriesWhatItWasGiven() throws {
  let specimen = try #require(PlainDRC.specimens.first { !$0.architecture.memory.isEmpty })
  let (observations, reads) = (Specimen.observations(2), [[7], [0]])
  let one = try specimen.agent.run(observations, reads: reads, ticks: 1)
  let kept = try specimen.agent.run(observations, reads: reads, ticks: 0, memory: one.memory)
  #expect(kept.memory == one.memory)
  let none = try specimen.agent.run(observations, reads: reads, ticks: 0)
  #expect(none.memory.allSatisfy { $0.elements.allSatisfy { $0 == 0 } })
}

@Test func anotherCellStateChangesTheHiddenStateOfItsTick() throws {
  let specimen = PlainDRC.specimens[0]
  let site = Site("cell.1/cell", tick: 2)
  let sites = [site, Site("cell.1/hidden", tick: 1), Site("cell.1/hidden", tick: 2)]
  func run(_ edits: [SiteEdit]) throws -> AgentOutput {
    try specimen.agent.run(
      Specimen.observations(1), reads: [[0]], capturing: sites, edits: edits)
  }
  let plain = try run([])
  let edited = try run([SiteEdit(at: site, .replace(Tensor(shape: [1, 5, 4, 4])))])
  #expect(plain.activations[sites[1]] == edited.activations[sites[1]])
  #expect(edited.activations[sites[2]]?.elements.allSatisfy { $0 == 0 } == true)
  #expect(plain.logits != edited.logits)
}

@Test func theGlobalHeadAnswersForTheSampleAndTheOtherForTheCell() throws {
  for specimen in PlainDRC.specimens {
    let output = try specimen.agent.run(Specimen.observations(2), reads: [[0, 7, 19], [3]])
    let isGlobal = (specimen.architecture as? DeepRepeatedConvLSTM)?.head == .global
    #expect(output.logits.row(0).elementsEqual(output.logits.row(2)) == isGlobal)
    #expect((output.values[0] == output.values[1]) == isGlobal)
    #expect(output.values.count == 4 && output.values[0] != output.values[3])
  }
}

@Test func aSpareGateBelongsToTheFirstForm() {
  func error(_ settings: [String: String]) -> ArchitectureError? {
    do throws(ArchitectureError) {
      _ = try DeepRepeatedConvLSTM(ArchitectureConfiguration(settings))
      return nil
    } catch {
      return error
    }
  }
  let sides = ["planes": "7", "rows": "8", "columns": "8", "spare-gate": "true"]
  #expect(error(sides) == nil)
  #expect(
    error(sides.merging(["form": "far"]) { $1 })
      == .badSetting(key: "spare-gate", value: "true", allowed: "false where the form is far"))
  #expect(error(["planes": "7"]) == .missingSetting(key: "rows"))
  #expect(error(["planes": "7", "head": "agent"]) == nil)
}

@Suite(.serialized) struct DeepRepeatedConvLSTMThreadTests {
  @Test func gradientsHaveTheSameBytesOnAnyNumberOfThreads() {
    let network = DeepRepeatedConvLSTM(
      form: .far, planes: 5, channels: 16, layers: 2, ticks: 3, rows: 5, columns: 4, readWidth: 8)
    let parameters = ParameterSet(network.layout, drawnFrom: RandomStream(seed: 1))
    let observations = Specimen.observations(10)
    let results = ThreadCounts.oneTwoThree {
      let engine = GradientEngine(network.layout)
      let loss = engine.evaluate(parameters) { slice, tape in
        let samples = GradientEngine.samples(of: slice, in: 10)
        let logits = network.forward(
          AgentInput(
            observations: tape.input(observations, samples: samples),
            reads: samples.indices.map { Int32(($0 - samples.lowerBound) * 20) }, ticks: 3),
          on: tape)
        return tape.setCrossEntropy(logits, sets: samples.map { _ in 1 }, scale: 0.1)
      }
      return (loss, (0..<network.layout.count).map { engine.gradient[$0] })
    }
    #expect(results[0].1.contains { $0 != 0 })
    for other in results.dropFirst() {
      #expect(other.0 == results[0].0 && other.1 == results[0].1)
    }
  }
}

@Test(arguments: PlainDRC.specimens)
func aNetworkComesBackFromItsFile(_ specimen: Specimen) throws {
  let folder = try ScratchFolder()
  let path = folder.path + "/network.safetensors"
  try SafetensorsWriter.write(specimen.parameters.tensors, to: path)
  let file = try SafetensorsFile(path: path)
  let tensors = try file.names.map { (name: $0, tensor: try file.tensor(named: $0)) }
  let again = try Agent(
    try Catalogue.architecture(
      named: DeepRepeatedConvLSTM.name, configuration: specimen.architecture.configuration),
    tensors: tensors)
  #expect(again.parameters.values == specimen.parameters.values)
  let observations = Specimen.observations(2)
  let reads = Specimen.reads(2)
  #expect(
    try again.run(observations, reads: reads).logits
      == specimen.agent.run(observations, reads: reads).logits)
}
