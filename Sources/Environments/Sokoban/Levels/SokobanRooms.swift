internal import LinearAlgebra

/// How the walls of a generated room are drawn.
package enum SokobanRooms: String, Sendable, CaseIterable {
  /// Each inner square is a wall with probability 0.2; the largest component stays.
  case scattered
  /// Corridors and small halls, cut by a random walk that opens a few squares around itself at
  /// each step, as Boxoban's rooms were (after the room topology of Weber et al.,
  /// *Imagination-augmented agents*, 2017).
  case walked

  package static let wallShare = 0.2
  /// The chance that the walk turns at a step.
  package static let turningShare = 0.35
  /// Steps of the walk a square inside the border: with 10 x 10 half of the rooms have 33 floor
  /// squares or fewer, as in Boxoban's unfiltered and medium levels.
  package static let stepsPerSquare = 0.75

  /// Whether each square of a row-major square is a wall; the border is closed.
  func walls(side: Int, using random: inout RandomStream) -> [Bool] {
    switch self {
    case .scattered: Self.scatter(side: side, using: &random)
    case .walked: Self.walk(side: side, using: &random)
    }
  }

  private static func scatter(side: Int, using random: inout RandomStream) -> [Bool] {
    var walls = [Bool](repeating: true, count: side * side)
    for row in 1..<side - 1 {
      for column in 1..<side - 1 {
        walls[row * side + column] = random.uniform() < wallShare
      }
    }
    return walls
  }

  /// Squares about the walk that a step opens: straight pieces, a corner, a square, a tee.
  private static let stamps: [[(row: Int, column: Int)]] = [
    [(0, -1), (0, 0), (0, 1)],
    [(-1, 0), (0, 0), (1, 0)],
    [(0, -1), (0, 0), (1, 0)],
    [(0, -1), (0, 0), (1, -1), (1, 0)],
    [(-1, 0), (0, 0), (0, 1), (1, 0)],
  ]

  private static func walk(side: Int, using random: inout RandomStream) -> [Bool] {
    var walls = [Bool](repeating: true, count: side * side)
    let inner = 1...side - 2
    let moves = MoveSet.four.offsets
    var row = 1 + random.below(side - 2)
    var column = 1 + random.below(side - 2)
    var move = moves[random.below(moves.count)]
    let steps = Int(stepsPerSquare * Double((side - 2) * (side - 2)))
    for _ in 0..<steps {
      if random.uniform() < turningShare { move = moves[random.below(moves.count)] }
      row = min(max(row + move.row, inner.lowerBound), inner.upperBound)
      column = min(max(column + move.column, inner.lowerBound), inner.upperBound)
      for offset in stamps[random.below(stamps.count)] {
        let (here, there) = (row + offset.row, column + offset.column)
        if inner.contains(here), inner.contains(there) { walls[here * side + there] = false }
      }
    }
    return walls
  }
}
