import Environments
import LinearAlgebra

/// Visits states: episodes side by side, which follow the oracle or the network.
struct StateCollector<World: OracleEnvironment>: Sendable {
  let levels: NumberedEpisodes<World>
  private let settings: ImitationSettings
  private(set) var slots: [Slot] = []
  /// The number of the next level.
  private(set) var nextLevel = 0

  /// An episode under way.
  struct Slot: Sendable {
    var episode: World.Running
    var number: Int
  }

  init(_ levels: NumberedEpisodes<World>, _ settings: ImitationSettings) {
    self.levels = levels
    self.settings = settings
  }

  /// Fills every slot with a fresh level.
  mutating func begin(into memory: inout ReplayMemory<ImitationState<World.Running>>) throws {
    for _ in 0..<settings.episodes { slots.append(try freshSlot(into: &memory)) }
  }

  /// Takes up saved episodes: the number of the level and the state in it.
  ///
  /// - Throws: ``TrainingError/badReplay(reason:)`` for a state that is none of its level.
  mutating func resume(_ saved: [(number: Int, code: UInt64)], nextLevel: Int) throws {
    self.nextLevel = nextLevel
    slots = try saved.map { number, code in
      guard let episode = try levels.episodes(number, at: [code]).first,
        !episode.optimalActions.isEmpty
      else {
        throw TrainingError.badReplay(reason: "no action leads on from \(code) in level \(number)")
      }
      return Slot(episode: episode, number: number)
    }
  }

  /// Makes one step in every slot and remembers the states that are reached.
  ///
  /// - Parameters:
  ///   - proposals: the network's actions, one a slot; empty when the oracle is always followed.
  ///   - chance: of following the oracle instead.
  ///   - scratch: an observation of any content.
  mutating func step(
    proposals: [Int], oracleChance chance: Double, random: inout RandomStream,
    scratch: UnsafeMutableBufferPointer<Float>,
    into memory: inout ReplayMemory<ImitationState<World.Running>>
  ) throws {
    for index in slots.indices {
      var action = Self.pick(slots[index].episode.optimalActions, &random)
      if !proposals.isEmpty, random.uniform() >= chance { action = proposals[index] }
      let outcome = slots[index].episode.step(action, updating: scratch)
      let reached = outcome.isOver ? .empty : slots[index].episode.optimalActions
      if reached.isEmpty {
        slots[index] = try freshSlot(into: &memory)
      } else {
        memory.append(
          ImitationState(
            episode: slots[index].episode.withoutOracle, number: slots[index].number,
            optimal: reached))
      }
    }
  }

  private static func pick(_ actions: ActionSet, _ random: inout RandomStream) -> Int {
    var rank = random.below(max(actions.count, 1))
    for action in actions {
      if rank == 0 { return action }
      rank -= 1
    }
    return 0
  }

  private mutating func freshSlot(
    into memory: inout ReplayMemory<ImitationState<World.Running>>
  ) throws -> Slot {
    let number = nextLevel
    nextLevel += 1
    let episode = try levels.episode(number)
    var random = levels.furtherDraws(about: number)
    memory.append(
      ImitationState(
        episode: episode.withoutOracle, number: number, optimal: episode.optimalActions))
    for _ in 0..<settings.startsPerLevel {
      let other = levels.environment.anyState(of: episode, using: &random)
      memory.append(
        ImitationState(
          episode: other.withoutOracle, number: number, optimal: other.optimalActions))
    }
    return Slot(episode: episode, number: number)
  }
}

/// The levels of a training by number: a pure function of the seed, so that a level is
/// remembered by its number alone. Held-out layouts never come up.
struct NumberedEpisodes<World: OracleEnvironment>: Sendable {
  let environment: World
  let stream: RandomStream

  /// - Throws: also ``EnvironmentError/noOptimalAction(environment:)``.
  func episode(_ number: Int) throws(EnvironmentError) -> World.Running {
    let episode = try fresh(number)
    guard !episode.optimalActions.isEmpty else {
      throw .noOptimalAction(environment: World.name)
    }
    return episode
  }

  /// The start of a level, whether it can be won or not.
  private func fresh(_ number: Int) throws(EnvironmentError) -> World.Running {
    try environment.episode(drawnFrom: draws(number), part: .training)
  }

  /// States of one level by their codes.
  ///
  /// - Throws: ``TrainingError/badReplay(reason:)`` for what is no state of the level.
  func episodes(_ number: Int, at codes: [UInt64]) throws -> [World.Running] {
    var start: World.Running?
    return try codes.map { code in
      do {
        let known = try start ?? fresh(number)
        start = known
        return try environment.episode(known, at: code)
          ?? environment.episode(drawnFrom: draws(number), part: .training, at: code)
      } catch EnvironmentError.badState {
        throw TrainingError.badReplay(reason: "\(code) is no state of level \(number)")
      }
    }
  }

  /// The stream for draws about a level beside those that made it.
  func furtherDraws(about number: Int) -> RandomStream {
    stream.split(UInt64(number)).split("further")
  }

  private func draws(_ number: Int) -> RandomStream { stream.split(UInt64(number)) }
}
