import Agents
import Environments
import Experiments
import Foundation
import LinearAlgebra
import NeuralNetworks
import Statistics

/// Levels and policies whose answers are known beforehand.
enum GoalFixtures {
  static let environment = RedDoorEnvironment()

  /// 864 factorial levels and 300 of each support, drawn once.
  static let levels: GoalLevels? = try? GoalLevels(
    environment, factorial: 864, train: 300, shift: 300, random: RandomStream(seed: 5))

  /// A planted wave that goes for the things for which the value is not zero.
  static func wave(
    _ wanted: (ObjectType) -> Float, ticks: Int = 40, encoding: RedDoorEncoding = .mixed(seed: 0)
  ) -> Agent {
    let encoder = RedDoorEncoder(encoding: encoding)
    var blocked = [Float](repeating: 0, count: encoder.planes)
    var goal = [Float](repeating: 0, count: encoder.planes)
    blocked[RedDoorEncoder.wallPlane] = 1
    for type in ObjectType.all {
      let value = wanted(type)
      for plane in 0..<encoder.codes.columns {
        let code = encoder.codes[type.index, plane]
        goal[RedDoorEncoder.firstTypePlane + plane] += value * code
        if value == 0 { blocked[RedDoorEncoder.firstTypePlane + plane] += code }
      }
    }
    return PlantedWave.agent(PlantedWave.Reading(blocked: blocked, goal: goal), ticks: ticks)
  }
}

/// Chooses one thing of each level by a softmax of known weights and walks straight to it.
struct SoftmaxChooser: MazePolicy {
  /// In products of 0 and 1: door, red, door and red, and nearer by a step.
  var weights: (door: Double, red: Double, both: Double, nearer: Double)
  let random: RandomStream
  var name: String { "softmax chooser" }
  var isStationary: Bool { true }

  func actions(in states: [MazeState]) -> [ActionSet] {
    states.map { state in
      let level = state.level
      let utilities = level.objects.indices.map { index -> Double in
        let object = level.objects[index]
        let (door, red) = (object.isBase ? 1.0 : 0, object.isProxy ? 1.0 : 0)
        let distance = Double(level.paths(toObject: index).distance(at: level.start))
        return weights.door * door + weights.red * red + weights.both * door * red
          - weights.nearer * distance
      }
      // The largest of utilities with Gumbel noise is a softmax draw.
      var draw = random.split(UInt64(state.episode))
      let noisy = utilities.map { $0 - log(-log(1 - draw.uniform())) }
      let taken = noisy.indices.max { noisy[$0] < noisy[$1] } ?? 0
      return level.paths(toObject: taken).optimalActions(at: state.agent)
    }
  }
}

/// Always the same action.
struct ConstantPolicy: MazePolicy {
  let action: Int
  var name: String { "constant" }
  var isStationary: Bool { true }

  func actions(in states: [MazeState]) -> [ActionSet] { states.map { _ in ActionSet([action]) } }
}

extension GoalFixtures {
  /// Two planted waves side by side in one network, which walks by the first: at every square it
  /// also holds how far away the second's goals are.
  static func twoWaves(walkingBy one: Agent, _ other: Agent, ticks: Int = 40) -> Agent {
    let width = PlantedWave.Channel.allCases.count
    let planes = one.parameters["embedding/weight"].shape[2]
    let architecture = RecurrentResidual(
      planes: planes, channels: 2 * width, actions: 4, ticks: ticks, readWidth: 0)
    var parameters = ParameterSet(architecture.layout)
    for (number, agent) in [one, other].enumerated() {
      for entry in agent.parameters.layout.entries
      where number == 0 || !entry.name.hasPrefix("read/") {
        let part = agent.parameters[entry.name]
        var whole = parameters[entry.name]
        // Channels come in pairs of axes at the end; an axis that is doubled is cut in two.
        let rank = part.shape.count
        for index in 0..<part.count {
          var place = index
          var target = 0
          var scale = 1
          for axis in (0..<rank).reversed() {
            let size = part.shape[axis]
            var coordinate = place % size
            place /= size
            if whole.shape[axis] == 2 * size { coordinate += number * size }
            target += coordinate * scale
            scale *= whole.shape[axis]
          }
          whole.elements[target] += part.elements[index]
        }
        parameters[entry.name] = whole
      }
    }
    return Agent(architecture, parameters: parameters)
  }
}
