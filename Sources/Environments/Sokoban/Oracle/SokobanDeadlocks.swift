/// Signs that a room cannot be solved any more. Each is certain: no state that can be solved
/// shows one. Not every lost state does.
package struct SokobanDeadlocks: Sendable {
  private let room: SokobanRoom
  private let deadSquares: FloorSet

  package init(_ room: SokobanRoom) {
    self.room = room
    deadSquares = room.pushDistances.deadSquares
  }

  /// Whether a box stands where no target can be reached from, or a box is stuck off target.
  package func areDead(_ boxes: FloorSet) -> Bool {
    onDeadSquare(boxes) || isStuckInBlock(boxes) || isFrozen(boxes)
  }

  /// Whether a box stands on a square from which reverse pulls show no way to a target.
  package func onDeadSquare(_ boxes: FloorSet) -> Bool {
    !boxes.intersection(deadSquares).isEmpty
  }

  /// Whether two by two squares hold only walls and boxes, one of the boxes off target.
  package func isStuckInBlock(_ boxes: FloorSet) -> Bool {
    boxes.contains { isStuckInBlock(boxes, around: $0) }
  }

  /// Whether such a block holds a box of a given square.
  func isStuckInBlock(_ boxes: FloorSet, around square: Int) -> Bool {
    for vertical in 0..<2 {
      for horizontal in 2..<4 {
        // The fourth square is behind a neighbour that is no wall; between two walls it does not
        // matter for the box at the corner, which cannot move in either direction.
        let beside = room.neighbour(of: square, by: horizontal)
        let above = room.neighbour(of: square, by: vertical)
        let corner =
          above.flatMap { room.neighbour(of: $0, by: horizontal) }
          ?? beside.flatMap { room.neighbour(of: $0, by: vertical) }
        var isOffTarget = !room.targets.contains(square)
        var isClosed = true
        for other in [beside, above, corner] {
          guard let other else { continue }
          if !boxes.contains(other) { isClosed = false }
          if !room.targets.contains(other) { isOffTarget = true }
        }
        if isClosed && isOffTarget { return true }
      }
    }
    return false
  }

  /// Whether boxes hold each other fast for good, one of them off target.
  ///
  /// A box is fast along an axis where a wall or a fast box is on one side, or dead squares are on
  /// both; a box is fast when it is so along both axes. The recursion of this definition is
  /// answered by the largest set of boxes that bears itself out: of all boxes, those that are not
  /// fast are taken away until none is left to take. None of the set can be the first to move
  /// without being lost.
  package func isFrozen(_ boxes: FloorSet) -> Bool {
    var fast = boxes
    var changed = true
    while changed {
      changed = false
      for square in fast where !isFast(square, among: fast) {
        fast.remove(square)
        changed = true
      }
    }
    return fast.rawValue & ~room.targets.rawValue != 0
  }

  private func isFast(_ square: Int, among fast: FloorSet) -> Bool {
    for axis in [0, 2] {
      guard let first = room.neighbour(of: square, by: axis),
        let second = room.neighbour(of: square, by: axis + 1)
      else { continue }
      if fast.contains(first) || fast.contains(second) { continue }
      if deadSquares.contains(first) && deadSquares.contains(second) { continue }
      return false
    }
    return true
  }
}
