import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

/// P3: weights by which the network is value iteration itself. Action channels are the four moves
/// and staying; the reward is 1 on the goal and -100 on walls.
private func planted(iterations: Int) -> Agent {
  let network = ValueIterationNetwork(
    planes: 2, hiddenChannels: 2, actionChannels: 5, actions: 5, iterations: iterations)
  var set = ParameterSet(network.layout)
  var hidden = set["hidden.weight"]
  var reward = set["reward.weight"]
  var fromReward = set["reward_to_q.weight"]
  var fromValue = set["value_to_q.weight"]
  var policy = set["policy.weight"]
  for plane in 0..<2 { hidden[1, 1, plane, plane] = 1 }
  reward[0, 0, 0, 0] = -100
  reward[0, 0, 1, 0] = 1
  for (action, (row, column)) in [(0, 1), (2, 1), (1, 0), (1, 2), (1, 1)].enumerated() {
    fromReward[1, 1, 0, action] = 1
    fromValue[row, column, 0, action] = 1
    policy[action, action] = 1
  }
  set["hidden.weight"] = hidden
  set["reward.weight"] = reward
  set["reward_to_q.weight"] = fromReward
  set["value_to_q.weight"] = fromValue
  set["policy.weight"] = policy
  return Agent(network, parameters: set)
}

@Test func theGeneralFormDoesValueIterationWithPlantedWeights() throws {
  // A 7x7 maze with a wall across it, open at one end; the goal behind the wall.
  let side = 7
  var walls = [Bool](repeating: false, count: side * side)
  for column in 0..<side - 1 { walls[3 * side + column] = true }
  let goal = 5 * side + 1
  var observation = Tensor(shape: [1, side, side, 2])
  for index in 0..<side * side {
    observation.elements[2 * index] = walls[index] ? 1 : 0
    observation.elements[2 * index + 1] = index == goal ? 1 : 0
  }
  // Distances by repeated relaxation.
  var distances = [Int](repeating: 1000, count: side * side)
  distances[goal] = 0
  for _ in 0..<side * side {
    for index in 0..<side * side where !walls[index] {
      for (row, column) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
        let (y, x) = (index / side + row, index % side + column)
        guard y >= 0, y < side, x >= 0, x < side, !walls[y * side + x] else { continue }
        distances[index] = min(distances[index], distances[y * side + x] + 1)
      }
    }
  }
  let ticks = 20
  let agent = planted(iterations: ticks)
  let output = try agent.run(
    observation, reads: [Array(0..<side * side)],
    capturing: (1...ticks).map { Site("value", tick: $0) })
  for tick in 1...ticks {
    // The value that enters iteration k has been backed up k times, the first one being the
    // reward itself: max(0, k - d).
    let values = try #require(output.activations[Site("value", tick: tick)])
    for index in 0..<side * side where !walls[index] {
      #expect(values.elements[index] == Float(max(0, tick - distances[index])))
    }
  }
  for index in 0..<side * side where !walls[index] && index != goal && distances[index] < ticks {
    let action = output.actions[index]
    let offset = [(-1, 0), (1, 0), (0, -1), (0, 1), (0, 0)][action]
    let next = (index / side + offset.0) * side + index % side + offset.1
    #expect(distances[next] == distances[index] - 1)
  }
}

@Test func iterationsAreTakenOneByOne() throws {
  let agent = Specimen.all[4].agent
  let observations = Specimen.observations(2)
  let sites = (0...3).map { Site("q", tick: $0) } + (1...3).map { Site("value", tick: $0) }
  let output = try agent.run(observations, reads: [[5], [6]], ticks: 3, capturing: sites)
  for tick in 1...3 {
    let q = try #require(output.activations[Site("q", tick: tick - 1)])
    let value = try #require(output.activations[Site("value", tick: tick)])
    #expect(q.shape == [2, 5, 4, 5] && value.shape == [2, 5, 4, 1])
    for index in 0..<40 {
      #expect(value.elements[index] == q.elements[index * 5..<(index + 1) * 5].max())
    }
  }
  let shorter = try agent.run(
    observations, reads: [[5], [6]], ticks: 0, capturing: [Site("q", tick: 0)])
  #expect(shorter.activations[Site("q", tick: 0)] == output.activations[Site("q", tick: 0)])
}

@Test func settingsThatACheckpointLeavesOutAreReadFromItsTensors() throws {
  let shapes = [
    "hidden.weight": [3, 3, 2, 150], "policy.weight": [10, 8], "reward.weight": [1, 1, 150, 1],
  ]
  let made = try Catalogue.architecture(
    named: "value-iteration-network", configuration: ArchitectureConfiguration(["iterations": "7"]),
    shapes: shapes)
  let network = try #require(made as? ValueIterationNetwork)
  #expect(network.planes == 2 && network.hiddenChannels == 150 && network.actionChannels == 10)
  #expect(network.actions == 8 && network.iterations == 7)
  #expect(!network.rectifies && !network.hasPolicyBias)
}
