/// N4, a twin that is greedy for one step: the observation holds the values `1 - D / n` of an
/// oracle, and the logit of a move is how much nearer it leads, `D(x) - D(x + move)`. It evaluates
/// and selects what it was given.
package enum PlantedGreedyValues {
  /// The site of the advantages of all squares, one channel a move.
  package static let site = "advantage"

  package static func agent(
    valuePlane: Int, planes: Int, squares: Int
  ) throws(ArchitectureError) -> Agent {
    let moves = [PlantedMove].fourMoves
    let count = Float(squares)
    var program = PlantedProgram()
    program.convolution(
      site, of: "observation", channels: moves.count,
      moves.indices.flatMap { index in
        [
          PlantedTap(valuePlane, index, count, row: moves[index].row, column: moves[index].column),
          PlantedTap(valuePlane, index, -count),
        ]
      })
    program.policy(of: site)
    return try program.agent(planes: planes)
  }
}
