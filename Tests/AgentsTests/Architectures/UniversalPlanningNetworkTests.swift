import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

private let (latent, actions) = (5, 3)

private func drawn(_ shape: [Int], seed: UInt64) -> Tensor {
  var random = RandomStream(seed: seed)
  return Tensor(
    shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Float(random.normal()) })
}

/// P7: the model is `x' = x + a B` and nothing else.
private func linear(horizon: Int, steps: Int, stepSize: Float, spread: Float) -> Agent {
  let network = UniversalPlanningNetwork(
    planes: 3, rows: 3, columns: 3, actions: actions, channels: 4, latent: latent, units: 2,
    horizon: horizon, steps: steps, stepSize: stepSize)
  var agent = Specimen(description: "M5", architecture: network).agent
  agent.parameters["model/output/weight"] = Tensor(shape: [2, latent])
  var direct = drawn([actions, latent], seed: 4)
  for index in direct.elements.indices { direct.elements[index] *= 0.4 }
  agent.parameters["model/direct/weight"] = direct
  // Errors well within the quadratic part of the loss, or far outside of it.
  for name in ["encoder/latent/weight", "encoder/latent/bias", "plan/start"] {
    var values = agent.parameters[name]
    for index in values.elements.indices { values.elements[index] *= spread }
    agent.parameters[name] = values
  }
  return agent
}

@Test func theErrorOfALinearModelShrinksByTheSameMatrixAtEachStep() throws {
  // e_k = (I - alpha T B B')^k e_0, with half the squared error as the loss.
  let (horizon, steps, stepSize) = (3, 6, Float(0.25))
  let agent = linear(horizon: horizon, steps: steps, stepSize: stepSize, spread: 0.05)
  let output = try agent.run(
    drawn([2, 3, 3, 3], seed: 9), reads: [[0], [4]],
    capturing: (1...steps).map { Site("error", tick: $0) })
  let direct = agent.parameters["model/direct/weight"]
  for sample in 0..<2 {
    var error: [Double] = []
    for tick in 1...steps {
      let found = try #require(output.activations[Site("error", tick: tick)])
        .elements[sample * latent..<(sample + 1) * latent].map(Double.init)
      if tick == 1 {
        error = found
        #expect(error.allSatisfy { abs($0) < 1 } && error.contains { abs($0) > 1e-2 })
      }
      for (a, b) in zip(found, error) { #expect(abs(a - b) < 1e-6) }
      let slopes = (0..<actions).map { action in
        (0..<latent).map { Double(direct[action, $0]) * error[$0] }.reduce(0, +)
      }
      error = (0..<latent).map { index in
        error[index]
          - Double(stepSize) * Double(horizon)
          * (0..<actions).map { Double(direct[$0, index]) * slopes[$0] }.reduce(0, +)
      }
    }
  }
}

@Test func farFromTheGoalEveryErrorPullsTheSame() throws {
  // With Huber's loss the plan moves by alpha times the signs of the errors, times B.
  let agent = linear(horizon: 2, steps: 1, stepSize: 0.01, spread: 100)
  let error = Site("error", tick: 1)
  let plan = Site("plan", tick: 1)
  let output = try agent.run(
    drawn([1, 3, 3, 3], seed: 9), reads: [[0]], capturing: [error, plan])
  let errors = try #require(output.activations[error]).elements
  #expect(errors.allSatisfy { abs($0) > 1 })
  let direct = agent.parameters["model/direct/weight"]
  let start = agent.parameters["plan/start"].elements
  let moved = try #require(output.activations[plan]).elements
  for (index, value) in moved.enumerated() {
    let slope = (0..<latent).map { direct[index % actions, $0] * (errors[$0] > 0 ? 1 : -1) }
      .reduce(0, +)
    #expect(abs(value - (start[index] - 0.01 * slope)) < 1e-5)
  }
  #expect(output.logits.row(0).elementsEqual(moved[..<actions]))
}

/// The inner gradient is written out by hand; here it is taken by differences of the inner loss.
@Test func theInnerGradientIsThatOfTheInnerLoss() throws {
  let (horizon, stepSize) = (3, Float(1))
  let network = UniversalPlanningNetwork(
    planes: 3, rows: 3, columns: 3, actions: actions, channels: 4, latent: latent, units: 6,
    horizon: horizon, steps: 1, stepSize: stepSize)
  var agent = Specimen(description: "M5", architecture: network).agent
  let observation = drawn([1, 3, 3, 3], seed: 9)
  let error = Site("error", tick: 1)
  func loss(_ plan: [Float]) throws -> Double {
    agent.parameters["plan/start"] = Tensor(shape: [horizon * actions], elements: plan)
    let output = try agent.run(observation, reads: [[0]], capturing: [error])
    return try #require(output.activations[error]).elements.reduce(0.0) { sum, value in
      let size = abs(Double(value))
      return sum + (size < 1 ? size * size / 2 : size - 0.5)
    }
  }
  let start = drawn([horizon * actions], seed: 3).elements
  _ = try loss(start)
  let plan = Site("plan", tick: 1)
  let moved = try #require(
    agent.run(observation, reads: [[0]], capturing: [plan]).activations[plan]
  ).elements
  var largest = 0.0
  for index in start.indices {
    let (step, center) = (Float(1e-2), start[index])
    var (above, below) = (start, start)
    above[index] = center + step
    below[index] = center - step
    let slope = try (loss(above) - loss(below)) / Double(above[index] - below[index])
    largest = max(largest, abs(slope))
    #expect(abs(Double(start[index] - moved[index]) - slope) < 2e-3)
  }
  #expect(largest > 0.3)
}

@Test func theGoalsObservationIsWhatIsSeenWithTheAgentElsewhere() throws {
  // Where the learned place is the agent's own, the goal is where the agent is.
  let network = UniversalPlanningNetwork(planes: 3, rows: 3, columns: 3, agentPlane: 1)
  var agent = Specimen(description: "M5", architecture: network).agent
  let sites = [Site("latent"), Site("goal/latent")]
  let observation = drawn([2, 3, 3, 3], seed: 5)
  agent.parameters["goal/weight"] = Tensor(shape: [3, 1], elements: [0, 1, 0])
  let same = try agent.run(observation, reads: [[0], [0]], capturing: sites)
  #expect(same.activations[sites[0]] == same.activations[sites[1]])
  // Where it is another plane, the latent state is that of an observation with this plane there.
  agent.parameters["goal/weight"] = Tensor(shape: [3, 1], elements: [0, 0, 1])
  let other = try agent.run(observation, reads: [[0], [0]], capturing: sites)
  var moved = observation
  for index in stride(from: 0, to: moved.count, by: 3) {
    moved.elements[index + 1] = observation.elements[index + 2]
  }
  let there = try agent.run(moved, reads: [[0], [0]], capturing: sites)
  #expect(other.activations[sites[1]] == there.activations[sites[0]])
  #expect(other.activations[sites[0]] == same.activations[sites[0]])
}

@Test func theUniversalPlanningNetworkHasTheseParameters() {
  let network = UniversalPlanningNetwork(
    planes: 13, rows: 7, columns: 7, channels: 16, latent: 64, units: 32, horizon: 5)
  #expect(
    network.layout.parameterCount
      == 13 + (9 * 13 * 16 + 16) + (9 * 16 * 16 + 16) + (49 * 16 * 64 + 64) + 4 * 64 + 64 * 32
      + 4 * 32 + 32 + 32 * 64 + 20)
}
