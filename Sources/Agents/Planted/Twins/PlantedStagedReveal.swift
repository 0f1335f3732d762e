/// N3, a twin that reveals in stages: the observation holds the value `v = 1 - D / n` of an oracle
/// for each of `n` squares, a channel counts the ticks, and each tick `t` the squares with
/// `t >= D + 1` are lit, `[t > D] = relu(t - D) - relu(t - D - 1)`.
///
/// Accumulators and head are those of ``PlantedWave``, so that the state is that of the wave at
/// every tick, `max(0, T - D)`, without that anything spreads. For up to as many ticks as there
/// are squares: a square without a value counts as `n` steps away.
package enum PlantedStagedReveal {
  /// The site of the accumulators; channel 0 is that of the square itself.
  package static let site = "reached"

  package static func agent(
    valuePlane: Int, planes: Int, squares: Int, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    let count = Float(squares)
    var program = PlantedProgram()
    program.convolution(
      "remoteness", of: "observation", channels: 2,
      [PlantedTap(valuePlane, 0, count), PlantedTap(valuePlane, 1, count)],
      bias: [-count, -count - 1])
    program.say("repeat")
    program.convolution(
      "counter", of: "previous.counter", channels: 1, [PlantedTap(0, 0, 1)], bias: [1])
    program.convolution(
      "stage", of: "counter", channels: 2, [PlantedTap(0, 0, 1), PlantedTap(0, 1, 1)],
      "add=remoteness rectify")
    program.convolution(
      site, of: "stage", channels: 5, PlantedProgram.counts(from: 0, isSpread: true),
      "add=previous.\(site)")
    program.say("end")
    program.say("here = gather \(site)")
    program.dense("policy", of: "here", outputs: 4, (0..<4).map { PlantedTap($0 + 1, $0, 1) })
    return try program.agent(planes: planes, ticks: ticks)
  }
}
