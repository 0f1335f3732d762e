/// The least number of steps to the solved room from every state of a room, by one backward
/// breadth-first search from all solved states. Every set of squares for the boxes and every
/// square for the player is a state, whether the level's start leads there or not.
///
/// - Complexity: one visit a state that can be solved, with four ways back by walking and up to
///   four by pulling; two bytes a state.
package struct SokobanDistances: Sendable {
  /// Rooms with more states than this cannot have any.
  package static let largestStateCount = 50_000_000
  /// Stands for no way, and for no state.
  private static let none = UInt16.max

  private let numbering: BoxNumbering
  private let floor: Int
  /// At the box set's number times the floor squares, plus the player's.
  private let steps: [UInt16]

  /// - Precondition: the room has at most ``largestStateCount`` states.
  init(_ room: SokobanRoom) {
    precondition(
      room.stateCount <= Self.largestStateCount,
      "A room of \(room.stateCount) states is too large for exact distances.")
    numbering = BoxNumbering(floor: room.floorCount, boxes: room.boxCount)
    floor = room.floorCount
    let count = numbering.count * floor
    let sets = Self.sets(numbering)
    let goal = numbering.number(of: room.targets)
    steps = [UInt16](unsafeUninitializedCapacity: count) { steps, written in
      written = count
      steps.update(repeating: Self.none)
      Self.search(room, sets: sets, goal: goal, steps: steps)
    }
  }

  /// All box sets in the order of their numbers: of two numbers with as many bits, the next larger
  /// one comes next (Gosper).
  private static func sets(_ numbering: BoxNumbering) -> [UInt128] {
    var sets: [UInt128] = []
    sets.reserveCapacity(numbering.count)
    var set = (UInt128(1) << UInt128(numbering.boxes)) &- 1
    for _ in 0..<numbering.count {
      sets.append(set)
      let low = set & (0 &- set)
      let carried = set &+ low
      let rest = (carried ^ set) >> UInt128(2 + set.trailingZeroBitCount)
      set = carried | rest
    }
    return sets
  }

  private static func search(
    _ room: SokobanRoom, sets: [UInt128], goal: Int, steps: UnsafeMutableBufferPointer<UInt16>
  ) {
    let floor = room.floorCount
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: steps.count) { queue in
      var (head, tail) = (0, 0)
      @inline(__always)
      func reach(_ state: Int, _ distance: UInt16) {
        guard steps[state] == none else { return }
        steps[state] = distance
        queue[tail] = Int32(truncatingIfNeeded: state)
        tail += 1
      }
      for player in 0..<floor where !room.targets.contains(player) {
        reach(goal * floor + player, 0)
      }
      BoxNumbering.binomials.withUnsafeBufferPointer { binomials in
        room.neighbours.withUnsafeBufferPointer { neighbours in
          sets.withUnsafeBufferPointer { sets in
            while head < tail {
              let here = Int(queue[head])
              head += 1
              let (number, player) = here.quotientAndRemainder(dividingBy: floor)
              let boxes = FloorSet(rawValue: sets[number])
              let distance = steps[here] &+ 1
              for action in 0..<4 {
                // Up and down, left and right are each other's opposites: 0 and 1, 2 and 3.
                let from = neighbours[4 * player + action ^ 1]
                guard from != SokobanRoom.none, !boxes.contains(Int(from)) else { continue }
                reach(number * floor + Int(from), distance)
                let ahead = neighbours[4 * player + action]
                guard ahead != SokobanRoom.none, boxes.contains(Int(ahead)) else { continue }
                let earlier = boxes.moving(Int(ahead), to: player)
                reach(
                  BoxNumbering.number(of: earlier, binomials.baseAddress) * floor + Int(from),
                  distance)
              }
            }
          }
        }
      }
    }
  }

  /// The number of states, those that cannot be solved and those with the player on a box's
  /// square included.
  package var count: Int { steps.count }

  /// The least number of steps from a state to the solved room, -1 where there is no way.
  package func distance(of state: SokobanState) -> Int {
    let steps = steps[numbering.number(of: state.boxes) * floor + state.player]
    return steps == Self.none ? -1 : Int(steps)
  }

  /// All actions that begin a shortest way; empty when solved and where there is no way.
  package func optimalActions(at state: SokobanState, in room: SokobanRoom) -> ActionSet {
    let here = distance(of: state)
    guard here > 0 else { return .empty }
    var actions = ActionSet.empty
    for action in 0..<4 {
      var next = state
      if next.take(action, in: room) != .blocked, distance(of: next) == here - 1 {
        actions.insert(action)
      }
    }
    return actions
  }

  /// The state of a place in the table, nil where it is solved already or cannot be.
  package func state(at place: Int) -> SokobanState? {
    guard steps[place] != Self.none, steps[place] > 0 else { return nil }
    return SokobanState(player: place % floor, boxes: numbering.set(place / floor))
  }
}
