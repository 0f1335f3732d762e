/// A level as a search from the agent sees it: which squares lead to which, and which are goals.
///
/// Squares of other things than those sought cannot be entered where they end the episode, and a
/// goal is not passed through: the same rules as ``BreadthFirstRecord``.
struct SearchGraph: Sendable {
  let rows: Int
  let columns: Int
  let start: Int
  let goals: [Int]
  let isGoal: [Bool]
  /// The squares that each square leads to, one square's after the other's: see ``edges(of:)``.
  let neighbours: [Int]
  /// Where those of each square begin; the last entry is their number.
  private let firstEdge: [Int]
  /// An admissible and consistent number of steps from each square to the nearest goal: the length
  /// of a shortest way in an empty grid with the same moves.
  let openDistances: [Int]

  var count: Int { rows * columns }

  /// The places in ``neighbours`` of the squares that a square leads to, in the order of the moves;
  /// none from a goal.
  func edges(of square: Int) -> Range<Int> { firstEdge[square]..<firstEdge[square + 1] }

  init(_ level: MazeLevel) {
    let grid = level.grid
    rows = grid.rows
    columns = grid.columns
    start = grid.index(level.start)
    let cells = level.goals
    goals = cells.map { grid.index($0) }
    var isGoal = [Bool](repeating: false, count: grid.count)
    for goal in goals { isGoal[goal] = true }
    var closed = grid.walls
    for cell in level.blockingCells where !isGoal[grid.index(cell)] {
      closed[grid.index(cell)] = true
    }
    self.isGoal = isGoal
    let leadsTo = (0..<grid.count).map { index -> [Int] in
      guard !closed[index], !isGoal[index] else { return [] }
      let cell = grid.cell(index)
      return grid.moves.offsets.compactMap { offset in
        let other = cell.moved(by: offset)
        guard grid.isFree(other), !closed[grid.index(other)] else { return nil }
        return grid.index(other)
      }
    }
    neighbours = leadsTo.flatMap { $0 }
    var first = [0]
    for own in leadsTo { first.append(first[first.count - 1] + own.count) }
    firstEdge = first
    openDistances = (0..<grid.count).map { index in
      let cell = grid.cell(index)
      return cells.map { grid.moves.openDistance(from: cell, to: $0) }.min() ?? 0
    }
  }
}
