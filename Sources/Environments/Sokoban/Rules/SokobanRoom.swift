internal import Synchronization

/// What never changes in a Sokoban level: walls and targets. The squares that are not walls are
/// its floor, numbered from 0 in reading order; the edge of the rectangle stops a move as a wall
/// does.
///
/// A class, for all episodes in a room share what is worked out about it once.
package final class SokobanRoom: Sendable {
  package let rows: Int
  package let columns: Int
  /// The floor number of each square of the rectangle, row-major; ``none`` on walls.
  let numbers: [UInt8]
  /// The row-major place of each floor square.
  let places: [UInt16]
  /// The floor square that action `a` leads to from square `f`, at `4 f + a`; ``none`` where a
  /// wall or the edge is.
  let neighbours: [UInt8]
  /// The floor squares where boxes have to go; there are as many boxes.
  package let targets: FloorSet

  /// Stands for no floor square.
  static let none: UInt8 = 255
  /// The longest side of a room.
  package static let largestSide = 64
  /// The largest number of floor squares: 11 x 11 in a closed border of 13 x 13.
  package static let largestFloor = FloorSet.capacity
  /// The largest number of boxes.
  package static let largestBoxCount = 20

  private let known = Mutex(Known())

  /// What was worked out about the room so far.
  private struct Known {
    var pushes: PushDistances?
    var distances: SokobanDistances?
    var bare: SokobanRoom?
  }

  private init(sameAs other: SokobanRoom) {
    rows = other.rows
    columns = other.columns
    numbers = other.numbers
    places = other.places
    neighbours = other.neighbours
    targets = other.targets
  }

  /// The same room with nothing worked out about it, one for all that ask.
  var bare: SokobanRoom {
    known.withLock { known in
      if let bare = known.bare { return bare }
      let bare = SokobanRoom(sameAs: self)
      known.bare = bare
      return bare
    }
  }

  /// A room of a drawing; see ``SokobanSymbol``.
  ///
  /// - Precondition: sides within ``largestSide``, at most ``largestFloor`` floor squares.
  init(rows: Int, columns: Int, symbols: UnsafeBufferPointer<UInt8>) {
    precondition(
      symbols.count == rows * columns && rows > 0 && columns > 0 && rows <= Self.largestSide
        && columns <= Self.largestSide, "A room's drawing has to fill its rectangle.")
    var targets = FloorSet()
    var places: [UInt16] = []
    places.reserveCapacity(min(symbols.count, Self.largestFloor))
    let numbers = [UInt8](unsafeUninitializedCapacity: symbols.count) { numbers, written in
      written = symbols.count
      for place in symbols.indices {
        guard symbols[place] != SokobanSymbol.wall else {
          numbers[place] = Self.none
          continue
        }
        let number = places.count
        precondition(
          number < Self.largestFloor, "A room has at most \(Self.largestFloor) floor squares.")
        numbers[place] = UInt8(truncatingIfNeeded: number)
        if SokobanSymbol.isTarget(symbols[place]) { targets.insert(number) }
        places.append(UInt16(truncatingIfNeeded: place))
      }
    }
    neighbours = Self.neighbours(of: places, numbers, rows: rows, columns: columns)
    self.rows = rows
    self.columns = columns
    self.numbers = numbers
    self.places = places
    self.targets = targets
  }

  private static func neighbours(
    of places: [UInt16], _ numbers: [UInt8], rows: Int, columns: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4 * places.count) { result, written in
      written = 4 * places.count
      for (square, place) in places.enumerated() {
        let place = Int(place)
        let column = place % columns
        result[4 * square] = place >= columns ? numbers[place - columns] : none
        result[4 * square + 1] =
          place + columns < rows * columns ? numbers[place + columns] : none
        result[4 * square + 2] = column > 0 ? numbers[place - 1] : none
        result[4 * square + 3] = column + 1 < columns ? numbers[place + 1] : none
      }
    }
  }

  /// The number of floor squares.
  package var floorCount: Int { places.count }

  /// The number of targets, and of boxes.
  package var boxCount: Int { targets.count }

  package func isWall(_ cell: Cell) -> Bool {
    numbers[cell.row * columns + cell.column] == Self.none
  }

  /// The place of a floor square.
  package func cell(_ square: Int) -> Cell {
    Cell(row: Int(places[square]) / columns, column: Int(places[square]) % columns)
  }

  /// The floor square at a place, nil at walls and outside.
  package func square(at cell: Cell) -> Int? {
    guard cell.row >= 0, cell.row < rows, cell.column >= 0, cell.column < columns else {
      return nil
    }
    let number = numbers[cell.row * columns + cell.column]
    return number == Self.none ? nil : Int(number)
  }

  /// The floor square that an action leads to, nil where a wall or the edge is.
  package func neighbour(of square: Int, by action: Int) -> Int? {
    let number = neighbours[4 * square + action]
    return number == Self.none ? nil : Int(number)
  }

  /// How many pushes a box needs at least between floor squares; worked out on first use.
  package var pushDistances: PushDistances {
    known.withLock { known in
      if let pushes = known.pushes { return pushes }
      let pushes = PushDistances(self)
      known.pushes = pushes
      return pushes
    }
  }

  /// The number of ways to place boxes and player, on one square or not; `Int.max` where it is
  /// larger than that.
  package var stateCount: Int {
    let sets = BoxNumbering(floor: floorCount, boxes: boxCount).count
    let (count, overflow) = sets.multipliedReportingOverflow(by: floorCount)
    return overflow ? .max : count
  }

  /// The exact distances of all states, nil where there are more of them than the limit; worked
  /// out on first use.
  package func distances(within limit: Int) -> SokobanDistances? {
    guard stateCount <= limit else { return nil }
    return known.withLock { known in
      if let distances = known.distances { return distances }
      let distances = SokobanDistances(self)
      known.distances = distances
      return distances
    }
  }
}
