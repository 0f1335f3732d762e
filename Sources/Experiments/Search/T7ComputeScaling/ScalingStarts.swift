package import Environments
package import LinearAlgebra
internal import Statistics

/// The decisions on which compute scaling is measured: several starts of each level, spread evenly
/// over the distances that the level has, each at a square where some free move is not optimal.
///
/// Starts of a level share its unit: they are one level to every interval.
package struct ScalingStarts: Sendable {
  /// One level a start, the agent at it.
  package let levels: [MazeLevel]
  package let unit: [Int]
  package let units: Int
  /// Steps to the goal.
  package let distance: [Int]
  /// Steps to the nearest goal as they would be without walls.
  package let open: [Double]
  /// The share of a guesser's choices among the moves to free squares that would be right.
  package let guess: [Double]

  package var count: Int { levels.count }

  /// Draws the starts.
  ///
  /// - Parameters:
  ///   - perLevel: how many a level at most; each is drawn from a range of distances of its own.
  ///   - most: levels beyond so many are left out.
  /// - Throws: `StatisticsError` when two levels have one id.
  package init(
    _ set: LevelSet, perLevel: Int = 3, most: Int = 200, using random: inout RandomStream
  ) throws {
    let keys = Array(set.keys.prefix(most))
    let grouped = try LevelUnits(keys)
    var levels: [MazeLevel] = []
    var unit: [Int] = []
    var distance: [Int] = []
    var open: [Double] = []
    var guess: [Double] = []
    for index in keys.indices {
      let level = set.levels[index]
      let paths = level.paths()
      let cells = paths.startCells.filter { Self.isDecision($0, level, paths) }
      let farthest = cells.map { paths.distance(at: $0) }.max() ?? 0
      for slice in 0..<perLevel {
        let near = slice * farthest / perLevel + 1
        let far = (slice + 1) * farthest / perLevel
        guard near <= far else { continue }
        let candidates = cells.filter { (near...far).contains(paths.distance(at: $0)) }
        guard !candidates.isEmpty else { continue }
        let cell = candidates[random.below(candidates.count)]
        let free = level.grid.moves.offsets.count { level.grid.isFree(cell.moved(by: $0)) }
        levels.append(try level.starting(at: cell))
        unit.append(grouped.unitOfLevel[index])
        distance.append(paths.distance(at: cell))
        open.append(
          level.goals.map { Double(level.grid.moves.openDistance(from: cell, to: $0)) }.min() ?? 0)
        guess.append(Double(paths.optimalActions(at: cell).count) / Double(max(1, free)))
      }
    }
    // Units without any start do not count.
    let present = Set(unit).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    self.levels = levels
    self.unit = unit.map { places[$0] ?? 0 }
    units = present.count
    self.distance = distance
    self.open = open
    self.guess = guess
  }

  /// Whether there is something to decide: no thing on the square and a free move that is wrong.
  private static func isDecision(_ cell: Cell, _ level: MazeLevel, _ paths: ShortestPaths) -> Bool {
    guard level.object(at: cell) == nil else { return false }
    let optimal = paths.optimalActions(at: cell)
    return level.grid.moves.offsets.enumerated().contains { action, offset in
      !optimal.contains(action) && level.grid.isFree(cell.moved(by: offset))
    }
  }
}
