/// A maze with keys and chests in it and a square where the agent starts.
///
/// Walking onto a key takes it. Walking onto a closed chest with a key in hand opens it and uses
/// the key up; without one nothing happens. Nothing stands in the way. All is done when as many
/// chests are open as there can be.
package struct KeysAndChestsLevel: Sendable, Equatable {
  package let grid: Grid
  package let keys: [Cell]
  package let chests: [Cell]
  package let start: Cell
  /// By square: a key's number, the number of keys plus a chest's, or -1.
  let things: [Int8]

  /// The most keys and chests together that a level may have.
  package static let mostThings = 15

  /// - Precondition: squares are free and distinct, at least one key and one chest, at most
  ///   ``mostThings`` together, and a way leads from the start to all of them.
  package init(grid: Grid, keys: [Cell], chests: [Cell], start: Cell) {
    precondition(
      !keys.isEmpty && !chests.isEmpty && keys.count + chests.count <= Self.mostThings,
      "A level needs keys and chests, at most \(Self.mostThings) together.")
    let paths = ShortestPaths(grid: grid, to: start)
    var things = [Int8](repeating: -1, count: grid.count)
    for (number, cell) in (keys + chests).enumerated() {
      precondition(
        paths.distance(at: cell) > 0 && things[grid.index(cell)] < 0,
        "No way leads to the thing at \(cell.text), or its square is taken twice.")
      things[grid.index(cell)] = Int8(number)
    }
    self.grid = grid
    self.keys = keys
    self.chests = chests
    self.start = start
    self.things = things
  }

  /// How many chests can be opened.
  package var goalCount: Int { min(keys.count, chests.count) }

  /// The number of steps after which an episode is cut: enough for a walk through the whole maze
  /// that takes the keys and one that opens chests, each of less than two steps a free square.
  package var stepLimit: Int { 4 * grid.freeCount }

  /// The state at the start.
  package var startState: KeysAndChestsState { KeysAndChestsState(cell: grid.index(start)) }

  /// The state after an action, with what is on the square it leads to taken or opened.
  @inline(__always)
  func next(_ state: KeysAndChestsState, _ action: Int) -> KeysAndChestsState {
    var next = state
    next.cell = grid.index(grid.destination(of: action, from: grid.cell(state.cell)))
    if let event = event(on: next.cell, in: state) { next.done |= event }
    return next
  }

  /// The bit of ``KeysAndChestsState/done`` that entering a square sets, or nil.
  @inline(__always)
  func event(on cell: Int, in state: KeysAndChestsState) -> UInt16? {
    let thing = Int(things[cell])
    guard thing >= 0 else { return nil }
    let bit = UInt16(1) << UInt16(thing)
    guard state.done & bit == 0 else { return nil }
    return thing < keys.count || held(state) > 0 ? bit : nil
  }

  /// The number of keys taken.
  @inline(__always)
  package func taken(_ state: KeysAndChestsState) -> Int {
    (state.done & (1 << UInt16(keys.count) - 1)).nonzeroBitCount
  }

  /// The number of chests opened.
  @inline(__always)
  package func opened(_ state: KeysAndChestsState) -> Int {
    (state.done >> UInt16(keys.count)).nonzeroBitCount
  }

  /// The number of keys in hand.
  @inline(__always)
  package func held(_ state: KeysAndChestsState) -> Int { taken(state) - opened(state) }

  /// Whether as many chests are open as there can be.
  @inline(__always)
  package func isOver(_ state: KeysAndChestsState) -> Bool { opened(state) >= goalCount }

  /// The layout's name for the split into levels trained on and held out; see
  /// ``MazeLevel/digest``.
  package var digest: UInt64 {
    MazeLevel(
      unchecked: grid,
      objects: keys.map { PlacedObject(ObjectType(.blue, .key), at: $0) }
        + chests.map { PlacedObject(ObjectType(.blue, .gem), at: $0) },
      start: start
    ).digest
  }
}

/// Where the agent is and what was done.
package struct KeysAndChestsState: Hashable, Sendable {
  /// The row-major square.
  package var cell: Int
  /// Bit `i` is 1 where key `i` is taken; the chests' bits follow the keys'.
  package var done: UInt16 = 0

  package init(cell: Int, done: UInt16 = 0) {
    self.cell = cell
    self.done = done
  }
}
