/// N12, a twin that follows the wall on its right: of the four moves it takes the first that is
/// not blocked, to the right of its heading, ahead, to the left, back. The heading is one-hot in a
/// state carried over steps, and is up in an episode's first step.
///
/// For each heading `h` and each place `i` in its order of moves `c`, a unit is
/// `relu(h + open(c_i) - sum_{j<i} open(c_j) - 1)`, which is 1 for the one move that is taken.
package enum PlantedWallFollower {
  /// The carried site: one-hot over up, down, left, right.
  package static let site = "heading"
  package static let gain: Float = 8

  /// Right, ahead, left, back for each heading.
  private static let orders = [[3, 0, 2, 1], [2, 1, 3, 0], [0, 2, 1, 3], [1, 3, 0, 2]]

  package static func agent(
    blocked: [Float], agentPlane: Int, rows: Int, columns: Int
  ) throws(ArchitectureError) -> Agent {
    let moves = [PlantedMove].fourMoves
    var program = PlantedProgram()
    // One at the agent's square where the move is open, zero elsewhere.
    program.convolution(
      "exits", of: "observation", channels: 4,
      moves.indices.flatMap { index in
        [PlantedTap(agentPlane, index, 1)]
          + PlantedTap.sum(
            blocked, into: index, times: -1, row: moves[index].row, column: moves[index].column)
      }, "rectify")
    program.say("open = mean exits")
    program.say("nothing = scale open by=0")
    program.say("kept = add nothing carried.\(site)")
    program.say("known = concatenate open kept")
    // A mean over squares is divided by their number.
    let unit = Float(rows * columns)
    var (taps, taken): ([PlantedTap], [PlantedTap]) = ([], [])
    for heading in 0...4 {
      let order = orders[heading % 4]
      for (place, move) in order.enumerated() {
        let index = 4 * heading + place
        taps.append(PlantedTap(move, index, unit))
        for before in order[..<place] { taps.append(PlantedTap(before, index, -unit)) }
        if heading < 4 {
          taps.append(PlantedTap(4 + heading, index, 1))
        } else {
          for other in 0..<4 { taps.append(PlantedTap(4 + other, index, -1)) }
        }
        taken.append(PlantedTap(index, move, 1))
      }
    }
    program.dense(
      "choice", of: "known", outputs: 20, taps, bias: (0..<20).map { $0 < 16 ? -1 : 0 },
      "rectify")
    program.dense(site, of: "choice", outputs: 4, taken)
    program.say("policy = scale \(site) by=\(gain)")
    return try program.agent(planes: blocked.count, rows: rows, columns: columns)
  }
}
