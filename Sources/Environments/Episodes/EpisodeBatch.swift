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

  package mutating func step(_ actions: [Int]) throws(EnvironmentError) {
    precondition(
      actions.count == count, "\(count) slots need \(count) actions, not \(actions.count).")
    truncations.removeAll(keepingCapacity: true)
    for slot in 0..<count {
      let outcome = take(actions[slot], in: slot)
      outcomes[slot] = outcome
      guard outcome.isOver else {
        histories[slot].actions.append(actions[slot])
        continue
      }
      if outcome.isTruncated {
        truncations.append(
          Truncation(
            slot: slot, observation: Array(observations.elements[range(slot)]),
            read: episodes[slot].readCell))
      }
      histories[slot].number += 1
      histories[slot].actions.removeAll(keepingCapacity: true)
      episodes[slot] = try environment.episode(drawnFrom: stream(slot), part: part)
      observe(slot)
    }
  }

  private func stream(_ slot: Int) -> RandomStream {
    random.split(UInt64(slot)).split(UInt64(histories[slot].number))
  }

  private func range(_ slot: Int) -> Range<Int> { slot * stride..<(slot + 1) * stride }

  private mutating func take(_ action: Int, in slot: Int) -> StepOutcome {
    let range = range(slot)
    return observations.elements.withUnsafeMutableBufferPointer { elements in
      episodes[slot].step(
        action, updating: UnsafeMutableBufferPointer(rebasing: elements[range]))
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
      guard !take(action, in: slot).isOver else {
        throw .badHistory(reason: "an episode that is kept as under way is over")
      }
    }
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
