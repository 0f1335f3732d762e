import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

extension ImitationTrainer {
  package var checkpoint: Checkpoint {
    var result = Checkpoint(self)
    result.setAdam(adam)
    result.setNumbers(memory.elements.map(\.number), for: "replay/level")
    result.setNumbers(memory.elements.map { Int($0.episode.code) }, for: "replay/state")
    result.setNumbers(memory.elements.map { Int($0.optimal.rawValue) }, for: "replay/optimal")
    result.setState(memory.next, for: "replay-next")
    result.setReplayDigest()
    result.setNumbers(collector.slots.map(\.number), for: "episodes/level")
    result.setNumbers(collector.slots.map { Int($0.episode.code) }, for: "episodes/state")
    result.setState(collector.nextLevel, for: "next-level")
    result.setTally(tally)
    return result
  }

  /// Takes a training up where its checkpoint left it.
  ///
  /// - Throws: when the checkpoint does not fit the configuration or its state is damaged.
  package init(
    _ configuration: RunConfiguration, _ settings: ImitationSettings, in environment: World,
    resuming checkpoint: Checkpoint
  ) throws {
    try self.init(configuration, settings, in: environment, begins: false)
    agent = try Agent(agent.architecture, tensors: checkpoint.parameters)
    update = checkpoint.step
    try checkpoint.restore(&adam, updates: update...update)
    tally = try checkpoint.tally()
    counted = try OperationCount(configuration, resuming: checkpoint)
    let nextLevel = try checkpoint.stateInteger(
      "next-level", in: 0...Checkpoint.largestNumber)
    try restoreMemory(checkpoint, nextLevel: nextLevel)
    try restoreEpisodes(checkpoint, nextLevel: nextLevel)
  }

  private mutating func restoreEpisodes(_ checkpoint: Checkpoint, nextLevel: Int) throws {
    let levels = try checkpoint.numbers("episodes/level")
    let codes = try checkpoint.numbers("episodes/state")
    guard levels.count == codes.count, levels.count == settings.episodes else {
      throw TrainingError.badReplay(reason: "\(levels.count) episodes do not fit")
    }
    guard levels.allSatisfy({ $0 < nextLevel }) else {
      throw TrainingError.badReplay(reason: "an episode is in a level that was not made yet")
    }
    try collector.resume(
      levels.indices.map { (levels[$0], UInt64(codes[$0])) }, nextLevel: nextLevel)
  }

  /// In how many levels of the memory, about, the oracle is asked again: in some environments it
  /// takes long.
  private static var checkedLevels: Int { 64 }

  /// Makes sure that the oracle says of states what it said when they were remembered: it does not
  /// where levels are drawn otherwise than they were.
  private static func check(
    _ episodes: [World.Running], _ optimal: [Int], _ number: Int
  ) throws(TrainingError) {
    for (episode, kept) in zip(episodes, optimal)
    where Int(episode.optimalActions.rawValue) != kept {
      throw .badReplay(
        reason: "the best actions in state \(episode.code) of level \(number) are not those kept")
    }
  }

  private mutating func restoreMemory(_ checkpoint: Checkpoint, nextLevel: Int) throws {
    let numbers = try checkpoint.numbers("replay/level")
    let codes = try checkpoint.numbers("replay/state")
    let capacity = settings.replay
    guard !numbers.isEmpty, numbers.count == codes.count, numbers.count <= capacity else {
      throw TrainingError.badReplay(
        reason: "\(numbers.count) levels and \(codes.count) states are no memory of up to "
          + "\(capacity) states")
    }
    guard numbers.allSatisfy({ $0 < nextLevel }) else {
      throw TrainingError.badReplay(reason: "a state is in a level that was not made yet")
    }
    let next = try checkpoint.stateInteger(
      "replay-next", in: 0...(numbers.count < capacity ? 0 : capacity - 1))
    let optimal = try checkpoint.numbers("replay/optimal")
    let everything = 1 << environment.actionCount
    guard optimal.count == numbers.count, optimal.allSatisfy({ $0 > 0 && $0 < everything }) else {
      throw TrainingError.badReplay(reason: "\"replay/optimal\" holds what is no set of actions")
    }
    try checkpoint.checkReplayDigest()
    // Each level is made once, in parallel.
    let places = Dictionary(grouping: numbers.indices) { numbers[$0] }
    let distinct = places.keys.sorted()
    let levels = collector.levels
    let stride = (distinct.count + Self.checkedLevels - 1) / Self.checkedLevels
    let made = try Parallel.tryMap(distinct.count) { index in
      let (number, places) = (distinct[index], places[distinct[index], default: []])
      let episodes = try levels.episodes(number, at: places.map { UInt64(codes[$0]) })
      if index % stride == 0 {
        try Self.check(episodes, places.map { optimal[$0] }, number)
      }
      return episodes
    }
    var states: [ImitationState<World.Running>?] = numbers.map { _ in nil }
    for (number, episodes) in zip(distinct, made) {
      for (place, episode) in zip(places[number, default: []], episodes) {
        states[place] = ImitationState(
          episode: episode.withoutOracle, number: number,
          optimal: ActionSet(rawValue: .init(optimal[place])))
      }
    }
    memory = ReplayMemory(capacity: capacity, elements: states.compactMap { $0 }, next: next)
  }
}
