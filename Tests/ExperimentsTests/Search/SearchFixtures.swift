import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics

/// Networks and levels whose answers are known beforehand.
enum SearchFixtures {
  static let environment = RedDoorEnvironment()

  /// 200 levels to fit and 100 to report on, drawn once.
  static let levels: LevelSet? = try? probing(environment, fit: 200, report: 100)

  static func probing(
    _ environment: RedDoorEnvironment, fit: Int, report: Int, seed: UInt64 = 3
  ) throws -> LevelSet {
    var random = RandomStream(seed: seed)
    return try ProbingLevels(environment, fit: fit, report: report, using: &random).set
  }

  /// Small numbers of everything that only narrows intervals.
  static func settings(for levels: LevelSet) -> SearchSettings {
    var settings = SearchSettings()
    settings.fitLevels = 1
    settings.reportLevels = 1
    settings.gates.levels = min(100, levels.count)
    settings.gates.levelsPerClass = min(30, levels.count / 4)
    settings.untrained = 2
    settings.replicates = 400
    settings.permutations = 99
    settings.baseline.randomFeatures = 0
    return settings
  }

  /// The planted wave with a pointer channel for each direction, latched at a square when the wave
  /// arrives there: 1 where the neighbour that way was reached before. What it computes is the
  /// plan in a form that a linear probe reads without error.
  static func pointers(
    _ encoder: any ObservationEncoder, ticks: Int
  ) -> Agent? {
    guard let reading = PlantedWave.Reading(encoder) else { return nil }
    var agent = PlantedWave.agent(reading, ticks: ticks, channels: 16)
    var hidden = agent.parameters["cell/from-hidden/weight"]
    var embedding = agent.parameters["cell/from-embedding/weight"]
    var update = agent.parameters["cell/update/weight"]
    let reached = PlantedWave.Channel.reached.rawValue
    for (index, move) in MoveSet.four.offsets.enumerated() {
      let (inner, pointer) = (3 + index, 6 + index)
      hidden[1 + move.row, 1 + move.column, reached, inner] = 1
      hidden[1, 1, reached, inner] = -8
      embedding[1, 1, 0, inner] = -8
      embedding[1, 1, 1, inner] = -8
      update[1, 1, inner, pointer] = 1
    }
    agent.parameters["cell/from-hidden/weight"] = hidden
    agent.parameters["cell/from-embedding/weight"] = embedding
    agent.parameters["cell/update/weight"] = update
    return agent
  }

  /// A network that copies planes of its observation into its state, and does nothing else.
  static func copying(planes: Range<Int>, of count: Int, ticks: Int) -> Agent {
    let architecture = RecurrentResidual(
      planes: count, channels: planes.count, actions: 4, ticks: ticks, readWidth: 0)
    var agent = Agent(architecture, parameters: ParameterSet(architecture.layout))
    for name in ["embedding/weight", "cell/from-embedding/weight", "cell/update/weight"] {
      var weights = agent.parameters[name]
      for channel in 0..<planes.count {
        let input = name == "embedding/weight" ? planes.lowerBound + channel : channel
        weights[1, 1, input, channel] = 1
      }
      agent.parameters[name] = weights
    }
    return agent
  }
}

/// An observation that gives the plan away: the red-door planes and one plane a direction, 1 where
/// it is the one optimal action.
struct PlanGivenAway: ObservationEncoder {
  let base = RedDoorEncoder(encoding: .separate)
  var name: String { "plan given away" }
  var planeNames: [String] { base.planeNames + MoveSet.four.names.map { "plan \($0)" } }
  var agentPlane: Int? { base.agentPlane }

  func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    let (own, all) = (base.planes, planes)
    var plain = [Float](repeating: 0, count: level.grid.count * own)
    plain.withUnsafeMutableBufferPointer { base.write(level, agent: agent, into: $0) }
    let paths = level.paths()
    for index in 0..<level.grid.count {
      for plane in 0..<all { observation[index * all + plane] = 0 }
      for plane in 0..<own { observation[index * all + plane] = plain[index * own + plane] }
      if let action = paths.uniqueAction(at: level.grid.cell(index)) {
        observation[index * all + own + action] = 1
      }
    }
  }
}
