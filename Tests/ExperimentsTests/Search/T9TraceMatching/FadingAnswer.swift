import Agents
import Environments
import Experiments
import Foundation
import LinearAlgebra

/// A network that has worked its answer out before the first tick, and lets it in little by little: what
/// changes over the ticks is how much of the answer is there, and no search.
///
/// Before the ticks a stack of layers finds `gamma^d` by `d` backups, with diagonal steps as long as they
/// look if there are any. At every tick each channel of the state moves a share of the way there.
enum FadingAnswer {
  static func agent(
    _ reading: PlantedWave.Reading, moves: [PlantedMove] = .fourMoves, discount: Float,
    rates: [Float] = [0.3333], sweeps: Int,
    ticks: Int
  ) throws -> Agent {
    let factors = moves.map {
      pow(discount, $0.row != 0 && $0.column != 0 ? Float(2).squareRoot() : 1)
    }
    var program = PlantedProgram()
    program.convolution(
      "goal", of: "observation", channels: 1, PlantedTap.sum(reading.goal, into: 0))
    program.convolution(
      "blocked", of: "observation", channels: moves.count,
      moves.indices.flatMap { PlantedTap.sum(reading.blocked, into: $0, times: -8) })
    for sweep in 0..<sweeps {
      let before = sweep == 0 ? "goal" : "answer\(sweep)"
      program.convolution(
        "moves\(sweep)", of: before, channels: moves.count,
        moves.enumerated().map { action, move in
          PlantedTap(0, action, factors[action], row: move.row, column: move.column)
        }, "add=blocked rectify")
      program.say("either\(sweep) = concatenate moves\(sweep) goal")
      program.say("answer\(sweep + 1) = maximum either\(sweep)")
    }
    program.say("repeat")
    for (channel, rate) in rates.enumerated() {
      let state = channel == 0 ? "state" : "slower\(channel)"
      program.say("gap\(channel) = subtract answer\(sweeps) previous.\(state)")
      program.say("step\(channel) = scale gap\(channel) by=\(rate)")
      program.say("\(state) = add previous.\(state) step\(channel)")
    }
    for channel in rates.indices.dropFirst() {
      let before = channel == 1 ? "state" : "states\(channel - 1)"
      let name = channel == rates.count - 1 ? "states" : "states\(channel)"
      program.say("\(name) = concatenate \(before) slower\(channel)")
    }
    program.say("end")
    program.convolution(
      "around", of: "state", channels: moves.count,
      moves.enumerated().map { action, move in
        PlantedTap(0, action, 1, row: move.row, column: move.column)
      })
    program.say("here = gather around")
    program.dense(
      "policy", of: "here", outputs: moves.count, moves.indices.map { PlantedTap($0, $0, 1) })
    return try program.agent(planes: reading.goal.count, ticks: ticks)
  }
}
