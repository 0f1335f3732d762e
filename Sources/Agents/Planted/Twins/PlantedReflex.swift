/// N6, a twin that is a reflex: it moves to where the goal is in a straight line and not into what
/// blocks, `logit_k = 4 [move k leads nearer] - 8 [move k is blocked]`. Rows and columns of agent
/// and goal are fixed weighted sums over the squares.
package enum PlantedReflex {
  /// The site of the pull of each move, a vector: 4 where it leads nearer in a straight line.
  package static let site = "pull"
  package static let pull: Float = 4

  package static func agent(
    _ reading: PlantedWave.Reading, agentPlane: Int, rows: Int, columns: Int
  ) throws(ArchitectureError) -> Agent {
    let moves = [PlantedMove].fourMoves
    var program = PlantedProgram()
    program.convolution(
      "places", of: "observation", channels: 2,
      PlantedTap.sum(reading.goal, into: 0) + [PlantedTap(agentPlane, 1, 1)])
    program.say("squares = flatten places")
    // How far the goal lies in the direction of each move, and one less.
    var ahead: [PlantedTap] = []
    for cell in 0..<rows * columns {
      for (index, move) in moves.enumerated() {
        let along = Float(move.row * (cell / columns) + move.column * (cell % columns))
        for unit in [2 * index, 2 * index + 1] {
          ahead.append(PlantedTap(2 * cell, unit, along))
          ahead.append(PlantedTap(2 * cell + 1, unit, -along))
        }
      }
    }
    program.dense(
      "ahead", of: "squares", outputs: 2 * moves.count, ahead,
      bias: (0..<2 * moves.count).map { $0 % 2 == 0 ? 0 : -1 }, "rectify")
    program.dense(
      site, of: "ahead", outputs: moves.count,
      moves.indices.flatMap { [PlantedTap(2 * $0, $0, pull), PlantedTap(2 * $0 + 1, $0, -pull)] })
    program.convolution(
      "veto", of: "observation", channels: moves.count,
      moves.indices.flatMap {
        PlantedTap.sum(
          reading.blocked, into: $0, times: -2 * pull, row: moves[$0].row,
          column: moves[$0].column)
      })
    program.say("here = gather veto")
    program.say("policy = add \(site) here")
    return try program.agent(planes: reading.goal.count, rows: rows, columns: columns)
  }
}
