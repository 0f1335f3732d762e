import Agents
import Foundation
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing

/// The numbers in `Fixtures/Agents/recurrent-policy.json`, computed by the script beside it.
private struct RecurrentNumbers: Decodable {
  struct Stored: Decodable {
    let name: String
    let shape: [Int]
    let elements: [Float]
  }
  struct Step: Decodable {
    let state: [Double]?
    let stateSum: Double?
    let position: Float?
    let logits: [Double]
    let value: Double
  }
  struct Small: Decodable {
    let tensors: [Stored]
    let observations: [[Float]]
    let steps: [Step]
  }
  struct Published: Decodable {
    let steps: [Step]
    let end: Double
  }
  let small: Small
  let published: Published

  static func read() throws -> RecurrentNumbers {
    try JSONDecoder().decode(
      RecurrentNumbers.self,
      from: Data(contentsOf: URL(fileURLWithPath: "Fixtures/Agents/recurrent-policy.json")))
  }

  var tensors: [(name: String, tensor: Tensor)] {
    small.tensors.map { ($0.name, Tensor(shape: $0.shape, elements: $0.elements)) }
  }
}

/// Runs step by step and compares with the reference.
private func expectSteps(
  of policy: PublishedRecurrentPolicy, _ observations: [[Float]], _ steps: [RecurrentNumbers.Step],
  within tolerance: Double
) throws {
  let agent = try Agent(policy.network, tensors: policy.tensors)
  var memory: [Tensor] = []
  for (seen, expected) in zip(observations, steps) {
    let output = try agent.run(
      Tensor(shape: [1, 1, 1, seen.count], elements: seen), reads: [[0]], memory: memory)
    memory = output.memory
    let state = memory[0].elements.map(Double.init)
    #expect(largestDifference(output.logits.elements.map(Double.init), expected.logits) < tolerance)
    #expect(abs(Double(output.values[0]) - expected.value) < tolerance)
    if let reference = expected.state { #expect(largestDifference(state, reference) < tolerance) }
    if let sum = expected.stateSum { #expect(abs(state.reduce(0, +) - sum) < 32 * tolerance) }
  }
}

@Test func aRecurrentPolicyOfPyTorchGivesWhatNumPyComputes() throws {
  let numbers = try RecurrentNumbers.read()
  let policy = try PublishedRecurrentPolicy(numbers.tensors)
  #expect(policy.network.planes == 3 && policy.network.units == 4 && policy.network.actions == 2)
  #expect(policy.network.trunk == 5 && policy.network.head == 6 && policy.network.hasHiddenBias)
  #expect(numbers.small.steps.count == 6)
  try expectSteps(
    of: policy, numbers.small.observations, numbers.small.steps, within: 1e-5)
  // The network is made again from its configuration.
  let again = try GatedRecurrentUnit(policy.network.configuration)
  #expect(again.layout.entries.map(\.name) == policy.network.layout.entries.map(\.name))
  #expect(again.layout.entries.map(\.shape) == policy.network.layout.entries.map(\.shape))
}

@Test func theSecondBiasCountsOnlyWhereTheNewStateIsReset() throws {
  // Moved from one bias to the other it is the same for gates, and not for the new state.
  let numbers = try RecurrentNumbers.read()
  func states(moving part: Range<Int>) throws -> [Float] {
    var tensors = numbers.tensors
    func place(_ name: String) -> Int { tensors.firstIndex { $0.name == name } ?? 0 }
    let (from, to) = (place("recurrent_layer.bias_ih_l0"), place("recurrent_layer.bias_hh_l0"))
    for index in part {
      tensors[to].tensor.elements[index] += tensors[from].tensor.elements[index]
      tensors[from].tensor.elements[index] = 0
    }
    let policy = try PublishedRecurrentPolicy(tensors)
    return try Agent(policy.network, tensors: policy.tensors).run(
      Tensor(shape: [1, 1, 1, 3], elements: numbers.small.observations[0]), reads: [[0]]
    ).memory[0].elements
  }
  let own = try states(moving: 0..<0)
  #expect(zip(own, try states(moving: 0..<8)).allSatisfy { abs($0 - $1) < 1e-6 })
  #expect(zip(own, try states(moving: 8..<12)).contains { abs($0 - $1) > 1e-2 })
}

@Test func tensorsThatDoNotGoTogetherAreRefusedByName() throws {
  let tensors = try RecurrentNumbers.read().tensors
  func refusal(_ change: (inout [(name: String, tensor: Tensor)]) -> Void) -> String {
    var changed = tensors
    change(&changed)
    do {
      _ = try PublishedRecurrentPolicy(changed)
      return "accepted"
    } catch {
      return "\(error)"
    }
  }
  func reshaped(_ name: String, _ shape: [Int]) -> String {
    refusal { tensors in
      guard let place = tensors.firstIndex(where: { $0.name == name }) else { return }
      tensors[place].tensor = Tensor(shape: shape)
    }
  }
  for (name, _) in tensors {
    let missing = refusal { $0.removeAll { $0.name == name } }
    #expect(missing.contains("no tensor \"\(name)\""), "\(missing)")
  }
  for (name, shape, wanted) in [
    ("recurrent_layer.weight_ih_l0", [13, 3], "[3, 3]"),
    ("recurrent_layer.weight_hh_l0", [12, 5], "[12, 4]"),
    ("recurrent_layer.bias_hh_l0", [11], "[12]"), ("lin_hidden.weight", [5, 7], "[5, 4]"),
    ("lin_policy.bias", [5], "[6]"), ("lin_value.weight", [7, 5], "[6, 5]"),
    ("policy_branches.0.weight", [2, 5], "[2, 6]"), ("value.weight", [2, 6], "[1, 6]"),
  ] {
    let text = reshaped(name, shape)
    #expect(text.contains(name) && text.contains("\(shape)"), "\(text)")
    #expect(text.contains("must be \(wanted)"), "\(text)")
  }
  // Four gates are an LSTM's.
  #expect(reshaped("recurrent_layer.weight_ih_l0", [16, 3]).contains("GRU"))
  let further = refusal {
    $0.append(("policy_branches.1.weight", Tensor(shape: [2, 6])))
  }
  #expect(further.contains("policy_branches.1.weight"), "\(further)")
  #expect(!PublishedRecurrentPolicy.isRecognised(by: ["cell/input/weight", "read/policy/weight"]))
}

@Test(.enabled(if: ThirdParty.isPresent, "the folder of third-party inputs is absent"))
func thePublishedPolicyGivesWhatNumPyComputes() throws {
  let file = try SafetensorsFile(path: ThirdParty.path("poc-memory/gru.safetensors"))
  let policy = try PublishedRecurrentPolicy(
    file.names.map { ($0, try file.tensor(named: $0)) })
  let published = try RecurrentNumbers.read().published
  #expect(published.steps.count == 9 && published.end == 1)
  try expectSteps(
    of: policy,
    published.steps.enumerated().map { step, expected in
      let shown: Float = step < 3 ? 1 : 0
      return [-shown, expected.position ?? .nan, shown]
    }, published.steps, within: 1e-4)
}
