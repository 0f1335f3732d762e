import Agents
import Environments
import LinearAlgebra

/// Visits states: episodes side by side, which follow the oracle or the network.
struct StateCollector: Sendable {
  private let source: LevelSource
  private let settings: ImitationSettings
  private(set) var slots: [Slot] = []
  /// The number of the next level.
  private(set) var nextLevel = 0

  /// An episode under way.
  struct Slot: Sendable {
    var episode: RedDoorEpisode
    var number: Int
    var paths: ShortestPaths
  }

  init(_ source: LevelSource, _ settings: ImitationSettings) {
    self.source = source
    self.settings = settings
  }

  /// Fills every slot with a fresh level.
  mutating func begin(into memory: inout ReplayMemory) throws {
    for _ in 0..<settings.episodes { slots.append(try freshSlot(into: &memory)) }
  }

  /// Takes up saved episodes: the number of the level, the agent's square, the steps taken.
  ///
  /// - Throws: ``TrainingError/badReplay(reason:)`` for an episode that cannot go on.
  mutating func resume(_ saved: [(number: Int, cell: Int, steps: Int)], nextLevel: Int) throws {
    self.nextLevel = nextLevel
    slots = []
    for (number, cell, steps) in saved {
      let level = try source.level(number).level
      let paths = level.paths()
      guard cell < level.grid.count, paths.distances[cell] > 0, steps < 2 * level.grid.freeCount
      else {
        throw TrainingError.badReplay(
          reason: "no episode in level \(number) is at cell \(cell) after \(steps) steps")
      }
      slots.append(
        Slot(
          episode: RedDoorEpisode(level, at: level.grid.cell(cell), stepsTaken: steps),
          number: number, paths: paths))
    }
  }

  /// The states that the slots are in, for the network to choose actions.
  var views: [(level: MazeLevel, agent: Cell)] {
    slots.map { ($0.episode.level, $0.episode.agent) }
  }

  /// Makes one step in every slot and remembers the states that are reached.
  ///
  /// - Parameters:
  ///   - proposals: the network's actions, one a slot; empty when the oracle is always followed.
  ///   - chance: of following the oracle instead.
  mutating func step(
    proposals: [Int], oracleChance chance: Double, random: inout RandomStream,
    into memory: inout ReplayMemory
  ) throws {
    for index in slots.indices {
      let optimal = slots[index].paths.optimalActions(at: slots[index].episode.agent)
      var action = pick(optimal, &random)
      if !proposals.isEmpty, random.uniform() >= chance { action = proposals[index] }
      let outcome = slots[index].episode.step(action)
      let agent = slots[index].episode.agent
      let reached = slots[index].paths.optimalActions(at: agent)
      if outcome.isOver || reached.isEmpty {
        slots[index] = try freshSlot(into: &memory)
      } else {
        memory.append(
          ImitationState(
            level: slots[index].episode.level, number: slots[index].number, agent: agent,
            optimal: reached))
      }
    }
  }

  private func pick(_ actions: ActionSet, _ random: inout RandomStream) -> Int {
    var rank = random.below(actions.count)
    for action in actions {
      if rank == 0 { return action }
      rank -= 1
    }
    return 0
  }

  private mutating func freshSlot(into memory: inout ReplayMemory) throws -> Slot {
    let number = nextLevel
    nextLevel += 1
    let (level, stream) = try source.level(number)
    var random = stream
    let paths = level.paths()
    memory.append(
      ImitationState(
        level: level, number: number, agent: level.start,
        optimal: paths.optimalActions(at: level.start)))
    let cells = paths.startCells
    for _ in 0..<settings.startsPerLevel {
      let cell = cells[random.below(cells.count)]
      memory.append(
        ImitationState(
          level: level, number: number, agent: cell, optimal: paths.optimalActions(at: cell)))
    }
    return Slot(episode: RedDoorEpisode(level), number: number, paths: paths)
  }
}
