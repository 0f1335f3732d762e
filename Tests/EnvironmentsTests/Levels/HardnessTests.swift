import Environments
import LinearAlgebra
import Testing

@Test func anEmptyRoomIsNotHard() throws {
  for moves in ["four", "eight"] {
    let level = try level(
      """
      ; moves: \(moves)
      #######
      #@....#
      #.....#
      #....D#
      #######
      """)
    #expect(Hardness(level).share == 0)
    #expect(Hardness(level).pathCells == (moves == "four" ? 6 : 4))
    #expect(level.separatedShare == (moves == "four" ? 8.0 / 14 : 0))
  }
}

@Test func hardSquaresAreThoseWhereGoingTowardsTheGoalFails() throws {
  let level = try level(
    """
    #######
    #.....#
    #.###.#
    #.#D#.#
    #@#...#
    #######
    """)
  // Clockwise round the walls. Hard are, on the left, the two upper squares (down looks
  // right) and the one beside the goal (nothing does); on top, all but the second; on the
  // right, the one beside the goal and the corner (up looks right).
  let hardness = Hardness(level)
  #expect(hardness.pathCells == 13)
  #expect(hardness.hardCells == 8)
}

@Test func nearTheShareOfHardLevelsMeasuredBeforehand() throws {
  var random = RandomStream(seed: 14)
  let count = 4000
  let levels = try environment(distractors: 0...0).levels(count, using: &random)
  let hard = levels.count { Hardness($0).share >= 0.3 }
  let share = Double(hard) / Double(count)
  #expect(abs(share - 0.42) < 0.04, "\(share)")
}
