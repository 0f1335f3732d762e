/// How many pushes a lone box needs at least to each target of a room, wherever the player
/// stands, by reverse pulls: a lower bound for every state.
package struct PushDistances: Sendable {
  /// Stands for no way, larger than every sum of distances.
  static let none: Int32 = 1 << 20
  private let floor: Int
  /// At the target's place among the targets times the floor squares, plus the box's square.
  private let pushes: [Int32]
  /// The floor squares from which no target can be reached: a box there is lost.
  package let deadSquares: FloorSet

  init(_ room: SokobanRoom) {
    floor = room.floorCount
    var pushes = [Int32](repeating: Self.none, count: room.boxCount * floor)
    var alive = FloorSet()
    var queue: [Int] = []
    for (index, target) in room.targets.enumerated() {
      let first = index * floor
      pushes[first + target] = 0
      queue = [target]
      var head = 0
      while head < queue.count {
        let here = queue[head]
        head += 1
        alive.insert(here)
        for action in 0..<4 {
          // The box is pulled one square, the player steps back before it: both squares are floor.
          guard let there = room.neighbour(of: here, by: action),
            room.neighbour(of: there, by: action) != nil, pushes[first + there] == Self.none
          else { continue }
          pushes[first + there] = pushes[first + here] + 1
          queue.append(there)
        }
      }
    }
    self.pushes = pushes
    deadSquares = FloorSet((0..<floor).filter { !alive.contains($0) })
  }

  /// The least number of pushes that takes a lone box from a square to the `index`-th target, nil
  /// where there is no way.
  package func pushes(from square: Int, toTarget index: Int) -> Int? {
    let pushes = pushes[index * floor + square]
    return pushes == Self.none ? nil : Int(pushes)
  }

  /// A lower bound of the pushes that a box set needs: the least sum over the ways of giving each
  /// box a target of its own; nil where there is none, and the room cannot be solved.
  package func lowerBound(of boxes: FloorSet) -> Int? {
    let order = boxes.count
    let least = withUnsafeTemporaryAllocation(of: Int32.self, capacity: order * order) { costs in
      var row = 0
      for square in boxes {
        for target in 0..<order { costs[row * order + target] = pushes[target * floor + square] }
        row += 1
      }
      return Assignment.leastCost(UnsafeBufferPointer(costs), order: order)
    }
    return least >= Self.none ? nil : Int(least)
  }
}
