/// Where the player and the boxes are, as floor squares of a room.
package struct SokobanState: Hashable, Sendable {
  package var player: Int
  package var boxes: FloorSet

  @inlinable
  package init(player: Int, boxes: FloorSet) {
    self.player = player
    self.boxes = boxes
  }

  /// What an action did.
  package enum Effect: Equatable, Sendable {
    /// A wall, the edge, or a box that cannot move was in the way.
    case blocked
    case walked
    /// A box went from the player's new square to another.
    case pushed(to: Int)
  }

  /// Moves the player up, down, left or right (0 to 3). It walks onto floor; it pushes a box when
  /// the square behind the box is floor without a box; else nothing changes.
  ///
  /// - Precondition: `action` in `0...3`, the state belongs to the room.
  @inline(__always)
  package mutating func take(_ action: Int, in room: SokobanRoom) -> Effect {
    room.neighbours.withUnsafeBufferPointer { neighbours in
      let next = neighbours[4 * player + action]
      guard next != SokobanRoom.none else { return .blocked }
      guard boxes.contains(Int(next)) else {
        player = Int(next)
        return .walked
      }
      let beyond = neighbours[4 * Int(next) + action]
      guard beyond != SokobanRoom.none, !boxes.contains(Int(beyond)) else { return .blocked }
      boxes = boxes.moving(Int(next), to: Int(beyond))
      player = Int(next)
      return .pushed(to: Int(beyond))
    }
  }

  /// Whether every box is on a target.
  package func isSolved(in room: SokobanRoom) -> Bool { boxes == room.targets }
}

extension SokobanRoom {
  /// The floor squares that the player can walk to, its own included.
  package func region(of state: SokobanState) -> FloorSet {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: floorCount) { queue in
      var seen = state.boxes
      seen.insert(state.player)
      queue[0] = UInt8(truncatingIfNeeded: state.player)
      var (head, tail) = (0, 1)
      neighbours.withUnsafeBufferPointer { neighbours in
        while head < tail {
          let here = Int(queue[head])
          head += 1
          for action in 0..<4 {
            let next = neighbours[4 * here + action]
            guard next != Self.none, !seen.contains(Int(next)) else { continue }
            seen.insert(Int(next))
            queue[tail] = next
            tail += 1
          }
        }
      }
      return FloorSet(rawValue: seen.rawValue & ~state.boxes.rawValue)
    }
  }
}
