internal import Environments
internal import LinearAlgebra

/// One square that becomes a wall or ceases to be one, so that the shortest ways to a thing begin with
/// other actions.
struct WallEdit {
  let level: MazeLevel
  let square: Cell
  /// The first actions towards the thing before and after; no action is in both.
  let before: ActionSet
  let after: ActionSet

  /// Squares nearer than this to things and start, in rows and in columns, are left as they are.
  private static let clear = 2
  /// At most so many squares of a level are tried.
  private static let tried = 60

  /// An edit of a level that matters to the way to one of its two things; nil where none was found.
  ///
  /// - Parameter thing: its place among the level's.
  init?(of level: MazeLevel, toward thing: Int, using random: inout RandomStream) {
    guard level.objects.count == 2 else { return nil }
    let (goal, other) = (level.objects[thing].cell, level.objects[1 - thing].cell)
    func first(_ grid: Grid) -> ActionSet {
      ShortestPaths(grid: grid, to: [goal], blocked: [other]).optimalActions(at: level.start)
    }
    let before = first(level.grid)
    guard !before.isEmpty else { return nil }
    let taken = [goal, other, level.start]
    var cells = (1..<max(1, level.grid.rows - 1)).flatMap { row in
      (1..<max(1, level.grid.columns - 1)).map { Cell(row: row, column: $0) }
    }.filter { cell in
      taken.allSatisfy {
        max(abs($0.row - cell.row), abs($0.column - cell.column)) >= Self.clear
      }
    }
    random.shuffle(&cells)
    for cell in cells.prefix(Self.tried) {
      var walls = level.grid.walls
      walls[level.grid.index(cell)].toggle()
      let grid = Grid(
        rows: level.grid.rows, columns: level.grid.columns, walls: walls, moves: level.grid.moves)
      let after = first(grid)
      guard !after.isEmpty, after.isDisjoint(with: before) else { continue }
      // The other thing has to stay within reach, as in all levels of the set.
      let rest = ShortestPaths(grid: grid, to: [other], blocked: [goal])
      guard rest.distance(at: level.start) > 0,
        let edited = try? MazeLevel(
          grid: grid, objects: level.objects, start: level.start, cue: level.cue,
          distractorsEndEpisodes: level.distractorsEndEpisodes)
      else { continue }
      (self.level, square) = (edited, cell)
      (self.before, self.after) = (before, after)
      return
    }
    return nil
  }
}
