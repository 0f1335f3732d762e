import LinearAlgebra
import NeuralNetworks

extension PlantedSerialEvaluator {
  /// Channel 0 of the clock is one from the first tick on and stops the first candidate from coming
  /// up again; channel `k` is one while candidate `k` is on the board.
  func plantClock(_ parameters: inout ParameterSet) {
    let count = candidates.count
    parameters["start/bias"][0] = 1
    parameters["start/bias"][1] = 1
    parameters["shifted/weight"][0, 1] = -1
    for candidate in 1..<count { parameters["shifted/weight"][candidate, candidate + 1] = 1 }
    for channel in 0...count {
      for edge in 0..<2 {
        parameters["ringing/weight"][channel, 2 * channel + edge] = 2
        parameters["ringing/bias"][2 * channel + edge] = -0.5 - Float(edge)
        parameters["clock/weight"][2 * channel + edge, channel] = edge == 0 ? 1 : -1
      }
    }
    for (index, candidate) in candidates.enumerated() {
      for (step, move) in candidate.enumerated() {
        parameters["candidate/weight"][index + 1, step * moves.count + move] = 1
      }
    }
  }

  /// Four channels a move: entering with its two thresholds, and being stopped with its two.
  func plantModel(_ parameters: inout ParameterSet) {
    var level = parameters["level/weight"]
    for (index, move) in moves.enumerated() {
      for edge in 0..<2 {
        let (enters, stays) = (4 * index + edge, 4 * index + 2 + edge)
        level[1, 1, 0, enters] = -2
        level[1 + move.row, 1 + move.column, 0, stays] = 2
        parameters["level/bias"][enters] = -2.5 - Float(edge)
        parameters["level/bias"][stays] = -4.5 - Float(edge)
        for step in 1...length {
          let onBoard = (step - 1) * moves.count + index
          for channel in [enters, stays] {
            parameters["scene.\(step)/weight"][0, 0, onBoard, channel] = 2
            parameters["place.\(step)/weight"][0, 0, channel, 0] = edge == 0 ? 1 : -1
          }
          // Who enters came from the square that the move leads away from.
          parameters["move.\(step)/weight"][1 - move.row, 1 - move.column, 0, enters] = 2
          parameters["move.\(step)/weight"][1, 1, 0, stays] = 2
        }
      }
    }
    parameters["level/weight"] = level
  }

  /// The score counts the moves by which the goal has been met.
  func plantScore(_ parameters: inout ParameterSet) {
    for step in 0..<length {
      for edge in 0..<2 {
        let channel = 2 * step + edge
        let sign: Float = edge == 0 ? 1 : -1
        parameters["target/weight"][0, 0, 1, channel] = 2
        parameters["target/bias"][channel] = -2.5 - Float(edge)
        parameters["met/weight"][0, 0, step, channel] = 2
        parameters["meetings/weight"][0, 0, channel, step] = sign
        for earlier in 0...step { parameters["counting/weight"][earlier, channel] = 2 }
        parameters["counting/bias"][channel] = -0.5 - Float(edge)
        parameters["score/weight"][channel, 0] = sign
      }
    }
  }

  /// `better` is 1 where the score is above the best so far. The plan keeps `f(held - better)` and
  /// takes `f(taken + better - 1)`, both with two thresholds.
  func plantChoice(_ parameters: inout ParameterSet) {
    for edge in 0..<2 {
      let sign: Float = edge == 0 ? 1 : -1
      parameters["comparison/weight"][0, edge] = 2
      parameters["comparison/bias"][edge] = -0.5 - Float(edge)
      parameters["better/weight"][edge, 0] = sign
      for channel in 0..<width {
        let (holds, takes) = (4 * channel + edge, 4 * channel + 2 + edge)
        parameters["switch/weight"][0, holds] = -2
        parameters["switch/weight"][0, takes] = 2
        parameters["switch/bias"][holds] = -0.5 - Float(edge)
        parameters["switch/bias"][takes] = -2.5 - Float(edge)
        parameters["held/weight"][channel, holds] = 2
        parameters["taken/weight"][channel, takes] = 2
        parameters["plan/weight"][holds, channel] = sign
        parameters["plan/weight"][takes, channel] = sign
      }
    }
  }
}
