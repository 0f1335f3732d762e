package import LinearAlgebra

extension RedDoorEnvironment {
  /// Squares of the things are drawn again this often before the maze is.
  private static let placementsPerMaze = 64
  /// Mazes are drawn this often before the settings are called impossible.
  private static let mazesPerLevel = 1000

  /// A fresh level.
  ///
  /// Start and goal are two uniform squares of one component; the other things are drawn
  /// until they leave a way from start to goal. In shifted and factorial levels all things
  /// are drawn until there is a way to each past the others, so that their squares are
  /// exchangeable.
  ///
  /// - Throws: ``EnvironmentError`` where settings are out of range, or leave no room.
  /// - Complexity: a few microseconds at 9x9.
  package func level(using random: inout RandomStream) throws(EnvironmentError) -> MazeLevel {
    let types = drawTypes(using: &random)
    return try level(types: types, using: &random)
  }

  /// `count` fresh levels; factorial ones hold each of the 36 pairs equally often (to one)
  /// in shuffled order.
  ///
  /// - Throws: as ``level(using:)``.
  package func levels(
    _ count: Int, using random: inout RandomStream
  ) throws(EnvironmentError) -> [MazeLevel] {
    var levels: [MazeLevel] = []
    levels.reserveCapacity(count)
    guard support == .factorial else {
      for _ in 0..<count { levels.append(try level(using: &random)) }
      return levels
    }
    let pairs = FactorialPairs.all.count
    var order = random.permutation(pairs)
    for index in 0..<count {
      if index > 0, index % pairs == 0 { random.shuffle(&order) }
      levels.append(try level(pair: order[index % pairs], using: &random))
    }
    return levels
  }

  /// A fresh factorial level of one of the 36 ordered pairs (see ``FactorialPairs``).
  ///
  /// - Throws: as ``level(using:)``.
  package func level(
    pair: Int, using random: inout RandomStream
  ) throws(EnvironmentError) -> MazeLevel {
    let pair = FactorialPairs.all[pair]
    return try with(support: .factorial).level(types: [pair.first, pair.second], using: &random)
  }

  private func drawTypes(using random: inout RandomStream) -> [ObjectType] {
    switch support {
    case .train, .anyColour:
      let colours: [ObjectColour] = support == .train ? [.blue, .green] : [.red, .blue, .green]
      let door = support == .train ? ObjectColour.red : colours[random.below(3)]
      var types = [ObjectType(door, .door)]
      let count = distractors.lowerBound + random.below(distractors.count)
      for _ in 0..<count {
        let choice = random.below(2 * colours.count)
        types.append(
          ObjectType(colours[choice % colours.count], choice < colours.count ? .key : .gem))
      }
      return types
    case .shift:
      return [ObjectType(.blue, .door), ObjectType(.red, random.below(2) == 0 ? .key : .gem)]
    case .factorial:
      let pair = FactorialPairs.all[random.below(FactorialPairs.all.count)]
      return [pair.first, pair.second]
    }
  }

  /// A fresh level with exactly these things; the first door, or the first thing, is the goal.
  ///
  /// - Throws: as ``level(using:)``.
  package func level(
    types: [ObjectType], using random: inout RandomStream
  ) throws(EnvironmentError) -> MazeLevel {
    precondition(!types.isEmpty, "A level needs at least one thing.")
    try validate()
    for _ in 0..<Self.mazesPerLevel {
      let grid = Grid(rows: side, columns: side, walls: drawWalls(using: &random))
      var cells = placementCells(of: grid)
      guard cells.count > types.count else { continue }
      // The start, and a goal among distractors, stay while the others are drawn again; where
      // squares must be exchangeable all things are.
      let fixed = requiresEveryWay ? 1 : 2
      for index in 0..<fixed { cells.swapAt(index, index + random.below(cells.count - index)) }
      if fixed == 2, furthestStart > 0 {
        // The start is drawn again among the squares that may be near enough.
        let near = cells.indices.filter {
          $0 != 1 && steps(cells[$0], cells[1]) <= furthestStart
        }
        guard !near.isEmpty else { continue }
        cells.swapAt(0, near[random.below(near.count)])
      }
      for _ in 0..<Self.placementsPerMaze {
        for index in fixed..<max(types.count + 1, fixed) {
          cells.swapAt(index, index + random.below(cells.count - index))
        }
        let level = MazeLevel(
          unchecked: grid,
          objects: types.indices.map { PlacedObject(types[$0], at: grid.cell(cells[$0 + 1])) },
          start: grid.cell(cells[0]), distractorsEndEpisodes: distractorsEndEpisodes)
        if isAcceptable(level), isNearEnough(level) { return level }
        if fixed > types.count { break }
      }
    }
    throw .noRoom(things: types.count, side: side, mazes: Self.mazesPerLevel)
  }

  /// Walls with their openings.
  package func drawWalls(using random: inout RandomStream) -> [Bool] {
    if case .known(let seed) = generator {
      // The openings are the same in every level too.
      var (plain, own) = (self, MazeGenerator.stream(seed))
      plain.generator = .depthFirst
      return plain.drawWalls(using: &own)
    }
    var walls = generator.walls(side: side, using: &random)
    if case .percolation = generator { return walls }
    MazeOpenings.braid(share: braid, of: &walls, side: side, using: &random)
    MazeOpenings.open(share: openings, of: &walls, side: side, using: &random)
    return walls
  }

  /// The squares that things and agent may take: perfect mazes are one component.
  private func placementCells(of grid: Grid) -> [Int] {
    if case .percolation = generator { return ConnectedComponents(grid).largest }
    return grid.walls.withUnsafeBufferPointer { walls in
      [Int](unsafeUninitializedCapacity: walls.count) { cells, count in
        count = 0
        for index in walls.indices {
          cells[count] = index
          count += walls[index] ? 0 : 1
        }
      }
    }
  }

  /// Whether there must be a way to every thing past the others.
  private var requiresEveryWay: Bool { support == .shift || support == .factorial }

  /// Steps between two squares where no wall stands.
  private func steps(_ first: Int, _ second: Int) -> Int {
    abs(first / side - second / side) + abs(first % side - second % side)
  }

  private func isNearEnough(_ level: MazeLevel) -> Bool {
    furthestStart == 0 || level.paths().distance(at: level.start) <= furthestStart
  }

  private func isAcceptable(_ level: MazeLevel) -> Bool {
    guard requiresEveryWay else {
      // Without another thing in the way, every square of the component reaches the goal.
      return level.objects.count == 1 || level.leadsToGoal
    }
    var shared: ActionSet?
    for index in level.objects.indices {
      let paths = level.paths(toObject: index)
      guard paths.distance(at: level.start) > 0 else { return false }
      let actions = paths.optimalActions(at: level.start)
      shared = ActionSet(rawValue: (shared?.rawValue ?? actions.rawValue) & actions.rawValue)
    }
    return support == .shift || !startsAtDecision || shared?.isEmpty == true
  }
}
