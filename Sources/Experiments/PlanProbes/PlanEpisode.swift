package import Environments
internal import LinearAlgebra

/// What an agent is going to do at each square in the rest of an episode, row-major; a direction is
/// 1 and more in the order of the moves, 0 is never.
package struct SquareLabels: Sendable, Equatable {
  /// The move with which the agent next enters the square.
  package var agentEnters: [UInt8]
  /// The move with which a box is next pushed off the square; nil where there are no boxes.
  package var boxLeaves: [UInt8]?

  package init(agentEnters: [UInt8], boxLeaves: [UInt8]? = nil) {
    self.agentEnters = agentEnters
    self.boxLeaves = boxLeaves
  }
}

/// An episode of an agent that walks over squares, whose plan can be asked for square by square.
package protocol PlanEpisode: Episode {
  /// Which squares are walls, row-major.
  var wallMap: [Bool] { get }
  /// The labels before each of some actions, taken from the present state on.
  func labels(before actions: [Int]) -> [SquareLabels]
  /// The episode after a move that changes the agent's square and nothing else; nil for a move that
  /// is blocked, pushes a box or ends the episode.
  ///
  /// - Parameter numbers: how many an observation has.
  func walking(_ action: Int, observationOf numbers: Int) -> Self?
}

extension SokobanEpisode: PlanEpisode {
  package var wallMap: [Bool] {
    (0..<room.rows * room.columns).map {
      room.isWall(Cell(row: $0 / room.columns, column: $0 % room.columns))
    }
  }

  package func labels(before actions: [Int]) -> [SquareLabels] {
    SokobanLabels.before(actions, from: state, in: room).map {
      SquareLabels(agentEnters: $0.agentEnters, boxLeaves: $0.boxLeaves)
    }
  }

  package func walking(_ action: Int, observationOf numbers: Int) -> SokobanEpisode? {
    var next = state
    guard action < 4, steps + 1 < task.timeLimit, case .walked = next.take(action, in: room) else {
      return nil
    }
    return SokobanEpisode(room, at: next, task: task, stepsTaken: steps + 1)
  }
}

extension RedDoorRunning: PlanEpisode {
  package var wallMap: [Bool] { episode.level.grid.walls }

  package func labels(before actions: [Int]) -> [SquareLabels] {
    let grid = episode.level.grid
    var agent = episode.agent
    let entered = actions.map { action -> Int? in
      let next = grid.destination(of: action, from: agent)
      defer { agent = next }
      return next == agent ? nil : grid.index(next)
    }
    var labels = [UInt8](repeating: 0, count: grid.count)
    var result: [SquareLabels] = []
    for (action, square) in zip(actions, entered).reversed() {
      if let square { labels[square] = UInt8(action + 1) }
      result.append(SquareLabels(agentEnters: labels))
    }
    return result.reversed()
  }

  package func walking(_ action: Int, observationOf numbers: Int) -> RedDoorRunning? {
    let before = readCell
    var next = self
    var observation = [Float](repeating: 0, count: numbers)
    let isOver = observation.withUnsafeMutableBufferPointer { buffer -> Bool in
      next.observe(into: buffer)
      return next.step(action, updating: buffer).isOver
    }
    return isOver || next.readCell == before ? nil : next
  }
}
