import Foundation
import LinearAlgebra
import NeuralNetworks

/// P2, the planted wave in a convolutional LSTM: DRC(1, N) with saturated gates, whose weights are
/// set by formula.
///
/// A square is lit once, when the wave from the goal arrives, and in that tick it remembers which
/// of its neighbours were lit before. With `lit = h_0 / tanh 1`, `m` moves and `S = m + 4`, the
/// input gates are `sigma(48 pre)`:
///
///     lit         pre = sum of lit over the neighbours + G - S w - S lit - 1/2
///     pointer k   pre = lit at the neighbour k - S lit - S w - S G - 1/2
///     gated k     pre = pointer k + agent - S gated k - 3/2
///
/// The other gates are open: forget and output gates have bias 24, candidates 12, which is one to
/// single precision. So cell states are 0 or 1: `lit` of a square at distance `d` is 1 from tick
/// `d + 1` on, and in the same tick its pointers become 1 for all moves that begin a shortest way,
/// and for no other. All logits are equal before that. What a closed gate lets through is
/// `sigma(-24) = 4e-11` a tick.
///
/// The one layer is its own top: the top-down input `u = h_D` of a tick is the layer's own hidden
/// state, the same map as `h_1`, so that only the sum of the kernels `from-below` and `from-hidden`
/// acts. The whole kernel stands in `from-hidden` here, `from-below` is zero; any other split
/// computes the same. The kernel of the pooled vector is zero, with which the pool weights have no
/// effect, whatever they are.
package enum PlantedConvLSTMWave {
  /// How the action is read.
  package enum Read: Sendable, Equatable {
    /// The pointers at the agent's square, for levels of any size.
    case agent
    /// Pointers that an agent plane lets through, summed over all squares of a level; one tick
    /// later.
    case gated(rows: Int, columns: Int, agentPlane: Int)

    /// The action is there from tick `d + delay` on.
    package var delay: Int { self == .agent ? 1 : 2 }
  }

  /// The channel of the lit squares in `cell.1/cell` and `cell.1/hidden`.
  package static let litChannel = 0
  /// The channel of the pointer of a move.
  package static func pointerChannel(_ move: Int) -> Int { 1 + move }
  /// The channel of a pointer at the agent's square alone.
  package static func gatedChannel(_ move: Int, moves: Int) -> Int { 1 + moves + move }

  static let sharpness: Float = 48
  private static let unit = Float(1 / Foundation.tanh(1.0))

  /// The planted network.
  ///
  /// - Parameters:
  ///   - gain: the logit of an optimal action; that of others is 0.
  ///   - channels: at least what the read needs, which is taken when nil; further ones stay at
  ///     zero.
  package static func agent(
    _ reading: PlantedWave.Reading, moves: [PlantedMove] = .fourMoves, ticks: Int,
    read: Read = .agent, gain: Float = 8, channels: Int? = nil
  ) -> Agent {
    let needed = max(3, 1 + (read == .agent ? 1 : 2) * moves.count)
    let channels = channels ?? needed
    precondition(
      channels >= needed, "The planted wave needs \(needed) channels, not \(channels).")
    let architecture = network(
      reading, moves: moves.count, ticks: ticks, read: read, channels: channels)
    var parameters = ParameterSet(architecture.layout)
    var encoder = parameters["encoder/weight"]
    for plane in reading.goal.indices {
      encoder[1, 1, plane, 0] = reading.blocked[plane]
      encoder[1, 1, plane, 1] = reading.goal[plane]
    }
    if case .gated(_, _, let plane) = read { encoder[1, 1, plane, 2] = 1 }
    parameters["encoder/weight"] = encoder
    let isGated = read != .agent
    plantGates(&parameters, moves: moves, isGated: isGated, channels: channels)
    let cells = architecture.side.rows * architecture.side.columns
    var head = parameters["read/hidden/weight"]
    var policy = parameters["read/policy/weight"]
    for move in moves.indices {
      let channel = isGated ? gatedChannel(move, moves: moves.count) : pointerChannel(move)
      for cell in 0..<max(cells, 1) { head[(2 * cell + 1) * channels + channel, move] = unit }
      policy[move, move] = gain
    }
    parameters["read/hidden/weight"] = head
    parameters["read/policy/weight"] = policy
    return Agent(architecture, parameters: parameters)
  }

  private static func network(
    _ reading: PlantedWave.Reading, moves: Int, ticks: Int, read: Read, channels: Int
  ) -> DeepRepeatedConvLSTM {
    let planes = reading.goal.count
    switch read {
    case .agent:
      return DeepRepeatedConvLSTM(
        planes: planes, channels: channels, layers: 1, ticks: ticks, actions: moves, head: .agent,
        readWidth: moves)
    case .gated(let rows, let columns, let agentPlane):
      precondition(agentPlane < planes, "There is no plane \(agentPlane) among \(planes).")
      return DeepRepeatedConvLSTM(
        planes: planes, channels: channels, layers: 1, ticks: ticks, actions: moves, rows: rows,
        columns: columns, readWidth: moves)
    }
  }

  private static func plantGates(
    _ parameters: inout ParameterSet, moves: [PlantedMove], isGated: Bool, channels: Int
  ) {
    var hidden = parameters["cell.1/from-hidden/weight"]
    var embedding = parameters["cell.1/from-embedding/weight"]
    var bias = parameters["cell.1/bias"]
    let stop = -sharpness * Float(moves.count + 4)
    for channel in 0..<channels {
      bias[channel] = -sharpness / 2
      bias[channels + channel] = 24
      bias[2 * channels + channel] = 24
      bias[3 * channels + channel] = 12
    }
    embedding[1, 1, 0, litChannel] = stop
    embedding[1, 1, 1, litChannel] = sharpness
    hidden[1, 1, litChannel, litChannel] = stop * unit
    for (index, move) in moves.enumerated() {
      let pointer = pointerChannel(index)
      hidden[1 + move.row, 1 + move.column, litChannel, litChannel] = sharpness * unit
      hidden[1 + move.row, 1 + move.column, litChannel, pointer] = sharpness * unit
      hidden[1, 1, litChannel, pointer] = stop * unit
      embedding[1, 1, 0, pointer] = stop
      embedding[1, 1, 1, pointer] = stop
      guard isGated else { continue }
      let gated = gatedChannel(index, moves: moves.count)
      hidden[1, 1, pointer, gated] = sharpness * unit
      hidden[1, 1, gated, gated] = stop * unit
      embedding[1, 1, 2, gated] = sharpness
      bias[gated] = -1.5 * sharpness
    }
    parameters["cell.1/from-hidden/weight"] = hidden
    parameters["cell.1/from-embedding/weight"] = embedding
    parameters["cell.1/bias"] = bias
  }

  /// The network without the spread of the wave: `lit` no longer reads `lit`. Only the goal is lit
  /// then, and only the squares beside it have pointers.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    var hidden = agent.parameters["cell.1/from-hidden/weight"]
    for row in 0..<3 {
      for column in 0..<3 where (row, column) != (1, 1) {
        hidden[row, column, litChannel, litChannel] = 0
      }
    }
    agent.parameters["cell.1/from-hidden/weight"] = hidden
    return agent
  }
}
