import Environments
import LinearAlgebra
import Testing

/// Distances by relaxing every edge until nothing changes.
private func relaxedDistances(_ grid: Grid, to goals: [Cell], blocked: [Cell]) -> [Int] {
  let far = Int.max / 2
  var distances = [Int](repeating: far, count: grid.count)
  for goal in goals { distances[grid.index(goal)] = 0 }
  var changed = true
  while changed {
    changed = false
    for cell in grid.freeCells where !blocked.contains(cell) || goals.contains(cell) {
      for offset in grid.moves.offsets {
        let next = cell.moved(by: offset)
        guard grid.isFree(next) else { continue }
        let through = distances[grid.index(next)] + 1
        if !goals.contains(cell), through < distances[grid.index(cell)] {
          distances[grid.index(cell)] = through
          changed = true
        }
      }
    }
  }
  return distances.map { $0 >= far ? -1 : $0 }
}

@Test(arguments: [MoveSet.four, .eight], [true, false])
func distancesAndActionsEqualBruteForce(moves: MoveSet, fenced: Bool) {
  var random = RandomStream(seed: 11)
  for _ in 0..<60 {
    let (rows, columns) = (3 + random.below(8), 3 + random.below(8))
    var grid = openBorderGrid(
      rows: rows, columns: columns, wallShare: 0.3, moves: moves, using: &random)
    if fenced {
      grid = Grid(
        rows: rows, columns: columns,
        walls: grid.walls.indices.map { grid.walls[$0] || grid.isBorder(grid.cell($0)) },
        moves: moves)
    }
    var free = grid.freeCells
    random.shuffle(&free)
    guard free.count >= 5 else { continue }
    let goals = Array(free[0..<2])
    let blocked = Array(free[2..<4])
    let paths = ShortestPaths(grid: grid, to: goals, blocked: blocked)
    let expected = relaxedDistances(grid, to: goals, blocked: blocked)
    #expect(paths.distances == expected)
    for cell in grid.freeCells {
      var optimal: [Int] = []
      for (action, offset) in moves.offsets.enumerated() {
        let next = cell.moved(by: offset)
        guard grid.isFree(next), expected[grid.index(cell)] > 0 else { continue }
        let there = expected[grid.index(next)]
        if there >= 0, there + 1 == expected[grid.index(cell)] { optimal.append(action) }
      }
      #expect(paths.optimalActions(at: cell) == ActionSet(optimal))
      #expect(paths.uniqueAction(at: cell) == (optimal.count == 1 ? optimal[0] : nil))
    }
    #expect(
      paths.optimalActionMap() == (0..<grid.count).map { paths.optimalActions(at: grid.cell($0)) })
  }
}

@Test func distancesWithFourMovesAlternateLikeACheckerboard() throws {
  var random = RandomStream(seed: 4)
  for _ in 0..<200 {
    let level = try environment().level(using: &random)
    let paths = level.paths()
    for cell in paths.startCells {
      #expect(paths.distance(at: cell) % 2 == cell.manhattanDistance(to: level.goal) % 2)
    }
  }
}

@Test func thingsStandInTheWayAndTiesAreKept() throws {
  let level = try level(
    """
    #######
    #@....#
    #.###.#
    #..b..#
    #####D#
    #######
    """)
  let paths = level.paths()
  #expect(paths.distance(at: level.start) == 7)
  #expect(paths.uniqueAction(at: level.start) == 3)
  #expect(paths.distance(at: Cell(row: 3, column: 3)) == -1)
  #expect(paths.distance(at: Cell(row: 3, column: 2)) == 10)
  let open = ShortestPaths(grid: level.grid, to: level.goal)
  #expect(open.distance(at: level.start) == 7)
  #expect(open.optimalActions(at: level.start) == ActionSet([1, 3]))
  #expect(open.uniqueAction(at: level.start) == nil)
  #expect(open.path(from: level.start).count == 8)
  #expect(open.optimalActions(at: level.goal).isEmpty)
}

@Test func actionSetsBehaveAsSets() {
  let set = ActionSet([0, 3, 7])
  #expect(Array(set) == [0, 3, 7])
  #expect(set.count == 3 && set.lowest == 0 && set.only == nil)
  #expect(set.contains(3) && !set.contains(2))
  #expect(ActionSet([2]).only == 2)
  #expect(ActionSet.empty.isEmpty && ActionSet.empty.lowest == nil)
  #expect(set.isDisjoint(with: ActionSet([1, 2])) && !set.isDisjoint(with: ActionSet([7])))
  #expect(ActionSet([3]).isSubset(of: set) && !ActionSet([1, 3]).isSubset(of: set))
  #expect(set.union(ActionSet([1])) == ActionSet([0, 1, 3, 7]))
}
