/// A* over box sets and the region that the player can walk in, each push costing one.
///
/// A node is a box set with the lowest square of the player's region. The heuristic is the least
/// sum of push distances over the ways of giving boxes targets (``PushDistances``), which changes
/// by at most one a push, so that the first plan found has the fewest pushes. States that show a
/// deadlock (``SokobanDeadlocks``) are left out. Between two pushes the player goes the shortest
/// way; the plan as a whole need not have the fewest steps.
package struct SokobanSolver: Sendable {
  /// Nodes that are expanded before the search is given up.
  package static let defaultNodeLimit = 200_000

  package let room: SokobanRoom
  package let nodeLimit: Int
  private let pushes: PushDistances
  private let deadlocks: SokobanDeadlocks

  package init(_ room: SokobanRoom, nodeLimit: Int = SokobanSolver.defaultNodeLimit) {
    self.room = room
    self.nodeLimit = nodeLimit
    pushes = room.pushDistances
    deadlocks = SokobanDeadlocks(room)
  }

  /// A plan with the fewest pushes, or what is known instead.
  ///
  /// - Parameter longest: plans of more pushes than this are not looked for; where there are only
  ///   such plans the answer is ``SokobanSolution/notFoundWithin(nodes:)``.
  /// - Complexity: one flood of the floor a node and a push; a node takes some 40 bytes.
  package func solve(from start: SokobanState, longest: Int = .max) -> SokobanSolution {
    guard let bound = pushes.lowerBound(of: start.boxes), !deadlocks.areDead(start.boxes) else {
      return .unsolvable
    }
    var open = OpenNodes()
    let region = room.region(of: start)
    open.add(
      SolverNode(
        boxes: start.boxes, player: UInt8(region.lowest ?? start.player), pushed: 0, bound: bound))
    var expanded = 0
    var cut = false
    while let index = open.next() {
      let node = open.nodes[index]
      if node.boxes == room.targets {
        let line = open.pushes(to: index)
        return .solved(
          SokobanPlan(
            actions: actions(of: line, from: start), pushes: line.count, nodes: expanded))
      }
      guard expanded < nodeLimit else { return .notFoundWithin(nodes: expanded) }
      expanded += 1
      expand(node, index, longest: longest, into: &open, cut: &cut)
    }
    return cut ? .notFoundWithin(nodes: expanded) : .unsolvable
  }

  private func expand(
    _ node: SolverNode, _ index: Int, longest: Int, into open: inout OpenNodes, cut: inout Bool
  ) {
    let state = SokobanState(player: Int(node.player), boxes: node.boxes)
    let region = room.region(of: state)
    for box in node.boxes {
      for action in 0..<4 {
        guard let stand = room.neighbour(of: box, by: action ^ 1), region.contains(stand),
          let there = room.neighbour(of: box, by: action), !node.boxes.contains(there),
          !pushes.deadSquares.contains(there)
        else { continue }
        let boxes = node.boxes.moving(box, to: there)
        guard !isStuck(boxes, after: there), let bound = pushes.lowerBound(of: boxes) else {
          continue
        }
        guard Int(node.pushed) + 1 + bound <= longest else {
          cut = true
          continue
        }
        let next = room.region(of: SokobanState(player: box, boxes: boxes))
        open.add(
          SolverNode(
            boxes: boxes, player: UInt8(next.lowest ?? box), pushed: Int(node.pushed) + 1,
            bound: bound, parent: index, box: box, action: action))
      }
    }
  }

  /// Whether a box that has just been pushed stands fast, alone or with others, off target.
  private func isStuck(_ boxes: FloorSet, after square: Int) -> Bool {
    deadlocks.isStuckInBlock(boxes, around: square) || deadlocks.isFrozen(boxes)
  }

  /// The pushes with the shortest walks before them.
  private func actions(
    of line: [(box: Int, action: Int)], from start: SokobanState
  ) -> [Int] {
    var state = start
    var actions: [Int] = []
    for push in line {
      let stand = Int(room.neighbours[4 * push.box + push.action ^ 1])
      actions += room.walk(from: state, to: stand)
      actions.append(push.action)
      state.player = stand
      _ = state.take(push.action, in: room)
    }
    return actions
  }
}

extension SokobanRoom {
  /// The actions of a shortest walk past the boxes, those of lowest number at ties; empty where
  /// there is no way.
  package func walk(from state: SokobanState, to goal: Int) -> [Int] {
    var distances = [Int](repeating: -1, count: floorCount)
    distances[goal] = 0
    var queue = [goal]
    var head = 0
    while head < queue.count, distances[state.player] < 0 {
      let here = queue[head]
      head += 1
      for action in 0..<4 {
        guard let next = neighbour(of: here, by: action), distances[next] < 0,
          !state.boxes.contains(next)
        else { continue }
        distances[next] = distances[here] + 1
        queue.append(next)
      }
    }
    var actions: [Int] = []
    var here = state.player
    while distances[here] > 0 {
      for action in 0..<4 {
        guard let next = neighbour(of: here, by: action), distances[next] == distances[here] - 1
        else { continue }
        actions.append(action)
        here = next
        break
      }
    }
    return actions
  }
}
