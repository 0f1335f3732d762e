package import LinearAlgebra

/// Small rooms with random walls, their boxes pulled away from the targets at random.
///
/// Of the walls that ``rooms`` draws the largest component of free squares stays. Boxes and
/// targets are placed solved and the player beside them; then random pulls, each drawn from all
/// that the player can walk to. A level is accepted if the least number of pushes that solves it
/// is in a range.
package struct SokobanGenerator: Sendable, Equatable {
  /// The number of rows and of columns, with the closed border.
  package var side = 7
  package var rooms = SokobanRooms.scattered
  /// The number of boxes, drawn uniformly.
  package var boxes = 1...2
  /// The least number of pushes that solves the level.
  package var pushes = 4...25

  /// The number of random pulls.
  package var pulls = 40

  /// Levels are drawn this often before the settings are called impossible.
  private static let attempts = 2000
  /// Levels that take the solver longer are not accepted.
  private static let nodeLimit = 20_000

  package init() {}

  /// A fresh level.
  ///
  /// - Parameter isWanted: asked of levels before they are solved, such as whether they belong to
  ///   the part that is drawn from.
  /// - Throws: ``EnvironmentError/tooFewAccepted(wanted:accepted:drawn:)``.
  package func level(
    using random: inout RandomStream, where isWanted: (SokobanLevel) -> Bool = { _ in true }
  ) throws(EnvironmentError) -> SokobanLevel {
    for _ in 0..<Self.attempts {
      guard let level = draw(using: &random), !level.isSolved, isWanted(level),
        isAcceptable(level)
      else { continue }
      return level
    }
    throw .tooFewAccepted(wanted: 1, accepted: 0, drawn: Self.attempts)
  }

  private func isAcceptable(_ level: SokobanLevel) -> Bool {
    let solver = SokobanSolver(level.room, nodeLimit: Self.nodeLimit)
    let solution = solver.solve(from: level.start, longest: pushes.upperBound)
    return solution.plan.map { pushes.contains($0.pushes) } ?? false
  }

  /// A level after its pulls, nil where the room is too small.
  private func draw(using random: inout RandomStream) -> SokobanLevel? {
    let count = boxes.lowerBound + random.below(boxes.count)
    var symbols = drawSymbols(using: &random)
    var floor = symbols.indices.filter { symbols[$0] != SokobanSymbol.wall }
    guard floor.count > count + 1 else { return nil }
    for index in 0...count { floor.swapAt(index, index + random.below(floor.count - index)) }
    for place in floor[..<count] { symbols[place] = SokobanSymbol.boxOnTarget }
    symbols[floor[count]] = SokobanSymbol.player
    let solved = symbols.withUnsafeBufferPointer {
      SokobanLevel(rows: side, columns: side, symbols: $0)
    }
    var state = solved.start
    for _ in 0..<pulls {
      guard solved.room.pull(&state, using: &random) else { break }
    }
    let region = Array(solved.room.region(of: state))
    state.player = region[random.below(region.count)]
    return SokobanLevel(room: solved.room, start: state)
  }

  /// Walls and floor of one component.
  private func drawSymbols(using random: inout RandomStream) -> [UInt8] {
    let walls = rooms.walls(side: side, using: &random)
    var symbols = [UInt8](repeating: SokobanSymbol.wall, count: side * side)
    for place in ConnectedComponents(Grid(rows: side, columns: side, walls: walls)).largest {
      symbols[place] = SokobanSymbol.floor
    }
    return symbols
  }
}

extension SokobanRoom {
  /// Lets the player walk to a box and step back with it, drawn from all such pulls.
  ///
  /// - Returns: whether there was one.
  func pull(_ state: inout SokobanState, using random: inout RandomStream) -> Bool {
    let region = region(of: state)
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 4 * boxCount) { pulls in
      var count = 0
      for box in state.boxes {
        for action in 0..<4 {
          guard let stand = neighbour(of: box, by: action), region.contains(stand),
            let back = neighbour(of: stand, by: action), !state.boxes.contains(back)
          else { continue }
          pulls[count] = UInt16(box << 2 | action)
          count += 1
        }
      }
      guard count > 0 else { return false }
      let pull = Int(pulls[random.below(count)])
      let (box, action) = (pull >> 2, pull & 3)
      let stand = Int(neighbours[4 * box + action])
      state.boxes = state.boxes.moving(box, to: stand)
      state.player = Int(neighbours[4 * stand + action])
      return true
    }
  }
}
