/// N11, a twin that was told: in an episode's first step the observation holds the plan of an
/// oracle, later it does not, and a latch keeps it, `m <- min(1, hint + m + m before the step)` at
/// every tick. What is seen in a later step says nothing about where to go; the state holds it all.
package enum PlantedLatchedHint {
  /// The carried site: channel k is 1 where move k begins a shortest way.
  package static let site = "latch"
  package static let gain: Float = 8

  /// - Parameter hint: the planes of the hint, one a move.
  package static func agent(
    hint: Range<Int>, planes: Int, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    let count = hint.count
    // A sum, and a sum less one, whose rectified difference is at most one.
    let twice = (0..<count).flatMap { [PlantedTap($0, $0, 1), PlantedTap($0, count + $0, 1)] }
    var program = PlantedProgram()
    program.convolution(
      "hint", of: "observation", channels: 2 * count,
      hint.flatMap { plane in
        [0, count].map { PlantedTap(plane, plane - hint.lowerBound + $0, 1) }
      }, bias: (0..<2 * count).map { $0 < count ? 0 : -1 })
    program.say("repeat")
    program.convolution("kept", of: "previous.\(site)", channels: 2 * count, twice, "add=hint")
    program.convolution(
      "sum", of: "carried.\(site)", channels: 2 * count, twice, "add=kept rectify")
    program.convolution(
      site, of: "sum", channels: count,
      (0..<count).flatMap { [PlantedTap($0, $0, 1), PlantedTap(count + $0, $0, -1)] })
    program.say("end")
    program.policy(of: site, times: gain)
    return try program.agent(planes: planes, ticks: ticks)
  }
}
