internal import Synchronization

/// An episode of the ``KeysAndChestsEnvironment``; the oracle goes for the chests in as few steps
/// as can be.
package struct KeysAndChestsEpisode: OracleEpisode {
  package let level: KeysAndChestsLevel
  package private(set) var state: KeysAndChestsState
  package private(set) var steps: Int
  private let rewards: KeysAndChestsRewards
  private let planner: LazyPlan

  init(
    _ level: KeysAndChestsLevel, at state: KeysAndChestsState, stepsTaken: Int = 0,
    rewards: KeysAndChestsRewards
  ) {
    self.level = level
    self.state = state
    self.rewards = rewards
    steps = stepsTaken
    planner = LazyPlan(level)
  }

  /// The same level in another state, no step taken.
  func moved(to state: KeysAndChestsState) -> KeysAndChestsEpisode {
    var copy = self
    copy.state = state
    copy.steps = 0
    return copy
  }

  /// The exact plan, made when it is first asked for.
  package var plan: KeysAndChestsPlan { planner.plan }

  package var optimalActions: ActionSet {
    steps < level.stepLimit ? plan.optimalActions(in: state) : .empty
  }

  package var withoutOracle: KeysAndChestsEpisode {
    KeysAndChestsEpisode(level, at: state, stepsTaken: steps, rewards: rewards)
  }

  package var levelDigest: UInt64? { level.digest }

  package var stepsToGoal: Int { plan.steps(from: state) }

  /// The square, what was done, and the steps taken.
  package var code: UInt64 {
    UInt64(state.cell) | UInt64(state.done) << 8 | UInt64(steps) << 24
  }

  /// The parts of a ``code``.
  static func parts(_ code: UInt64) -> (state: KeysAndChestsState, steps: UInt64) {
    let state = KeysAndChestsState(
      cell: Int(code & 0xff), done: UInt16(truncatingIfNeeded: code >> 8))
    return (state, code >> 24)
  }

  package var readCell: Int { state.cell }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    let planes = KeysAndChestsPlanes.names.count
    let grid = level.grid
    observation.update(repeating: 0)
    for cell in 0..<grid.count {
      if grid.walls[cell] { observation[cell * planes + KeysAndChestsPlanes.wall] = 1 }
      if grid.isBorder(grid.cell(cell)) {
        observation[cell * planes + KeysAndChestsPlanes.fence] = 1
      }
      let thing = Int(level.things[cell])
      guard thing >= 0, state.done >> UInt16(thing) & 1 == 0 else { continue }
      let plane = thing < level.keys.count ? KeysAndChestsPlanes.key : KeysAndChestsPlanes.chest
      observation[cell * planes + plane] = 1
    }
    observation[state.cell * planes + KeysAndChestsPlanes.agent] = 1
    writeHeld(into: observation)
  }

  private func writeHeld(into observation: UnsafeMutableBufferPointer<Float>) {
    let share = Float(level.held(state)) / Float(rewards.mostKeys)
    let planes = KeysAndChestsPlanes.names.count
    for cell in 0..<level.grid.count {
      observation[cell * planes + KeysAndChestsPlanes.held] = share
    }
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    precondition(
      steps < level.stepLimit && !level.isOver(state), "The episode is over; begin another.")
    let before = state
    state = level.next(state, action)
    steps += 1
    let planes = KeysAndChestsPlanes.names.count
    observation[before.cell * planes + KeysAndChestsPlanes.agent] = 0
    observation[state.cell * planes + KeysAndChestsPlanes.agent] = 1
    var reward = -rewards.stepPenalty
    var reached = -1
    if state.done != before.done {
      reached = Int(level.things[state.cell])
      let isKey = reached < level.keys.count
      reward += isKey ? rewards.key : 1
      let plane = isKey ? KeysAndChestsPlanes.key : KeysAndChestsPlanes.chest
      observation[state.cell * planes + plane] = 0
      writeHeld(into: observation)
    }
    let isTerminal = level.isOver(state)
    return StepOutcome(
      reward: reward, reached: reached, isTerminal: isTerminal,
      isTruncated: !isTerminal && steps >= level.stepLimit, isSolved: isTerminal)
  }
}

/// What is paid beside 1 for a chest, and what the plane of held keys is divided by.
struct KeysAndChestsRewards: Sendable, Equatable {
  let key: Float
  let stepPenalty: Float
  let mostKeys: Int
}

/// The planes of an observation.
package enum KeysAndChestsPlanes {
  package static let names = ["wall", "agent", "key", "chest", "keys held", "fence"]
  static let (wall, agent, key, chest, held, fence) = (0, 1, 2, 3, 4, 5)
}

/// A level's plan, made when it is first asked for and shared by all episodes in the level.
private final class LazyPlan: Sendable {
  private let level: KeysAndChestsLevel
  private let made = Mutex<KeysAndChestsPlan?>(nil)

  init(_ level: KeysAndChestsLevel) { self.level = level }

  var plan: KeysAndChestsPlan {
    made.withLock { made in
      if let plan = made { return plan }
      let plan = KeysAndChestsPlan(level)
      made = plan
      return plan
    }
  }
}
