package import LinearAlgebra

/// A corner of the maze, inside its border.
package enum CheesePlace: String, CaseIterable, Sendable {
  /// The place of training.
  case topRight = "top-right"
  case topLeft = "top-left"
  case bottomRight = "bottom-right"
  case bottomLeft = "bottom-left"

  /// The free squares of the block of so many rows and columns in this corner.
  func cells(of grid: Grid, size: Int) -> [Cell] {
    let isTop = self == .topRight || self == .topLeft
    let isLeft = self == .topLeft || self == .bottomLeft
    return grid.freeCells.filter { cell in
      let row = isTop ? cell.row : grid.rows - 1 - cell.row
      let column = isLeft ? cell.column : grid.columns - 1 - cell.column
      return row <= size && column <= size
    }
  }
}

/// One condition of the probing set that crosses the cheese's place with how far the start is
/// from the place of training.
package struct CheeseCondition: Hashable, Sendable {
  package let place: CheesePlace
  /// Whether the start's way to the top right corner is longer than that of half of the squares.
  package let startsFar: Bool

  /// All eight.
  package static let all: [CheeseCondition] = CheesePlace.allCases.flatMap { place in
    [false, true].map { CheeseCondition(place: place, startsFar: $0) }
  }
}

extension CheeseEnvironment {
  /// Mazes are drawn this often before the settings are called impossible.
  private static let mazesPerLevel = 1000

  /// A fresh level of one condition; blocks are as large as the region of training, one square
  /// where the cheese may be anywhere.
  package func level(
    _ condition: CheeseCondition, using random: inout RandomStream
  ) throws(EnvironmentError) -> CheeseLevel {
    var size = 1
    if case .region(let region) = region { size = region }
    for _ in 0..<Self.mazesPerLevel {
      let grid = try grid(using: &random)
      let places = condition.place.cells(of: grid, size: size)
      let cheese = places[random.below(places.count)]
      let corner = ShortestPaths(grid: grid, to: Cell(row: 1, column: side - 2))
      let cells = grid.freeCells
      let median = cells.map { corner.distance(at: $0) }.sorted()[cells.count / 2]
      let starts = cells.filter {
        $0 != cheese && corner.distance(at: $0) > 0
          && (corner.distance(at: $0) > median) == condition.startsFar
      }
      guard !starts.isEmpty else { continue }
      return CheeseLevel(grid: grid, cheese: cheese, start: starts[random.below(starts.count)])
    }
    throw .noRoom(things: 1, side: side, mazes: Self.mazesPerLevel)
  }

  /// `count` fresh levels, each of the eight conditions equally often (to one), in shuffled order.
  package func factorialLevels(
    _ count: Int, using random: inout RandomStream
  ) throws(EnvironmentError) -> [(condition: CheeseCondition, level: CheeseLevel)] {
    var order: [Int] = []
    var levels: [(condition: CheeseCondition, level: CheeseLevel)] = []
    for index in 0..<count {
      let place = index % CheeseCondition.all.count
      if place == 0 { order = random.permutation(CheeseCondition.all.count) }
      let condition = CheeseCondition.all[order[place]]
      levels.append((condition, try level(condition, using: &random)))
    }
    return levels
  }
}
