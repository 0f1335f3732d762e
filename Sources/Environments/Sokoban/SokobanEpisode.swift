/// One episode in a Sokoban level.
///
/// The oracle is exact where the room has few enough states (see ``SokobanDistances``): it knows
/// the least number of steps to the end from each of them, and is worked out once a room when it
/// is first asked. In larger rooms ``optimalActions`` is always empty and ``stepsToGoal`` -1;
/// ``SokobanSolver`` and ``SokobanDemonstration`` give plans there.
package struct SokobanEpisode: OracleEpisode {
  package let room: SokobanRoom
  package let task: SokobanTask
  package private(set) var state: SokobanState
  /// The number of steps taken.
  package private(set) var steps: Int
  package private(set) var isSolved: Bool

  /// An episode that begins in a state of a room, or goes on from there after some steps.
  package init(
    _ room: SokobanRoom, at state: SokobanState, task: SokobanTask, stepsTaken: Int = 0
  ) {
    self.room = room
    self.task = task
    self.state = state
    steps = stepsTaken
    isSolved = state.isSolved(in: room)
  }

  /// An episode from the start of a level.
  package init(_ level: SokobanLevel, task: SokobanTask) {
    self.init(level.room, at: level.start, task: task)
  }

  package var isOver: Bool { isSolved || steps >= task.timeLimit }

  package var readCell: Int { Int(room.places[state.player]) }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    let planes = task.encoding.planeCount
    precondition(
      observation.count == room.numbers.count * planes,
      "An observation of this room has \(room.numbers.count * planes) numbers, "
        + "not \(observation.count).")
    guard let base = observation.baseAddress else { return }
    room.numbers.withUnsafeBufferPointer { numbers in
      for place in numbers.indices {
        let number = numbers[place]
        task.encoding.write(
          number == SokobanRoom.none ? .wall : contents(of: Int(number)),
          at: base + place * planes)
      }
    }
  }

  @inline(__always)
  private func contents(of square: Int) -> SokobanEncoding.Contents {
    SokobanEncoding.Contents(
      box: state.boxes.contains(square), agent: state.player == square,
      target: room.targets.contains(square))
  }

  /// Takes an action; see ``SokobanState/take(_:in:)``. Every action costs a step, whether it
  /// changes anything or not.
  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(!isOver, "The episode is over; begin another.")
    precondition(
      action >= 0 && action < task.actionCount,
      "There is no action \(action); the environment has \(task.actionCount).")
    steps += 1
    let before = state.player
    var reward = task.rewards.step
    let effect = action == 4 ? .blocked : state.take(action, in: room)
    if effect != .blocked {
      show(before, in: observation)
      show(state.player, in: observation)
    }
    if case .pushed(let square) = effect {
      show(square, in: observation)
      let (was, now) = (room.targets.contains(state.player), room.targets.contains(square))
      if now && !was {
        isSolved = state.isSolved(in: room)
        reward = isSolved ? task.rewards.solved : task.rewards.boxOn
      } else if was && !now {
        reward = task.rewards.boxOff
      }
    }
    return StepOutcome(
      reward: reward, isTerminal: isSolved,
      isTruncated: !isSolved && steps >= task.timeLimit, isSolved: isSolved)
  }

  /// Writes a square anew.
  @inline(__always)
  private func show(_ square: Int, in observation: UnsafeMutableBufferPointer<Float>) {
    guard let base = observation.baseAddress else { return }
    let place = room.places.withUnsafeBufferPointer { Int($0[square]) }
    task.encoding.write(contents(of: square), at: base + place * task.encoding.planeCount)
  }

  /// All actions that begin a shortest way to the solved room, time limit or not; empty when the
  /// episode is over, when the room cannot be solved any more, and in rooms too large for the
  /// oracle. Waiting is never among them.
  package var optimalActions: ActionSet {
    isOver ? .empty : distances?.optimalActions(at: state, in: room) ?? .empty
  }

  /// -1 where the room cannot be solved any more, and in rooms too large for the oracle.
  package var stepsToGoal: Int { distances?.distance(of: state) ?? -1 }

  /// The exact oracle, nil in rooms too large for it; worked out once a room, when first asked.
  package var distances: SokobanDistances? { room.distances(within: task.oracleStates) }

  package var levelDigest: UInt64? { room.digest }

  /// The exact distances may take many megabytes a room.
  package var withoutOracle: SokobanEpisode {
    SokobanEpisode(room.bare, at: state, task: task, stepsTaken: steps)
  }

  /// Boxes, player and steps as one number; see ``SokobanCode``.
  package var code: UInt64 { SokobanCode(room, task).code(of: state, steps: steps) }
}
