import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// Feed-forward planners that make up their ways before they look at what stands where, and the other way
/// round.
struct StagedPlanner {
  static let layers = 15
  let environment: RedDoorEnvironment

  init() {
    var environment = RedDoorEnvironment()
    environment.encoding = .shapeAndColour
    self.environment = environment
  }

  private var encoder: any ObservationEncoder { environment.encoder }
  private var things: [Int] {
    ["door", "key", "gem"].compactMap { encoder.planeNames.firstIndex(of: $0) }
  }
  private static let discount: Float = 0.9

  private func read(_ name: String, _ agent: inout Agent, _ weights: [(plane: Int, weight: Float)])
  {
    let shape = agent.parameters["\(name)/weight"].shape
    for channel in 0..<shape[3] {
      for (plane, weight) in weights {
        agent.parameters["\(name)/weight"][0, 0, plane, channel] = weight
      }
    }
  }

  private var worth: [(plane: Int, weight: Float)] {
    things.enumerated().map { ($1, $0 == 0 ? 1 : 0.3) }
  }

  /// Worth stands at the things from the start and is carried to the agent through what is free.
  func goalFirst() throws -> Agent {
    var lines = [
      "worth = convolution observation channels=1 kernel=1 bias=no",
      "blocked = convolution observation channels=4 kernel=1 bias=no",
    ]
    var (values, best) = ("worth", "")
    for layer in 1...Self.layers {
      lines += [
        "moves-\(layer) = convolution \(values) channels=4 add=blocked bias=no rectify",
        "values-\(layer) = maximum moves-\(layer)",
      ]
      values = "values-\(layer)"
      // The largest that has come by; worth itself stays nowhere.
      if layer > 1 {
        lines += [
          "more-\(layer) = subtract moves-\(layer) \(best)",
          "gain-\(layer) = rectify more-\(layer)", "most-\(layer) = add \(best) gain-\(layer)",
        ]
      }
      best = layer > 1 ? "most-\(layer)" : "moves-1"
    }
    lines += ["here = gather \(best)", "policy = dense here outputs=4 bias=no"]
    var agent = try agent(lines)
    read("worth", &agent, worth)
    read("blocked", &agent, ([RedDoorEncoder.wallPlane] + things).map { ($0, -64) })
    for layer in 1...Self.layers {
      for (action, move) in [PlantedMove].fourMoves.enumerated() {
        agent.parameters["moves-\(layer)/weight"][1 + move.row, 1 + move.column, 0, action] =
          Self.discount
      }
    }
    for action in 0..<4 { agent.parameters["policy/weight"][action, action] = 1 }
    return agent
  }

  /// What the first action leads to spreads from the agent through what is free; at the end it is looked
  /// up at the things.
  ///
  /// - Parameter isCoded: whether what things are is coded first, one channel a shape and colour, at the
  ///   site `code`.
  func worldFirst(isCoded: Bool = false) throws -> Agent {
    var lines = [
      "wall = convolution observation channels=4 kernel=1 bias=no",
      "stop = convolution observation channels=4 kernel=1 bias=no",
      "flood-0 = convolution observation channels=4 add=wall bias=no rectify",
    ]
    for layer in 1...Self.layers {
      let before = "flood-\(layer - 1)"
      lines.append(
        "open-\(layer) = convolution \(before) channels=4 kernel=1 add=stop bias=no rectify")
      for action in 0..<4 {
        lines += [
          "step-\(layer)-\(action) = convolution open-\(layer) channels=4 add=wall bias=no rectify",
          "best-\(layer)-\(action) = maximum step-\(layer)-\(action)",
        ]
      }
      lines += [
        "left-\(layer) = concatenate best-\(layer)-0 best-\(layer)-1",
        "right-\(layer) = concatenate best-\(layer)-2 best-\(layer)-3",
        "spread-\(layer) = concatenate left-\(layer) right-\(layer)",
        "better-\(layer) = subtract spread-\(layer) \(before)",
        "more-\(layer) = rectify better-\(layer)",
        "flood-\(layer) = add \(before) more-\(layer)",
      ]
    }
    lines += [
      "code = convolution observation channels=6 kernel=1 bias=no",
      "worth = convolution \(isCoded ? "code" : "observation") channels=4 kernel=1 bias=no",
      "found = multiply flood-\(Self.layers) worth", "choice = peak found",
      "policy = dense choice outputs=4 bias=no",
    ]
    var agent = try agent(lines)
    let shown = ["door", "key", "gem", "red", "green", "blue"].compactMap {
      encoder.planeNames.firstIndex(of: $0)
    }
    for (channel, plane) in shown.enumerated() {
      agent.parameters["code/weight"][0, 0, plane, channel] = 1
    }
    read("worth", &agent, isCoded ? worth.indices.map { ($0, worth[$0].weight) } : worth)
    read("wall", &agent, [(RedDoorEncoder.wallPlane, -64)])
    read("stop", &agent, things.map { ($0, -64) })
    let agentPlane = try #require(encoder.agentPlane)
    for (action, move) in [PlantedMove].fourMoves.enumerated() {
      // A square is one action away from where the agent stands on the other side of the move.
      agent.parameters["flood-0/weight"][1 - move.row, 1 - move.column, agentPlane, action] = 1
      for layer in 1...Self.layers {
        agent.parameters["open-\(layer)/weight"][0, 0, action, action] = 1
        for (step, from) in [PlantedMove].fourMoves.enumerated() {
          agent.parameters["step-\(layer)-\(action)/weight"][
            1 + from.row, 1 + from.column, action, step] = Self.discount
        }
      }
    }
    for action in 0..<4 { agent.parameters["policy/weight"][action, action] = 1 }
    return agent
  }

  private func agent(_ lines: [String]) throws -> Agent {
    let architecture = try LayerProgram(
      lines.joined(separator: "\n"), planes: encoder.planes, ticks: 0)
    return Agent(architecture, parameters: ParameterSet(architecture.layout))
  }

  func order(_ agent: Agent) throws -> LayerOrder {
    let levels = try GoalLevels(
      environment, factorial: 1008, train: 2, shift: 2, random: RandomStream(seed: 6)
    ).factorial
    let network = try GoalNetwork(agent, on: levels, encoder: encoder)
    let places = Array(0..<network.levels.count)
    #expect(network.competence(try network.choices(in: places), in: places) > 0.95)
    return try LayerOrder(network, replicates: 200, random: RandomStream(seed: 1))
  }
}
