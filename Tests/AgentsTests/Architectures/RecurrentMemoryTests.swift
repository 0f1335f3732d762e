import Agents
import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing

private func drawn(_ shape: [Int], seed: UInt64) -> Tensor {
  var random = RandomStream(seed: seed)
  return Tensor(
    shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Float(random.normal()) })
}

@Test func theRecurrentUnitHasTheseParameters() {
  // 3 H (F + H + 1) + (H + 1) (A + 1).
  let network = GatedRecurrentUnit(planes: 5, units: 48, actions: 2)
  #expect(network.layout.parameterCount == 3 * 48 * (5 + 48 + 1) + 49 * 3)
  let image = GatedRecurrentUnit(planes: 5, rows: 3, columns: 2, units: 10, actions: 4)
  #expect(image.layout.parameterCount == 3 * 10 * (30 + 10 + 1) + 11 * 5)
}

@Test func anUpdateGateOfOneKeepsEveryBit() throws {
  let units = 24
  var agent = Specimen(
    description: "M9", architecture: GatedRecurrentUnit(planes: 5, units: units, actions: 2)
  ).agent
  var bias = agent.parameters["cell/bias"]
  // The second third are the update gates; those of the even units are opened wide.
  for unit in stride(from: 0, to: units, by: 2) { bias.elements[units + unit] = 200 }
  agent.parameters["cell/bias"] = bias
  var memory = drawn([7, 1, 1, units], seed: 3)
  memory.elements[0] = 1e-30
  memory.elements[2] = -30
  var carried = [memory]
  for step in 0..<5 {
    let output = try agent.run(
      drawn([7, 1, 1, 5], seed: UInt64(step)), reads: (0..<7).map { _ in [0] }, memory: carried)
    carried = output.memory
  }
  let kept = memory.elements.indices.filter {
    carried[0].elements[$0].bitPattern == memory.elements[$0].bitPattern
  }
  #expect(kept.filter { $0 % units % 2 == 0 }.count == 7 * units / 2)
  // The others, whose gates are not forced, go on.
  #expect(kept.filter { $0 % units % 2 == 1 }.count < 7)
}

@Test func theFirstStepIsOneFromAMemoryOfZero() throws {
  for specimen in Specimen.all where !specimen.architecture.memory.isEmpty {
    let agent = specimen.agent
    let observations = Specimen.observations(5)
    let shapes = agent.memoryShapes(observations.shape)
    let reads = Specimen.reads(5)
    let first = try agent.run(observations, reads: reads)
    let zero = try agent.run(
      observations, reads: reads, memory: shapes.map { Tensor(shape: $0) })
    #expect(first.logits == zero.logits && first.memory == zero.memory)
    #expect(first.memory.map(\.shape) == shapes)
    // What is carried decides what comes next.
    let next = try agent.run(observations, reads: reads, memory: first.memory)
    #expect(next.logits != first.logits && next.memory != first.memory)
  }
}

@Test func aGatedRecurrentUnitIsItsFormula() throws {
  let (units, inputs) = (3, 2)
  let agent = Specimen(
    description: "M9", architecture: GatedRecurrentUnit(planes: inputs, units: units, actions: 2)
  ).agent
  let (x, h) = (drawn([1, 1, 1, inputs], seed: 1), drawn([1, 1, 1, units], seed: 2))
  let output = try agent.run(x, reads: [[0]], memory: [h])
  func sum(_ part: Int, _ unit: Int) -> (input: Double, hidden: Double) {
    let column = part * units + unit
    let fromInput = agent.parameters["cell/input/weight"]
    let fromHidden = agent.parameters["cell/hidden/weight"]
    let bias = Double(agent.parameters["cell/bias"].elements[column])
    return (
      (0..<inputs).map { Double(x.elements[$0]) * Double(fromInput[$0, column]) }
        .reduce(bias, +),
      (0..<units).map { Double(h.elements[$0]) * Double(fromHidden[$0, column]) }.reduce(0, +)
    )
  }
  func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
  for unit in 0..<units {
    let (reset, keep) = (sum(0, unit), sum(1, unit))
    let (r, z) = (sigmoid(reset.input + reset.hidden), sigmoid(keep.input + keep.hidden))
    let candidate = sum(2, unit)
    let n = tanh(candidate.input + r * candidate.hidden)
    let expected = (1 - z) * n + z * Double(h.elements[unit])
    #expect(abs(Double(output.memory[0].elements[unit]) - expected) < 1e-6)
  }
  #expect(output.values.count == 1)
}

@Test func permutedCoordinatesHavePermutedUpdates() throws {
  let agent = Specimen(description: "M8", architecture: LearnedOptimizer()).agent
  let (count, width) = (10, 20)
  let order = [3, 7, 0, 9, 1, 5, 2, 8, 6, 4]
  let reads = (0..<count).map { _ in [0] }
  func permuted(_ tensor: Tensor) -> Tensor {
    let part = tensor.count / count
    return Tensor(
      shape: tensor.shape,
      elements: order.flatMap { tensor.elements[$0 * part..<($0 + 1) * part] })
  }
  var (memory, other): ([Tensor], [Tensor]) = ([], [])
  for step in 0..<6 {
    let gradients = drawn([count, 1, 1, 2], seed: UInt64(step))
    let output = try agent.run(gradients, reads: reads, memory: memory)
    let moved = try agent.run(permuted(gradients), reads: reads, memory: other)
    #expect(moved.logits.elements == order.map { output.logits[$0, 0] })
    #expect(moved.memory == output.memory.map(permuted))
    (memory, other) = (output.memory, moved.memory)
  }
  #expect(memory.count == 4 && memory.allSatisfy { $0.shape == [count, 1, 1, width] })
}

@Test func theLearnedOptimizerHasTheseParameters() {
  // Two layers with four gates of twenty units, and the output.
  #expect(
    LearnedOptimizer().layout.parameterCount
      == 80 * (2 + 20 + 1) + 80 * (20 + 20 + 1) + 21)
}

@Test func gradientsOfAnyOrderBecomeNumbersNearOne() {
  let large = LearnedOptimizer.preprocessed(-1000)
  #expect(abs(large.0 - 0.690_775_5) < 1e-6 && large.1 == -1)
  let one = LearnedOptimizer.preprocessed(1)
  #expect(one.0 == 0 && one.1 == 1)
  let edge = LearnedOptimizer.preprocessed(4.6e-5)
  #expect(abs(edge.0 + 0.998_687) < 1e-4 && edge.1 == 1)
  let small = LearnedOptimizer.preprocessed(-1e-5)
  #expect(small.0 == -1 && abs(small.1 + 0.220_264_7) < 1e-6)
  let none = LearnedOptimizer.preprocessed(0)
  #expect(none.0 == -1 && none.1 == 0)
}
