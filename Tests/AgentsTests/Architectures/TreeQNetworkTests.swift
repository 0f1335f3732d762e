import Agents
import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

private func network(
  depth: Int = 2, lambda: Double = 0.7, transition: TreeQNetwork.Transition = .equation,
  encoder: TreeQNetwork.Encoder = .dense
) -> TreeQNetwork {
  TreeQNetwork(
    planes: 3, rows: 2, columns: 2, actions: 3, encoder: encoder, channels: 4, dims: 5,
    depth: depth, discount: 0.9, lambda: lambda, transition: transition)
}

private func agent(_ network: TreeQNetwork) -> Agent {
  var parameters = ParameterSet(network.layout)
  var random = RandomStream(seed: 2)
  for entry in network.layout.entries {
    for index in entry.offset..<entry.offset + entry.count {
      parameters.values[index] = Float(random.normal() * 0.6)
    }
  }
  return Agent(network, parameters: parameters)
}

private let observations: Tensor = {
  var random = RandomStream(seed: 5)
  return Tensor(
    shape: [4, 2, 2, 3], elements: (0..<48).map { _ in Float(random.normal()) })
}()

/// The tree by recursion, one node at a time, in double precision.
private struct HandWritten {
  let network: TreeQNetwork
  let agent: Agent

  private func parameter(_ name: String) -> [Double] {
    agent.parameters[name].elements.map(Double.init)
  }

  private func dense(_ vector: [Double], _ weight: String, _ bias: String? = nil) -> [Double] {
    let weights = parameter(weight)
    let outputs = weights.count / vector.count
    return (0..<outputs).map { output in
      vector.indices.reduce(bias.map { parameter($0)[output] } ?? 0) {
        $0 + vector[$1] * weights[$1 * outputs + output]
      }
    }
  }

  private func normalized(_ vector: [Double]) -> [Double] {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / norm }
  }

  func root(_ observation: [Double]) -> [Double] {
    normalized(
      dense(observation, "encoder/root/weight", "encoder/root/bias").map { max($0, 0) })
  }

  private func value(_ state: [Double]) -> Double {
    dense(state, "tree/value/weight", "tree/value/bias")[0]
  }

  func rewards(_ state: [Double]) -> [Double] {
    let hidden = dense(state, "tree/reward/hidden/weight", "tree/reward/hidden/bias")
    return dense(hidden.map { max($0, 0) }, "tree/reward/weight", "tree/reward/bias")
  }

  func child(_ state: [Double], _ action: Int) -> [Double] {
    let shift = dense(state, "tree/world/weight", "tree/world/bias").map { tanh($0) }
    let world = zip(state, shift).map(+)
    let moves = dense(
      network.transition == .equation ? world : state, "tree/action/weight")
    let dims = state.count
    return normalized((0..<dims).map { world[$0] + tanh(moves[action * dims + $0]) })
  }

  func actionValues(_ state: [Double], depth: Int) -> [Double] {
    rewards(state).enumerated().map { action, reward in
      reward + network.discount * value(child(state, action), depth: depth - 1)
    }
  }

  private func value(_ state: [Double], depth: Int) -> Double {
    guard depth > 0 else { return value(state) }
    let below = actionValues(state, depth: depth)
    let soft = zip(Reference.softmax(below), below).map(*).reduce(0, +)
    return (1 - network.lambda) * value(state) + network.lambda * soft
  }
}

@Test(arguments: [1, 2, 3], TreeQNetwork.Transition.allCases)
func theTreeIsThatOfTheEquationsByHand(
  depth: Int, transition: TreeQNetwork.Transition
) throws {
  let network = network(depth: depth, transition: transition)
  let agent = agent(network)
  let hand = HandWritten(network: network, agent: agent)
  let output = try agent.run(observations, reads: [[0], [1], [2], [3]])
  for sample in 0..<4 {
    let observation = observations.elements[sample * 12..<(sample + 1) * 12].map(Double.init)
    let expected = hand.actionValues(hand.root(observation), depth: depth)
    for (found, wanted) in zip(output.logits.row(sample), expected) {
      #expect(abs(Double(found) - wanted) < 1e-4 * max(1, abs(wanted)))
    }
  }
}

@Test func theSecondLayerReadsWhatTheSettingSays() throws {
  let reads = [[0], [0], [0], [0]]
  let paper = try agent(network(transition: .equation)).run(observations, reads: reads)
  let program = try agent(network(transition: .released)).run(observations, reads: reads)
  #expect(paper.logits != program.logits)
}

@Test func statesAndRewardsOfTheTreeAreWhereTheSitesSay() throws {
  let network = network()
  let agent = agent(network)
  let hand = HandWritten(network: network, agent: agent)
  let sites = network.sites.map { Site($0.name) }
  let output = try agent.run(
    observations, reads: [[0], [1], [2], [3]], capturing: sites)
  #expect(output.activations.count == sites.count)
  let first = hand.root(observations.elements[0..<12].map(Double.init))
  // Child 1 of child 2 of the root is node 2 * 3 + 1.
  let node = hand.child(hand.child(first, 2), 1)
  let states = try #require(output.activations[Site("level.2/states")])
  #expect(states.shape == [4, 1, 9, 5])
  for (place, wanted) in node.enumerated() {
    #expect(abs(Double(states[0, 0, 7, place]) - wanted) < 1e-5)
  }
  let rewards = try #require(output.activations[Site("level.1/rewards")])
  for (action, wanted) in hand.rewards(hand.child(first, 2)).enumerated() {
    #expect(abs(Double(rewards[0, 0, 2, action]) - wanted) < 1e-4)
  }
  let backedUp = try #require(output.activations[Site("level.0/backed-up")])
  #expect(backedUp.elements == output.logits.elements)
}

@Test(arguments: TreeQNetwork.Encoder.allCases, [0, 2])
func gradientsOfTheTreeAreThoseOfCentralDifferences(
  encoder: TreeQNetwork.Encoder, depth: Int
) {
  let network = network(depth: depth, encoder: encoder)
  var random = RandomStream(seed: 6)
  let check = GradientCheck(agent(network).parameters, samples: 100, using: &random) { tape in
    let input = tape.input(observations, samples: 0..<4)
    let values = network.forward(
      AgentInput(observations: input, reads: [0, 4, 8, 12], ticks: 0), on: tape)
    let target = tape.input(.vectors(4, 3)) { $0.update(repeating: 0.5) }
    return tape.squaredError(values, target, scale: 0.5)
  }
  #expect(check.checked == min(100, network.layout.parameterCount))
  #expect(check.largestGradient > 1e-2)
  #expect(check.valueError < 1e-5)
  #expect(check.gradientError < 1e-5)
}

@Test func parametersOfThePublishedSizeAreCounted() {
  // Root 128 (F + 1), transitions 128 * 129 and 128 * 128 A, rewards 129 * 64 + 65 A, value 129.
  let network = TreeQNetwork(planes: 8, actions: 4, encoder: .dense)
  let tree = 128 * 129 + 128 * 128 * 4 + 129 * 64 + 65 * 4 + 129
  #expect(network.layout.parameterCount == 128 * 9 + tree)
}

@Test func aTreeWithTooManyLeavesIsRefused() {
  let configuration = ArchitectureConfiguration(["planes": "3", "actions": "9", "depth": "4"])
  #expect(throws: ArchitectureError.self) { try TreeQNetwork(configuration) }
}
