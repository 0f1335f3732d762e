package import LinearAlgebra
import NeuralNetworks

/// N13, the wave of ``PlantedWave`` without recurrence: a residual network, each block of which is
/// one tick of the wave in units of its own order and scale, so that no two blocks have the same
/// weights. After block `b` the accumulator is `max(0, b - d)`.
package enum PlantedUntiedWave {
  /// The channels of the stream.
  package enum Channel: Int, CaseIterable, Sendable {
    case reached, accumulator, up, down, left, right, blocked, goal
  }

  /// The site of the stream after a block, from 1.
  package static func site(_ block: Int) -> String { "block.\(block)/hidden" }

  /// - Parameters:
  ///   - blocks: how far the wave comes.
  ///   - random: where the order and scale of units are drawn from.
  package static func agent(
    _ reading: PlantedWave.Reading, blocks: Int, random: RandomStream
  ) -> Agent {
    let planes = reading.goal.count
    let channels = Channel.allCases.count
    let architecture = Residual(planes: planes, channels: channels, blocks: blocks, readWidth: 4)
    var parameters = ParameterSet(architecture.layout)
    var embedding = parameters["embedding/weight"]
    for plane in 0..<planes {
      embedding[1, 1, plane, Channel.blocked.rawValue] = reading.blocked[plane]
      embedding[1, 1, plane, Channel.goal.rawValue] = reading.goal[plane]
    }
    parameters["embedding/weight"] = embedding
    for block in 1...blocks {
      var random = random.split(UInt64(block))
      plant("block.\(block)", &parameters, random: &random)
    }
    var (hidden, policy) = (parameters["read/hidden/weight"], parameters["read/policy/weight"])
    for (move, channel) in [Channel.up, .down, .left, .right].enumerated() {
      hidden[channel.rawValue, move] = 1
      policy[move, move] = 1
    }
    parameters["read/hidden/weight"] = hidden
    parameters["read/policy/weight"] = policy
    return Agent(architecture, parameters: parameters)
  }

  /// One tick: units `a`, `b` and `r` as in ``PlantedWave``, at drawn places and scales.
  private static func plant(
    _ name: String, _ parameters: inout ParameterSet, random: inout RandomStream
  ) {
    let units = random.permutation(Channel.allCases.count)
    // Powers of two, with which nothing is lost to rounding.
    let scales = (0..<3).map { _ in [Float(0.25), 0.5, 1, 2, 4][random.below(5)] }
    var (inner, update) = (parameters["\(name)/inner/weight"], parameters["\(name)/update/weight"])
    var bias = parameters["\(name)/inner/bias"]
    let reached = Channel.reached.rawValue
    for (unit, scale) in zip(units.prefix(2), scales) {
      for (row, column) in [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)] {
        inner[row, column, reached, unit] = 2 * scale
      }
      inner[1, 1, Channel.blocked.rawValue, unit] = -12 * scale
      inner[1, 1, Channel.goal.rawValue, unit] = 2 * scale
    }
    bias[units[0]] = -0.5 * scales[0]
    bias[units[1]] = -1.5 * scales[1]
    inner[1, 1, reached, units[2]] = scales[2]
    let targets: [(Channel, Int, Int)] = [
      (.reached, 1, 1), (.accumulator, 1, 1), (.up, 0, 1), (.down, 2, 1), (.left, 1, 0),
      (.right, 1, 2),
    ]
    for (channel, row, column) in targets {
      update[row, column, units[0], channel.rawValue] = 1 / scales[0]
      update[row, column, units[1], channel.rawValue] = -1 / scales[1]
    }
    update[1, 1, units[2], reached] = -1 / scales[2]
    parameters["\(name)/inner/weight"] = inner
    parameters["\(name)/inner/bias"] = bias
    parameters["\(name)/update/weight"] = update
  }
}
