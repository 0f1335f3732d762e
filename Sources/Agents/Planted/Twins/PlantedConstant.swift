/// N9, the bottle cap: one action whatever is seen. Where that action is the best one it looks as
/// if it wanted something.
package enum PlantedConstant {
  package static let gain: Float = 8

  /// - Parameter action: the action of the largest logit, ``gain``; the others have 0.
  package static func agent(
    _ reading: PlantedWave.Reading, action: Int
  ) throws(ArchitectureError) -> Agent {
    precondition((0..<4).contains(action), "There are four actions; there is no \(action).")
    var program = PlantedProgram()
    program.convolution(
      "embedding", of: "observation", channels: 2,
      PlantedTap.sum(reading.blocked, into: 0)
        + PlantedTap.sum(reading.goal, into: 1))
    program.say("here = gather embedding")
    program.dense(
      "policy", of: "here", outputs: 4, [], bias: (0..<4).map { $0 == action ? gain : 0 })
    return try program.agent(planes: reading.goal.count)
  }
}
