package import LinearAlgebra

/// Many episodes side by side, each followed by a fresh one when it ends.
///
/// Episode `n` of slot `i` is drawn from the stream split by `i`, then by `n`: what a slot sees
/// depends on its own actions alone. After a step that ends an episode, the observation is
/// already that of the next one.
package protocol EpisodeBatching: Sendable {
  var count: Int { get }
  /// `[slot, row, column, plane]`, kept up to date.
  var observations: Tensor { get }
  /// For each slot the cell at which the policy is read.
  var reads: [[Int]] { get }
  /// What the last step brought to each slot.
  var outcomes: [StepOutcome] { get }
  /// The last observations of the episodes that the last step cut for want of time.
  var truncations: [Truncation] { get }
  /// All that is needed to go on from here.
  var histories: [EpisodeHistory] { get }

  /// One step in every slot.
  ///
  /// - Precondition: one action a slot.
  mutating func step(_ actions: [Int]) throws(EnvironmentError)
}

/// Where an episode stood when it was cut for want of time.
package struct Truncation: Sendable, Equatable {
  package let slot: Int
  /// Row-major `[row, column, plane]`.
  package let observation: [Float]
  package let read: Int
}

/// An episode under way as it is kept: its number within the slot, and the actions taken.
package struct EpisodeHistory: Sendable, Equatable {
  package var number: Int
  package var actions: [Int]

  package init(number: Int = 0, actions: [Int] = []) {
    self.number = number
    self.actions = actions
  }

  /// Writes down the actions that the slots took; where an episode ended, goes on to the next.
  ///
  /// - Returns: the slots whose episodes ended, in order.
  static func add(
    _ actions: [Int], after outcomes: [StepOutcome], to histories: inout [EpisodeHistory]
  ) -> [Int] {
    var ended: [Int] = []
    for slot in actions.indices {
      if outcomes[slot].isOver {
        histories[slot].number += 1
        histories[slot].actions.removeAll(keepingCapacity: true)
        ended.append(slot)
      } else {
        histories[slot].actions.append(actions[slot])
      }
    }
    return ended
  }
}

/// The batch of an environment; see ``EpisodeBatching``.
package struct EpisodeBatch<World: Environment>: EpisodeBatching {
  package let environment: World
  package let part: LevelPart
  package private(set) var episodes: [World.Running] = []
  package private(set) var observations: Tensor
  package private(set) var outcomes: [StepOutcome]
  package private(set) var truncations: [Truncation] = []
  package private(set) var histories: [EpisodeHistory]
  private let random: RandomStream
  private let stride: Int

  /// - Parameters:
  ///   - resuming: the histories of a batch that was drawn from the same stream.
  /// - Throws: ``EnvironmentError`` where no episode can be drawn, or a history does not fit.
  package init(
    _ environment: World, count: Int, random: RandomStream, part: LevelPart = .training,
    resuming: [EpisodeHistory]? = nil
  ) throws(EnvironmentError) {
    precondition(count > 0, "A batch needs at least one slot.")
    self.environment = environment
    self.part = part
    self.random = random
    let shape = environment.observationShape
    stride = shape.count
    observations = Tensor(shape: [count, shape.rows, shape.columns, shape.planes])
    outcomes = [StepOutcome](repeating: .nothing, count: count)
    histories = resuming ?? [EpisodeHistory](repeating: EpisodeHistory(), count: count)
    guard histories.count == count else {
      throw .badHistory(reason: "\(histories.count) episodes do not fill \(count) slots")
    }
    for slot in 0..<count {
      episodes.append(try environment.episode(drawnFrom: stream(slot), part: part))
      observe(slot)
      try retrace(slot)
    }
  }

  package var count: Int { episodes.count }

  package var reads: [[Int]] { episodes.map { [$0.readCell] } }

  // Fresh episodes are frequent: unspecialized, a twentieth of the time went into metadata.
  @specialized(where World == RedDoorEnvironment)
  @specialized(where World == SokobanEnvironment)
  package mutating func step(_ actions: [Int]) throws(EnvironmentError) {
    precondition(
      actions.count == count, "\(count) slots need \(count) actions, not \(actions.count).")
    truncations.removeAll(keepingCapacity: true)
    take(actions, in: 0..<count)
    for slot in EpisodeHistory.add(actions, after: outcomes, to: &histories) {
      if outcomes[slot].isTruncated {
        truncations.append(
          Truncation(
            slot: slot, observation: Array(observations.elements[range(slot)]),
            read: episodes[slot].readCell))
      }
      episodes[slot] = try environment.episode(drawnFrom: stream(slot), part: part)
      observe(slot)
    }
  }

  private func stream(_ slot: Int) -> RandomStream {
    random.split(UInt64(slot)).split(UInt64(histories[slot].number))
  }

  private func range(_ slot: Int) -> Range<Int> { slot * stride..<(slot + 1) * stride }

  /// Steps consecutive slots, with one action each.
  private mutating func take(_ actions: [Int], in slots: Range<Int>) {
    Self.take(
      actions, in: slots, stride: stride, &episodes, &observations.elements, &outcomes)
  }

  private static func take(
    _ actions: [Int], in slots: Range<Int>, stride: Int, _ episodes: inout [World.Running],
    _ observations: inout [Float], _ outcomes: inout [StepOutcome]
  ) {
    let range = slots.lowerBound * stride..<slots.upperBound * stride
    observations.withUnsafeMutableBufferPointer { observations in
      outcomes.withUnsafeMutableBufferPointer { outcomes in
        episodes.withUnsafeMutableBufferPointer { episodes in
          actions.withUnsafeBufferPointer { actions in
            World.Running.step(
              UnsafeMutableBufferPointer(rebasing: episodes[slots]), taking: actions,
              updating: UnsafeMutableBufferPointer(rebasing: observations[range]),
              stride: stride, outcomes: UnsafeMutableBufferPointer(rebasing: outcomes[slots]))
          }
        }
      }
    }
  }

  private mutating func observe(_ slot: Int) {
    let range = range(slot)
    observations.elements.withUnsafeMutableBufferPointer { elements in
      episodes[slot].observe(into: UnsafeMutableBufferPointer(rebasing: elements[range]))
    }
  }

  private mutating func retrace(_ slot: Int) throws(EnvironmentError) {
    for action in histories[slot].actions {
      guard (0..<environment.actionCount).contains(action) else {
        throw .badHistory(reason: "there is no action \(action)")
      }
      take([action], in: slot..<slot + 1)
      guard !outcomes[slot].isOver else {
        throw .badHistory(reason: "an episode that is kept as under way is over")
      }
    }
    outcomes[slot] = .nothing
  }
}

extension Environment {
  /// Episodes of this environment side by side.
  package func batch(
    count: Int, random: RandomStream, part: LevelPart = .training,
    resuming: [EpisodeHistory]? = nil
  ) throws(EnvironmentError) -> any EpisodeBatching {
    try EpisodeBatch(self, count: count, random: random, part: part, resuming: resuming)
  }
}
