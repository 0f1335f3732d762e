/// A node of the solver: a box set, the lowest square of the player's region, and how it was
/// reached.
struct SolverNode {
  var boxes: FloorSet
  var player: UInt8
  /// The box square and the action of the push that led here.
  var box: UInt8
  var action: UInt8
  var isClosed = false
  var pushed: UInt16
  var bound: UInt16
  var parent: Int32

  init(
    boxes: FloorSet, player: UInt8, pushed: Int, bound: Int, parent: Int = -1, box: Int = 0,
    action: Int = 0
  ) {
    self.boxes = boxes
    self.player = player
    self.pushed = UInt16(truncatingIfNeeded: pushed)
    self.bound = UInt16(truncatingIfNeeded: bound)
    self.parent = Int32(truncatingIfNeeded: parent)
    self.box = UInt8(truncatingIfNeeded: box)
    self.action = UInt8(truncatingIfNeeded: action)
  }

  var hash: UInt64 {
    let low = UInt64(truncatingIfNeeded: boxes.rawValue)
    let high = UInt64(truncatingIfNeeded: boxes.rawValue >> 64)
    var bits = (low ^ (high &* 0x9e37_79b9_7f4a_7c15)) &+ UInt64(player) &* 0xd1b5_4a32_d192_ed03
    bits = (bits ^ bits >> 32) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 29) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 32
  }
}

/// The nodes met so far, found by their contents, and a queue of those not expanded yet, by the
/// sum of pushes and bound; of equals the one added last comes first.
struct OpenNodes {
  private(set) var nodes: [SolverNode] = []
  /// Open addressing with linear probing: the node's index, -1 in empty slots.
  private var slots = [Int32](repeating: -1, count: 256)
  private var queues: [[Int32]] = []
  private var lowest = 0

  /// Adds a node, or makes the same node cheaper; does neither where it is known as cheap.
  mutating func add(_ node: SolverNode) {
    var slot = Int(truncatingIfNeeded: node.hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if nodes[index].player == node.player, nodes[index].boxes == node.boxes {
        guard nodes[index].pushed > node.pushed else { return }
        nodes[index] = node
        enqueue(index)
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(node)
    enqueue(nodes.count - 1)
    if 2 * nodes.count > slots.count { grow() }
  }

  /// The cheapest node that is not expanded yet, nil when all are.
  mutating func next() -> Int? {
    while lowest < queues.count {
      guard let index = queues[lowest].popLast().map(Int.init) else {
        lowest += 1
        continue
      }
      // A node that was made cheaper is in two queues.
      guard !nodes[index].isClosed else { continue }
      nodes[index].isClosed = true
      return index
    }
    return nil
  }

  /// The pushes that lead to a node, the first one first.
  func pushes(to index: Int) -> [(box: Int, action: Int)] {
    var line: [(box: Int, action: Int)] = []
    var index = index
    while nodes[index].parent >= 0 {
      line.append((Int(nodes[index].box), Int(nodes[index].action)))
      index = Int(nodes[index].parent)
    }
    return line.reversed()
  }

  private mutating func enqueue(_ index: Int) {
    let cost = Int(nodes[index].pushed) + Int(nodes[index].bound)
    while queues.count <= cost { queues.append([]) }
    queues[cost].append(Int32(truncatingIfNeeded: index))
    lowest = min(lowest, cost)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 4 * slots.count)
    for index in nodes.indices {
      var slot = Int(truncatingIfNeeded: nodes[index].hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
