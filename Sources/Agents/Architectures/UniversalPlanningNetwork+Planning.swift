package import NeuralNetworks

extension UniversalPlanningNetwork {
  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    let observation = input.observations
    let start = tape.site("latent", encode(observation, on: tape))
    let place = tape.site(
      "goal/place", tape.dense(observation, weights: tape.parameter("goal/weight")))
    let goal = tape.site(
      "goal/latent", encode(moving(observation, to: place, on: tape), on: tape))
    let batch = tape[observation].extent.batch
    var plan = mark(
      tape.gather(
        tape.parameter("plan/start"), at: [Int32](repeating: 0, count: batch)),
      tick: 0, on: tape)
    for tick in 1..<max(input.ticks, 0) + 1 {
      let gradient = gradient(of: plan, from: start, to: goal, tick: tick, on: tape)
      plan = mark(
        tape.add(plan, tape.scale(gradient, by: -stepSize)), tick: tick, on: tape)
    }
    return AgentRead.spread(tape.slice(plan, from: 0, count: actions), input, on: tape)
  }

  /// A plan is `[batch, 1, 1, action of every step]`; its site has a row a step.
  private func mark(_ plan: Variable, tick: Int, on tape: Tape) -> Variable {
    let extent = tape[plan].extent
    let steps = tape.site(
      "plan", tick: tick,
      tape.reshape(plan, to: Extent(extent.batch, 1, horizon, actions)))
    return tape.reshape(steps, to: extent)
  }

  private func encode(_ observation: Variable, on tape: Tape) -> Variable {
    var map = observation
    for layer in 1...2 {
      map = tape.convolution(
        map, weights: tape.parameter("encoder/\(layer)/weight"),
        bias: tape.parameter("encoder/\(layer)/bias"), rectifies: true)
    }
    return tape.dense(
      tape.flatten(map), weights: tape.parameter("encoder/latent/weight"),
      bias: tape.parameter("encoder/latent/bias"))
  }

  /// The observation with another agent plane.
  private func moving(_ observation: Variable, to place: Variable, on tape: Tape) -> Variable {
    var result = place
    if agentPlane > 0 {
      result = tape.concatenate(tape.slice(observation, from: 0, count: agentPlane), result)
    }
    let rest = planes - agentPlane - 1
    guard rest > 0 else { return result }
    return tape.concatenate(result, tape.slice(observation, from: agentPlane + 1, count: rest))
  }

  /// The gradient of `sum Huber(x_{T+1} - g)` with respect to the plan, as operations.
  private func gradient(
    of plan: Variable, from start: Variable, to goal: Variable, tick: Int, on tape: Tape
  ) -> Variable {
    let direct = tape.parameter("model/direct/weight")
    let fromState = tape.parameter("model/state/weight")
    let fromAction = tape.parameter("model/action/weight")
    let output = tape.parameter("model/output/weight")
    var state = start
    var bends: [Variable] = []
    for step in 0..<horizon {
      let action = tape.slice(plan, from: step * actions, count: actions)
      let hidden = tape.tanh(
        tape.add(
          tape.dense(state, weights: fromState, bias: tape.parameter("model/bias")),
          tape.dense(action, weights: fromAction)))
      bends.append(hidden)
      let change = tape.add(
        tape.dense(action, weights: direct), tape.dense(hidden, weights: output))
      state = tape.site("predicted/\(step + 1)", tick: tick, tape.add(state, change))
    }
    let error = tape.site("error", tick: tick, tape.subtract(state, goal))
    // What the loss is to the last state, then to the one before, and so on.
    var slope = tape.clamp(error, to: Self.bend)
    var gradients: [Variable] = []
    for step in (0..<horizon).reversed() {
      let back = tape.denseTransposed(slope, weights: output)
      let squared = tape.multiply(bends[step], bends[step])
      let inner = tape.subtract(back, tape.multiply(back, squared))
      gradients.append(
        tape.add(
          tape.denseTransposed(slope, weights: direct),
          tape.denseTransposed(inner, weights: fromAction)))
      if step > 0 { slope = tape.add(slope, tape.denseTransposed(inner, weights: fromState)) }
    }
    // The last step's came first.
    return gradients.dropLast().reversed().reduce(gradients[horizon - 1]) {
      tape.concatenate($0, $1)
    }
  }
}
