package import Environments
internal import Foundation

/// Maps of searches on a grid with diagonal moves to which a diagonal step is as long as it looks, the root
/// of two: what a network has learned whose examples were shortest in that length.
package struct DiagonalTraces {
  private let level: MazeLevel
  /// The squares that each square's moves lead to, and how long they are; none on what blocks.
  private let ways: [[(square: Int, length: Double)]]
  private let isGoal: [Bool]

  /// Whether the level's moves have diagonals.
  static func apply(to level: MazeLevel) -> Bool {
    level.grid.moves.offsets.contains { $0.row != 0 && $0.column != 0 }
  }

  package init(_ level: MazeLevel) {
    let grid = level.grid
    let goals = level.goals
    self.level = level
    var closed = grid.walls
    for cell in level.blockingCells where !goals.contains(cell) { closed[grid.index(cell)] = true }
    ways = (0..<grid.count).map { index in
      guard !closed[index] else { return [] }
      let cell = grid.cell(index)
      return grid.moves.offsets.indices.compactMap { action in
        let next = grid.index(grid.destination(of: action, from: cell))
        let move = grid.moves.offsets[action]
        return next == index || closed[next]
          ? nil : (next, move.row != 0 && move.column != 0 ? 2.0.squareRoot() : 1)
      }
    }
    isGoal = (0..<grid.count).map { goals.contains(grid.cell($0)) }
  }

  /// The length of the shortest way to a goal; infinite where there is none.
  package var lengths: [Double] {
    var lengths = isGoal.map { $0 ? 0 : Double.infinity }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in lengths.indices {
        for (square, length) in ways[index] where lengths[square] + length < lengths[index] - 1e-9 {
          lengths[index] = lengths[square] + length
          hasChanged = true
        }
      }
    }
    return lengths
  }

  /// 1 where a wave of speed one has come after `k` steps.
  func found(_ last: Int) -> PlannerTrace {
    let lengths = lengths
    return trace(last) { k in lengths.map { $0 <= Double(k) ? 1 : 0 } }
  }

  /// The length of the way so far as it is known after `k` steps.
  func lengthsSoFar(_ last: Int) -> PlannerTrace {
    let lengths = lengths
    return trace(last) { k in lengths.map { Float(min($0, Double(k))) } }
  }

  /// `V_k` where every step spent at the goal pays 1 and a step of length `l` discounts by `gamma^l`.
  package func values(_ last: Int, discount: Double) -> PlannerTrace {
    let weighted = ways.map { $0.map { (square: $0.square, factor: pow(discount, $0.length)) } }
    var maps = [[Double](repeating: 0, count: isGoal.count)]
    for _ in 0..<last {
      let before = maps[maps.count - 1]
      maps.append(
        before.indices.map { index in
          isGoal[index]
            ? 1 + discount * before[index]
            : weighted[index].reduce(0) { max($0, $1.factor * before[$1.square]) }
        })
    }
    return PlannerTrace(
      rows: level.grid.rows, columns: level.grid.columns, maps: maps.map { $0.map { Float($0) } })
  }

  private func trace(_ last: Int, _ map: (Int) -> [Float]) -> PlannerTrace {
    PlannerTrace(
      rows: level.grid.rows, columns: level.grid.columns, maps: (0...last).map(map))
  }
}
