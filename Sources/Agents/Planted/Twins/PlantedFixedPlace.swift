/// N16, a wave to a place that is fixed in the weights: the wave of ``PlantedWave`` begins at a
/// square that a bias names, not at the goal of the observation. It searches, and no input says
/// what for.
package enum PlantedFixedPlace {
  /// The bias that names the place, one number a square.
  package static let bias = "place-row/bias"

  package static func agent(
    blocked: [Float], row: Int, column: Int, rows: Int, columns: Int, ticks: Int
  ) throws(ArchitectureError) -> Agent {
    precondition(
      (0..<rows).contains(row) && (0..<columns).contains(column),
      "The square (\(row), \(column)) is outside of \(rows) x \(columns).")
    var program = PlantedProgram()
    program.say("average = mean observation")
    program.dense(
      "place-row", of: "average", outputs: rows * columns, [],
      bias: (0..<rows * columns).map { $0 == row * columns + column ? 1 : 0 })
    program.say("place = unflatten place-row")
    program.say("scene = concatenate observation place")
    program.wave(
      from: "scene", blocked: blocked + [0],
      origin: [Float](repeating: 0, count: blocked.count) + [1])
    program.say("here = gather hidden")
    program.waveHead()
    return try program.agent(planes: blocked.count, ticks: ticks, rows: rows, columns: columns)
  }
}
