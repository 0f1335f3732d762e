package import LinearAlgebra

/// Many episodes side by side, each beginning anew in a fresh level when it ends.
///
/// Slot `i` draws from its own stream, so that what it sees does not depend on the number of
/// slots. After a step that ends an episode, the observation is already that of the next one.
package struct RedDoorBatch: Sendable {
  package let environment: RedDoorEnvironment
  /// The episode in each slot.
  package private(set) var episodes: [RedDoorEpisode]
  /// `[slot, row, column, plane]`, kept up to date.
  package private(set) var observations: Tensor
  /// What the last step brought to each slot.
  package private(set) var outcomes: [StepOutcome]
  /// The number of episodes that each slot has ended.
  package private(set) var ended: [Int]
  private var streams: [RandomStream]
  private let encoder: RedDoorEncoder
  private let stride: Int

  /// Episodes in `count` fresh levels.
  ///
  /// - Throws: ``EnvironmentError`` where the environment cannot draw levels.
  package init(
    _ environment: RedDoorEnvironment, count: Int, random: RandomStream
  ) throws(EnvironmentError) {
    precondition(count > 0, "A batch needs at least one slot.")
    self.environment = environment
    encoder = environment.encoder
    streams = (0..<count).map { random.split(UInt64($0)) }
    episodes = []
    for slot in 0..<count {
      episodes.append(RedDoorEpisode(try environment.level(using: &streams[slot])))
    }
    observations = encoder.observations(of: episodes.map(\.level))
    stride = observations.count / count
    outcomes = [StepOutcome](
      repeating: StepOutcome(reward: 0, reached: -1, isTerminal: false, isTruncated: false),
      count: count)
    ended = [Int](repeating: 0, count: count)
  }

  /// The number of slots.
  package var count: Int { episodes.count }

  /// One step in every slot; ``outcomes`` and ``observations`` are renewed.
  ///
  /// - Precondition: one action a slot.
  /// - Throws: ``EnvironmentError`` where a fresh level cannot be drawn.
  package mutating func step(_ actions: [Int]) throws(EnvironmentError) {
    precondition(
      actions.count == count, "\(count) slots need \(count) actions, not \(actions.count).")
    let planes = encoder.planes
    for slot in 0..<count {
      let columns = episodes[slot].level.grid.columns
      let before = episodes[slot].agent
      let outcome = episodes[slot].step(actions[slot])
      outcomes[slot] = outcome
      if outcome.isOver {
        ended[slot] += 1
        episodes[slot] = RedDoorEpisode(try environment.level(using: &streams[slot]))
        write(slot)
      } else if let plane = encoder.agentPlane {
        let after = episodes[slot].agent
        let base = slot * stride + plane
        observations.elements[base + (before.row * columns + before.column) * planes] = 0
        observations.elements[base + (after.row * columns + after.column) * planes] = 1
      }
    }
  }

  private mutating func write(_ slot: Int) {
    let range = slot * stride..<(slot + 1) * stride
    observations.elements.withUnsafeMutableBufferPointer { elements in
      encoder.write(
        episodes[slot].level, agent: episodes[slot].agent,
        into: UnsafeMutableBufferPointer(rebasing: elements[range]))
    }
  }
}
