internal import Environments
internal import LinearAlgebra

/// A few steps that an agent would not take by itself, without pushing anything: what is written into
/// a network to see whether it goes there.
struct SquareRoute<Running: PlanEpisode>: Sendable {
  /// The place of the level in the play.
  let level: Int
  let moves: [Int]
  /// The square after each move.
  let squares: [Int]
  /// The episode before each move.
  let states: [Running]

  /// A route drawn from those whose first move is not a given one and that enter no square twice; nil
  /// where there is none.
  ///
  /// - Parameter numbers: how many an observation has.
  static func drawn(
    level: Int, from start: Running, length: Int, avoiding first: Int, numbers: Int,
    random: RandomStream
  ) -> SquareRoute? {
    var (random, moves, squares, states) = (random, [Int](), [Int](), [start])
    /// Depth first, moves in an order drawn at each square.
    func extend(_ episode: Running) -> Bool {
      guard moves.count < length else { return true }
      for move in random.permutation(MoveSet.four.count) where !moves.isEmpty || move != first {
        guard let next = episode.walking(move, observationOf: numbers),
          next.readCell != start.readCell, !squares.contains(next.readCell)
        else { continue }
        moves.append(move)
        squares.append(next.readCell)
        states.append(next)
        if extend(next) { return true }
        moves.removeLast()
        squares.removeLast()
        states.removeLast()
      }
      return false
    }
    guard extend(start) else { return nil }
    return SquareRoute(
      level: level, moves: moves, squares: squares, states: Array(states.dropLast()))
  }
}
