package import LinearAlgebra

/// Fresh mazes for networks that read obstacle-and-goal planes: as large as the published
/// ones, but with walls that make the way through the maze differ from the straight one.
///
/// Rooms are parted again and again by a straight wall with one gap (recursive division);
/// a wall one square thick stops diagonal steps too. How far the division goes is drawn for
/// each maze, and mazes are drawn until one meets both conditions.
package struct ObstacleAndGoalMazes: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// The least share of squares whose distance differs from the Chebyshev distance.
  package var minimumSeparated = 0.3
  /// The least share of hard squares on the path (see ``Hardness``).
  package var minimumHardness = 0.3

  /// Mazes are drawn this often before the conditions are called impossible.
  private static let attempts = 20_000

  /// - Precondition: sides in `5...Grid.largestSide`.
  package init(rows: Int, columns: Int) {
    precondition(
      min(rows, columns) >= 5 && max(rows, columns) <= Grid.largestSide,
      "Mazes of \(rows) x \(columns) have no room; sides are 5 to \(Grid.largestSide).")
    self.rows = rows
    self.columns = columns
  }

  /// Levels with eight moves and one goal (a red door), each layout once.
  ///
  /// - Throws: ``EnvironmentError/tooFewAccepted(wanted:accepted:drawn:)`` where a maze that
  ///   meets the conditions cannot be found.
  package func levels(
    _ count: Int, excluding: Set<UInt64> = [], using random: inout RandomStream
  ) throws(EnvironmentError) -> [MazeLevel] {
    var levels: [MazeLevel] = []
    var seen = excluding
    var failures = 0
    while levels.count < count {
      guard failures < Self.attempts else {
        throw .tooFewAccepted(wanted: count, accepted: levels.count, drawn: failures)
      }
      failures += 1
      guard let level = draw(using: &random), seen.insert(level.digest).inserted else { continue }
      levels.append(level)
      failures = 0
    }
    return levels
  }

  private func draw(using random: inout RandomStream) -> MazeLevel? {
    var walls = [Bool](repeating: true, count: rows * columns)
    for row in 1..<rows - 1 {
      for column in 1..<columns - 1 { walls[row * columns + column] = false }
    }
    let stop = 0.5 * random.uniform()
    divide(
      &walls, rows: 1..<rows - 1, columns: 1..<columns - 1, stop: stop, depth: 0, using: &random)
    let grid = Grid(rows: rows, columns: columns, walls: walls, moves: .eight)
    let cells = ConnectedComponents(grid).largest
    guard cells.count > 1 else { return nil }
    let first = random.below(cells.count)
    let second = (first + 1 + random.below(cells.count - 1)) % cells.count
    let level = MazeLevel(
      unchecked: grid,
      objects: [PlacedObject(shape: .door, colour: .red, cell: grid.cell(cells[first]))],
      start: grid.cell(cells[second]))
    guard level.separatedShare >= minimumSeparated, Hardness(level).share >= minimumHardness
    else { return nil }
    return level
  }

  /// Parts a room by a wall with a gap, then both halves.
  private func divide(
    _ walls: inout [Bool], rows: Range<Int>, columns: Range<Int>, stop: Double, depth: Int,
    using random: inout RandomStream
  ) {
    guard depth == 0 || random.uniform() >= stop else { return }
    let acrossRows =
      rows.count == columns.count ? random.below(2) == 0 : rows.count > columns.count
    let (long, wide) = acrossRows ? (rows, columns) : (columns, rows)
    guard long.count >= 3, wide.count >= 2 else { return }
    func index(_ along: Int, _ across: Int) -> Int {
      acrossRows ? along * self.columns + across : across * self.columns + along
    }
    // A wall must not end at a gap of the walls around the room.
    let places = (long.lowerBound + 1..<long.upperBound - 1).filter {
      walls[index($0, wide.lowerBound - 1)] && walls[index($0, wide.upperBound)]
    }
    guard !places.isEmpty else { return }
    let place = places[random.below(places.count)]
    let gap = wide.lowerBound + random.below(wide.count)
    for across in wide where across != gap { walls[index(place, across)] = true }
    for half in [long.lowerBound..<place, place + 1..<long.upperBound] {
      divide(
        &walls, rows: acrossRows ? half : rows, columns: acrossRows ? columns : half, stop: stop,
        depth: depth + 1, using: &random)
    }
  }
}
