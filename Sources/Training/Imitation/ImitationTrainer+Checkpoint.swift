import Agents
import Environments
import LinearAlgebra
import NeuralNetworks
package import Storage

extension ImitationTrainer {
  /// The checkpoint of the trainer as it stands: the network and all that its continuation needs.
  package var checkpoint: Checkpoint {
    var result = Checkpoint(
      architecture: type(of: agent.architecture).name,
      configuration: agent.architecture.configuration.entries, step: update,
      seed: configuration.seed, environment: configuration.environment.configuration,
      toolVersion: Version.text, parameters: agent.parameters.tensors)
    result.state = [
      ("adam/first", Tensor(shape: [adam.firstMoment.count], elements: adam.firstMoment)),
      ("adam/second", Tensor(shape: [adam.secondMoment.count], elements: adam.secondMoment)),
      ("replay/level", numbers(memory.states.map(\.number))),
      ("replay/cell", numbers(memory.states.map { $0.level.grid.index($0.agent) })),
      ("episodes/level", numbers(collector.slots.map(\.number))),
      (
        "episodes/cell",
        numbers(collector.slots.map { $0.episode.level.grid.index($0.episode.agent) })
      ),
      ("episodes/steps", numbers(collector.slots.map(\.episode.steps))),
    ]
    result.setState(adam.updates, for: "adam-updates")
    result.setState(memory.next, for: "replay-next")
    result.setState(collector.nextLevel, for: "next-level")
    result.setState(tally.updates, for: "tally-updates")
    result.setState(tally.loss, for: "tally-loss")
    result.setState(tally.norm, for: "tally-norm")
    return result
  }

  /// The largest number that ``numbers(_:)`` keeps.
  private static let largestNumber = 1 << 44 - 1

  /// Whole numbers below 2^24 are exact in single precision; larger ones are kept in two parts.
  private func numbers(_ values: [Int]) -> Tensor {
    var elements: [Float] = []
    elements.reserveCapacity(values.count * 2)
    for value in values {
      elements.append(Float(value >> 20))
      elements.append(Float(value & 0xf_ffff))
    }
    return Tensor(shape: [values.count, 2], elements: elements)
  }

  /// Takes a training up where its checkpoint left it.
  ///
  /// - Throws: when the checkpoint does not fit the configuration or its state is damaged.
  package init(_ configuration: RunConfiguration, resuming checkpoint: Checkpoint) throws {
    try self.init(configuration, begins: false)
    agent = try Agent(agent.architecture, tensors: checkpoint.parameters)
    update = checkpoint.step
    adam.firstMoment = try Self.moments(
      checkpoint, "adam/first", count: adam.firstMoment.count, from: -.greatestFiniteMagnitude)
    adam.secondMoment = try Self.moments(
      checkpoint, "adam/second", count: adam.secondMoment.count, from: 0)
    adam.updates = try Self.integer(checkpoint, "adam-updates", in: update...update)
    tally.updates = try Self.integer(checkpoint, "tally-updates", in: 0...update)
    tally.loss = try checkpoint.stateDouble("tally-loss")
    tally.norm = try checkpoint.stateDouble("tally-norm")
    let nextLevel = try Self.integer(checkpoint, "next-level", in: 0...Self.largestNumber)
    try restoreMemory(checkpoint, nextLevel: nextLevel)
    try restoreEpisodes(checkpoint, nextLevel: nextLevel)
  }

  private mutating func restoreEpisodes(_ checkpoint: Checkpoint, nextLevel: Int) throws {
    let levels = try Self.numbers(checkpoint, "episodes/level")
    let cells = try Self.numbers(checkpoint, "episodes/cell")
    let steps = try Self.numbers(checkpoint, "episodes/steps")
    guard levels.count == cells.count, levels.count == steps.count,
      levels.count == configuration.imitation.episodes
    else { throw TrainingError.badReplay(reason: "\(levels.count) episodes do not fit") }
    guard levels.allSatisfy({ $0 < nextLevel }) else {
      throw TrainingError.badReplay(reason: "an episode is in a level that was not made yet")
    }
    try collector.resume(
      levels.indices.map { (levels[$0], cells[$0], steps[$0]) }, nextLevel: nextLevel)
  }

  private mutating func restoreMemory(_ checkpoint: Checkpoint, nextLevel: Int) throws {
    let numbers = try Self.numbers(checkpoint, "replay/level")
    let cells = try Self.numbers(checkpoint, "replay/cell")
    let capacity = configuration.imitation.replay
    guard !numbers.isEmpty, numbers.count == cells.count, numbers.count <= capacity else {
      throw TrainingError.badReplay(
        reason: "\(numbers.count) levels and \(cells.count) squares are no memory of up to "
          + "\(capacity) states")
    }
    guard numbers.allSatisfy({ $0 < nextLevel }) else {
      throw TrainingError.badReplay(reason: "a state is in a level that was not made yet")
    }
    let next = try Self.integer(
      checkpoint, "replay-next", in: 0...(numbers.count < capacity ? 0 : capacity - 1))
    let source = LevelSource(configuration.environment, stream: root.split("levels"))
    // Each level is made once, in parallel; the states refer to it by its number.
    let distinct = Set(numbers).sorted()
    let made = try Parallel.tryMap(distinct.count) { index in
      let level = try source.level(distinct[index]).level
      return (level, level.paths())
    }
    var byNumber: [Int: Int] = [:]
    for (index, number) in distinct.enumerated() { byNumber[number] = index }
    var states: [ImitationState] = []
    states.reserveCapacity(numbers.count)
    for (number, cell) in zip(numbers, cells) {
      guard let index = byNumber[number], cell < made[index].0.grid.count else {
        throw TrainingError.badReplay(reason: "there is no cell \(cell)")
      }
      let (level, paths) = made[index]
      let agent = level.grid.cell(cell)
      let optimal = paths.optimalActions(at: agent)
      guard !optimal.isEmpty else {
        throw TrainingError.badReplay(reason: "no action leads on from cell \(cell)")
      }
      states.append(ImitationState(level: level, number: number, agent: agent, optimal: optimal))
    }
    memory = ReplayMemory(capacity: capacity, states: states, next: next)
  }

  private static func moments(
    _ checkpoint: Checkpoint, _ name: String, count: Int, from least: Float
  ) throws -> [Float] {
    guard let tensor = checkpoint.stateTensor(named: name), tensor.count == count else {
      throw TrainingError.badReplay(reason: "\"\(name)\" is missing or of another size")
    }
    guard tensor.elements.allSatisfy({ $0.isFinite && $0 >= least }) else {
      throw TrainingError.badReplay(reason: "\"\(name)\" holds a value that it cannot have")
    }
    return tensor.elements
  }

  private static func integer(
    _ checkpoint: Checkpoint, _ key: String, in range: ClosedRange<Int>
  ) throws -> Int {
    let value = try checkpoint.stateInteger(key)
    guard range.contains(value) else {
      throw TrainingError.badReplay(reason: "\"\(key)\" is \(value), outside of \(range)")
    }
    return value
  }

  private static func numbers(_ checkpoint: Checkpoint, _ name: String) throws -> [Int] {
    guard let tensor = checkpoint.stateTensor(named: name), tensor.count % 2 == 0,
      tensor.elements.allSatisfy({ $0 >= 0 && $0 < 16_777_216 && $0 == $0.rounded() })
    else { throw TrainingError.badReplay(reason: "\"\(name)\" is missing or not whole numbers") }
    return stride(from: 0, to: tensor.count, by: 2).map {
      Int(tensor.elements[$0]) << 20 | Int(tensor.elements[$0 + 1])
    }
  }
}
