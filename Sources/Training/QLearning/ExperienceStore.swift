package import Environments
package import LinearAlgebra

/// The replay memory: whole episodes of slots that run side by side.
///
/// Episode `n` of slot `i` is drawn from the stream split by `i`, then by `n`. So an episode is
/// kept by its number and its actions, and its states come back by taking them again.
package struct ExperienceStore<World: Environment>: Sendable {
  package private(set) var slots: [[ExperienceTrack<World.Running>]]
  /// Steps that each slot has made.
  package private(set) var steps: Int
  private let environment: World
  private let random: RandomStream
  /// Transitions that each slot remembers, give or take an episode.
  private let capacity: Int

  package init(
    _ environment: World, episodes: Int, capacity: Int, random: RandomStream
  ) throws(EnvironmentError) {
    self.environment = environment
    self.random = random
    self.capacity = max(1, capacity / episodes)
    steps = 0
    slots = []
    for slot in 0..<episodes {
      let first = try Self.episode(0, of: slot, environment, random)
      slots.append([ExperienceTrack(number: 0, start: 0, first)])
    }
  }

  private static func episode(
    _ number: Int, of slot: Int, _ environment: World, _ random: RandomStream
  ) throws(EnvironmentError) -> World.Running {
    try environment.episode(
      drawnFrom: random.split(UInt64(slot)).split(UInt64(number)), part: .training)
  }

  /// The present state of each slot.
  var present: [World.Running] { slots.compactMap { $0.last?.present } }

  /// Makes one step in every slot; an episode that ends is followed by a fresh one.
  ///
  /// - Parameter visit: told of each episode that ends.
  package mutating func step(
    _ actions: [Int], finished visit: (ExperienceTrack<World.Running>, StepOutcome) -> Void
  ) throws(EnvironmentError) {
    var scratch = [Float](repeating: 0, count: environment.observationShape.count)
    steps += 1
    for slot in slots.indices {
      let last = slots[slot].count - 1
      let outcome = scratch.withUnsafeMutableBufferPointer {
        slots[slot][last].step(actions[slot], scratch: $0)
      }
      if outcome.isOver {
        visit(slots[slot][last], outcome)
        let number = slots[slot][last].number + 1
        slots[slot].append(
          ExperienceTrack(
            number: number, start: steps,
            try Self.episode(number, of: slot, environment, random)))
      }
      while slots[slot].count > 1, steps - slots[slot][1].start >= capacity {
        slots[slot].removeFirst()
      }
    }
  }

  /// A transition at a place drawn uniformly from a slot drawn uniformly.
  package func transition(
    using random: inout RandomStream, steps count: Int, path: Int, discount: Double,
    rewardScale: Double
  ) -> Transition<World.Running> {
    let tracks = slots[random.below(slots.count)]
    let oldest = tracks[0].start
    let place = oldest + random.below(steps - oldest)
    // The last track that starts at or before the place; a fresh one starts after all places.
    var (low, high) = (0, tracks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if tracks[middle].start <= place { low = middle } else { high = middle }
    }
    return Transition(
      tracks[low], at: place - tracks[low].start, steps: count, path: path, discount: discount,
      rewardScale: rewardScale)
  }
}

extension ExperienceStore {
  /// The episodes of all slots one after the other, and how many each slot has.
  package var histories: (tracks: [Int], episodes: [EpisodeHistory]) {
    (
      slots.map(\.count),
      slots.joined().map { EpisodeHistory(number: $0.number, actions: $0.actions) }
    )
  }

  /// Takes the actions of kept episodes again.
  ///
  /// - Throws: ``TrainingError/badReplay(reason:)`` for what no memory of so many steps can be.
  package mutating func retrace(
    tracks: [Int], _ histories: [EpisodeHistory], steps total: Int
  ) throws {
    guard tracks.count == slots.count, tracks.allSatisfy({ $0 > 0 }),
      tracks.reduce(0, +) == histories.count
    else { throw TrainingError.badReplay(reason: "the slots' episodes do not fit together") }
    let starts = tracks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let (environment, random) = (environment, random)
    slots = try Parallel.tryMap(slots.count) { slot in
      try Self.retrace(
        Array(histories[starts[slot]..<starts[slot + 1]]), of: slot, steps: total, environment,
        random)
    }
    steps = total
  }

  private static func retrace(
    _ histories: [EpisodeHistory], of slot: Int, steps: Int, _ environment: World,
    _ random: RandomStream
  ) throws -> [ExperienceTrack<World.Running>] {
    var scratch = [Float](repeating: 0, count: environment.observationShape.count)
    var start = steps - histories.reduce(0) { $0 + $1.actions.count }
    guard start >= 0, histories[0].number > 0 || start == 0 else {
      throw TrainingError.badReplay(reason: "the episodes do not have \(steps) steps")
    }
    return try histories.enumerated().map { index, history in
      guard history.number == histories[0].number + index else {
        throw TrainingError.badReplay(reason: "an episode of a slot is missing")
      }
      var track = ExperienceTrack(
        number: history.number, start: start,
        try episode(history.number, of: slot, environment, random))
      for action in history.actions {
        guard (0..<environment.actionCount).contains(action), !track.isOver else {
          throw TrainingError.badReplay(reason: "an episode goes on after its end")
        }
        _ = scratch.withUnsafeMutableBufferPointer { track.step(action, scratch: $0) }
      }
      guard track.isOver == (index < histories.count - 1) else {
        throw TrainingError.badReplay(reason: "an episode ends where it did not")
      }
      start += history.actions.count
      return track
    }
  }
}
