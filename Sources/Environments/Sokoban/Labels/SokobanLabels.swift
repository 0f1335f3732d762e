/// What an agent is going to do at each square in the rest of an episode, the concepts of Bush et
/// al., *Interpreting emergent planning in model-free reinforcement learning* (2025).
///
/// Row-major over the rectangle of the room; each square holds a direction, 1 up, 2 down, 3 left,
/// 4 right, or 0.
package struct SokobanLabels: Sendable, Equatable {
  /// The direction of the move with which the agent next enters the square; 0 where it never does
  /// (the concept C_A, agent approach direction).
  package private(set) var agentEnters: [UInt8]
  /// The direction in which a box is next pushed off the square; 0 where none is (the concept
  /// C_B, box push direction).
  package private(set) var boxLeaves: [UInt8]

  /// The labels before each action of an episode; the entry after the last action, all zeros, is
  /// left out. Waiting and actions that change nothing leave no label. The last action counts as
  /// any other: its labels come from the state that it leads to.
  ///
  /// - Parameter actions: 0 to 3, or 4 for waiting, taken from `start` on.
  /// - Complexity: one copy of both maps an action.
  package static func before(
    _ actions: [Int], from start: SokobanState, in room: SokobanRoom
  ) -> [SokobanLabels] {
    var state = start
    let moves = actions.map { action -> Moved? in
      guard action < 4 else { return nil }
      switch state.take(action, in: room) {
      case .blocked: return nil
      case .walked: return Moved(square: state.player, action: action, pushes: false)
      case .pushed: return Moved(square: state.player, action: action, pushes: true)
      }
    }
    let none = [UInt8](repeating: 0, count: room.rows * room.columns)
    var labels = SokobanLabels(agentEnters: none, boxLeaves: none)
    var result: [SokobanLabels] = []
    result.reserveCapacity(actions.count)
    for move in moves.reversed() {
      if let move {
        let place = Int(room.places[move.square])
        labels.agentEnters[place] = UInt8(move.action + 1)
        // The box stood where the agent stands now.
        if move.pushes { labels.boxLeaves[place] = UInt8(move.action + 1) }
      }
      result.append(labels)
    }
    return result.reversed()
  }

  /// An action that changed something: the square entered, and whether a box was pushed off it.
  private struct Moved {
    let square: Int
    let action: Int
    let pushes: Bool
  }
}
