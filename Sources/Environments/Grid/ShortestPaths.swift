/// The length of a shortest way from every square to the nearest of some goals, and the
/// actions that begin one. Every move costs one step and can be made both ways.
package struct ShortestPaths: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package let moves: MoveSet
  /// Row-major; 0 at the goals, -1 on walls, on blocked squares and where no way leads.
  package let distances: [Int]

  /// Ways to the nearest goal that enter no blocked square. A goal that is also listed as
  /// blocked counts as a goal.
  ///
  /// - Complexity: one breadth-first flood, below a microsecond on a 9x9 grid.
  package init(grid: Grid, to goals: [Cell], blocked: [Cell] = []) {
    for cell in goals {
      precondition(grid.isFree(cell), "A way cannot lead to \(cell): it is not a free square.")
    }
    rows = grid.rows
    columns = grid.columns
    moves = grid.moves
    distances = Self.flood(grid) { distances, queue in
      for cell in blocked where grid.contains(cell) {
        distances[grid.index(cell)] = BreadthFirstKernel.closed
      }
      var sources = 0
      for cell in goals where distances[grid.index(cell)] != 0 {
        distances[grid.index(cell)] = 0
        queue[sources] = Int32(truncatingIfNeeded: grid.index(cell))
        sources += 1
      }
      return sources
    }
  }

  /// Ways to the nearest thing of a level that is sought, the others standing in the way.
  init(_ level: borrowing MazeLevel, seeking isSought: (Int) -> Bool) {
    let grid = level.grid
    let objects = level.objects
    let allEnd = level.distractorsEndEpisodes
    rows = grid.rows
    columns = grid.columns
    moves = grid.moves
    distances = Self.flood(grid) { distances, queue in
      var sources = 0
      for index in objects.indices {
        let square = grid.index(objects[index].cell)
        if isSought(index) {
          distances[square] = 0
          queue[sources] = Int32(truncatingIfNeeded: square)
          sources += 1
        } else if allEnd || objects[index].isBase {
          distances[square] = BreadthFirstKernel.closed
        }
      }
      return sources
    }
  }

  /// Distances after `mark` has written the sources into both buffers and returned their
  /// number.
  @inline(__always)
  private static func flood(
    _ grid: Grid,
    mark: (UnsafeMutablePointer<Int>, UnsafeMutablePointer<Int32>) -> Int
  ) -> [Int] {
    let count = grid.count
    return [Int](unsafeUninitializedCapacity: count) { distances, written in
      written = count
      guard let base = distances.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { queue in
        guard let queue = queue.baseAddress else { return }
        BreadthFirstKernel.prepare(grid, distances: base)
        BreadthFirstKernel.spread(
          grid, sources: mark(base, queue), distances: base, queue: queue)
      }
    }
  }

  /// Ways to one goal that enter no blocked square.
  package init(grid: Grid, to goal: Cell, blocked: [Cell] = []) {
    self.init(grid: grid, to: [goal], blocked: blocked)
  }

  /// Steps to the nearest goal; -1 outside of the grid, on walls and where no way leads.
  @inlinable
  package func distance(at cell: Cell) -> Int {
    guard cell.row >= 0, cell.row < rows, cell.column >= 0, cell.column < columns else {
      return -1
    }
    return distances[cell.row * columns + cell.column]
  }

  /// All actions that begin a shortest way; empty at a goal and where no way leads.
  @inlinable
  package func optimalActions(at cell: Cell) -> ActionSet {
    let here = distance(at: cell)
    guard here > 0 else { return .empty }
    var actions = ActionSet.empty
    for action in moves.offsets.indices
    where distance(at: cell.moved(by: moves.offsets[action])) == here - 1 {
      actions.insert(action)
    }
    return actions
  }

  /// The optimal action where there is exactly one, else nil.
  @inlinable
  package func uniqueAction(at cell: Cell) -> Int? { optimalActions(at: cell).only }

  /// ``optimalActions(at:)`` of every square, row-major.
  package func optimalActionMap() -> [ActionSet] {
    (0..<rows * columns).map {
      optimalActions(at: Cell(row: $0 / columns, column: $0 % columns))
    }
  }

  /// A shortest way from a square to its goal, both ends included, by the action of lowest
  /// index at ties; empty where no way leads.
  package func path(from start: Cell) -> [Cell] {
    guard distance(at: start) >= 0 else { return [] }
    var cells = [start]
    var cell = start
    while let action = optimalActions(at: cell).lowest {
      cell = cell.moved(by: moves.offsets[action])
      cells.append(cell)
    }
    return cells
  }

  /// The squares from which a goal can be reached in one step or more, in reading order.
  package var startCells: [Cell] {
    distances.indices.lazy.filter { distances[$0] > 0 }.map {
      Cell(row: $0 / columns, column: $0 % columns)
    }
  }
}
