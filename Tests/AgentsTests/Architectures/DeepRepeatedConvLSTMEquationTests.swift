import Agents
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// A pass over three samples on a tape and by the plain equations.
private struct Pass {
  let network: DeepRepeatedConvLSTM
  let specimen: Specimen
  let observations = Specimen.observations(3)
  let cells = [3, 19, 0]

  init?(_ specimen: Specimen) {
    guard let network = specimen.architecture as? DeepRepeatedConvLSTM else { return nil }
    self.network = network
    self.specimen = specimen
  }

  /// A memory of ordinary size, for networks that carry one.
  var memory: [Tensor] {
    network.memory.enumerated().map { index, description in
      var random = RandomStream(seed: 5).split("\(index)")
      let shape = [3, 5, 4, description.channels]
      return Tensor(
        shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Float(random.normal()) })
    }
  }

  func plain(_ parameters: ParameterSet) -> PlainDRC {
    plain(parameters.values.map(Double.init))
  }

  func plain(_ values: [Double]) -> PlainDRC {
    var named: [String: [Double]] = [:]
    for entry in network.layout.entries {
      named[entry.name] = Array(values[entry.offset..<(entry.offset + entry.count)])
    }
    return PlainDRC(network: network, batch: 3, rows: 5, columns: 4, parameters: named)
  }

  var start: [PlainDRC.State]? {
    let memory = memory.map { $0.elements.map(Double.init) }
    guard !memory.isEmpty else { return nil }
    return (0..<network.layers).map { (memory[2 * $0], memory[2 * $0 + 1]) }
  }

  /// Half the squared distance of logits and values from drawn numbers.
  func plainLoss(_ values: [Double]) -> Double {
    let plain = plain(values)
    let (embedding, states) = plain.run(
      observations.elements.map(Double.init), ticks: network.ticks, from: start)
    let (logits, answers) = plain.read(
      embedding, states[network.ticks - 1][network.layers - 1].hidden, cells: cells)
    let found = logits.flatMap { $0 } + answers
    return 0.5 * zip(found, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  var targets: [Double] {
    var random = RandomStream(seed: 11)
    return (0..<15).map { _ in Double(Float(random.normal())) }
  }
}

@Test(arguments: PlainDRC.specimens)
func theFoldedFormIsThePlainEquations(_ specimen: Specimen) throws {
  let pass = try #require(Pass(specimen))
  let network = pass.network
  let output = try specimen.agent.run(
    pass.observations, reads: pass.cells.map { [$0] }, capturing: specimen.sites,
    memory: pass.memory)
  let plain = pass.plain(specimen.parameters)
  let (embedding, states) = plain.run(
    pass.observations.elements.map(Double.init), ticks: network.ticks, from: pass.start)
  #expect(
    PlainDRC.largestError(output.activations[Site("encoder")]?.elements ?? [], embedding) < 1e-5)
  for tick in 1...network.ticks {
    for layer in 1...network.layers {
      let state = states[tick - 1][layer - 1]
      let hidden = output.activations[Site("cell.\(layer)/hidden", tick: tick)]
      let cell = output.activations[Site("cell.\(layer)/cell", tick: tick)]
      #expect(PlainDRC.largestError(hidden?.elements ?? [], state.hidden) < 1e-5)
      #expect(PlainDRC.largestError(cell?.elements ?? [], state.cell) < 1e-5)
    }
  }
  let last = states[network.ticks - 1]
  let (logits, values) = plain.read(embedding, last[network.layers - 1].hidden, cells: pass.cells)
  #expect(PlainDRC.largestError(output.logits.elements, logits.flatMap { $0 }) < 1e-5)
  #expect(PlainDRC.largestError(output.values, values) < 1e-5)
  #expect(output.memory.count == network.memory.count)
  for (index, carried) in output.memory.enumerated() {
    let state = last[index / 2]
    #expect(
      PlainDRC.largestError(carried.elements, index % 2 == 0 ? state.hidden : state.cell) < 1e-5)
  }
}

@Test(arguments: PlainDRC.specimens)
func theFoldedGradientIsThatOfThePlainEquations(_ specimen: Specimen) throws {
  let pass = try #require(Pass(specimen))
  let parameters = specimen.parameters
  let gradients = AlignedBuffer(count: parameters.layout.count)
  parameters.values.withUnsafeBufferPointer { values in
    guard let base = values.baseAddress else { return }
    let tape = Tape()
    tape.begin(layout: parameters.layout, parameters: base, gradients: gradients.pointer)
    let heads = pass.network.heads(
      AgentInput(
        observations: tape.input(pass.observations, samples: 0..<3),
        reads: pass.cells.enumerated().map { Int32($0 * 20 + $1) }, ticks: pass.network.ticks,
        memory: pass.memory.map { tape.input($0, samples: 0..<3) }), on: tape)
    let targets = pass.targets.map(Float.init)
    func distance(_ found: Variable?, _ targets: ArraySlice<Float>, _ width: Int) -> Variable {
      let wanted = tape.input(.vectors(3, width)) { _ = $0.update(fromContentsOf: targets) }
      return tape.squaredError(found ?? wanted, wanted, scale: 0.5)
    }
    tape.backward(
      from: tape.add(
        distance(heads.policy, targets[0..<12], 4), distance(heads.value, targets[12..<15], 1)))
  }
  let start = parameters.values.map(Double.init)
  let all = parameters.layout.entries.flatMap { $0.offset..<($0.offset + $0.count) }
  let unit = all.map { abs(Double(gradients.pointer[$0])) }.max() ?? 0
  #expect(unit > 1e-2)
  // Every parameter group, by one number each, and some more drawn from all.
  var random = RandomStream(seed: 7)
  let chosen =
    parameters.layout.entries.map { $0.offset + random.below($0.count) }
    + (0..<30).map { _ in all[random.below(all.count)] }
  for index in chosen {
    var moved = start
    moved[index] += 1e-6
    let above = pass.plainLoss(moved)
    moved[index] = start[index] - 1e-6
    let slope = (above - pass.plainLoss(moved)) / 2e-6
    #expect(abs(slope - Double(gradients.pointer[index])) < 1e-5 * unit)
  }
}

@Test func gradientsGoThroughTheMemoryToTheStepBefore() throws {
  // Two steps of two ticks on one tape are one of four, forward and backward.
  let specimen = try #require(PlainDRC.specimens.first { !$0.architecture.memory.isEmpty })
  let parameters = specimen.parameters
  let observations = Specimen.observations(2)
  func gradient(steps: [Int]) -> [Double] {
    let gradients = AlignedBuffer(count: parameters.layout.count)
    parameters.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let tape = Tape()
      tape.begin(layout: parameters.layout, parameters: base, gradients: gradients.pointer)
      let input = tape.input(observations, samples: 0..<2)
      var heads: AgentHeads?
      for ticks in steps {
        heads = specimen.architecture.heads(
          AgentInput(
            observations: input, reads: [3, 27], ticks: ticks, memory: heads?.memory ?? []),
          on: tape)
      }
      guard let policy = heads?.policy else { return }
      tape.backward(from: tape.setCrossEntropy(policy, sets: [1, 2], scale: 1))
    }
    return (0..<parameters.layout.count).map { Double(gradients.pointer[$0]) }
  }
  let (whole, parts) = (gradient(steps: [4]), gradient(steps: [2, 2]))
  let unit = whole.map(abs).max() ?? 0
  #expect(unit > 1e-2)
  #expect(zip(whole, parts).allSatisfy { abs($0 - $1) < 1e-5 * unit })
  let short = gradient(steps: [2])
  #expect(zip(whole, short).contains { abs($0 - $1) > 1e-2 * unit })
}
