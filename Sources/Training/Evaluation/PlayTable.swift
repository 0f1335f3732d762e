import Agents
import Environments
import LinearAlgebra

/// A few episodes that are played to their ends side by side.
struct PlayTable<Running: Episode>: Sendable {
  /// What came of one episode.
  struct Result: Sendable {
    var total = 0.0
    var steps = 0
    var isSolved = false
    /// The sum over steps of the policy's entropy.
    var entropy = 0.0
    /// The last thing reached, -1 for none.
    var reached = -1

    /// Nil for anything but a red-door episode, which begins at its level's start.
    func summary(of begun: some Episode) -> EpisodeSummary? {
      (begun as? RedDoorRunning).map {
        EpisodeSummary($0.episode.level, reached: reached, steps: steps, reward: Float(total))
      }
    }
  }

  /// What a network without memory does on an observation.
  private struct Choice: Sendable {
    let action: Int
    let entropy: Double
  }

  private(set) var results: [Result]
  private var episodes: [Running]
  /// The episodes that the rows of the observations belong to; some may be over.
  private var rows: [Int]
  private var isOver: [Bool]
  private var observations: Tensor
  private let shape: ObservationShape
  /// By the observation, for each episode.
  private var choices: [[[Float]: Choice]]

  init(_ episodes: [Running], shape: ObservationShape) {
    self.episodes = episodes
    self.shape = shape
    results = episodes.map { _ in Result() }
    rows = Array(episodes.indices)
    isOver = episodes.map { _ in false }
    choices = episodes.map { _ in [:] }
    observations = Tensor(shape: [episodes.count, shape.rows, shape.columns, shape.planes])
    for row in rows { observe(row) }
  }

  /// Plays until every episode is over.
  ///
  /// What a network without memory is most likely to do is a function of the observation. So where
  /// one comes up again within an episode, the network is not asked again: an agent that runs in
  /// circles costs no more than one round.
  ///
  /// - Parameter draws: the stream of each episode's actions; nil for the most probable one.
  mutating func play(
    _ agent: Agent, _ options: HeldOutPlay.Options, draws: [RandomStream?]
  ) throws(ArchitectureError) {
    var (draws, memory) = (draws, [Tensor]())
    for _ in 0..<(agent.architecture.memory.isEmpty ? 0 : options.thinkingSteps) {
      memory = try run(agent, options, memory).memory
    }
    let isFunction = agent.architecture.memory.isEmpty && draws.allSatisfy { $0 == nil }
    while rows.contains(where: { !isOver[$0] }) {
      let output = try run(agent, options, memory)
      memory = output.memory
      let greedy = output.actions
      for (row, episode) in rows.enumerated() where !isOver[episode] {
        let policy = ActionDistribution(output.logits.row(row))
        let action = draws[episode]?.action(of: policy) ?? greedy[row]
        if isFunction {
          choices[episode][observation(row)] = Choice(action: action, entropy: policy.entropy)
          takeKnownChoices(row)
        } else {
          results[episode].entropy += policy.entropy
          step(row, action)
        }
      }
      leaveOut(&memory)
    }
  }

  private func run(
    _ agent: Agent, _ options: HeldOutPlay.Options, _ memory: [Tensor]
  ) throws(ArchitectureError) -> AgentOutput {
    try agent.run(
      observations, reads: rows.map { [episodes[$0].readCell] }, ticks: options.ticks,
      memory: memory)
  }

  private mutating func step(_ row: Int, _ action: Int) {
    let episode = rows[row]
    let range = row * shape.count..<(row + 1) * shape.count
    let outcome = observations.elements.withUnsafeMutableBufferPointer { elements in
      episodes[episode].step(
        action, updating: UnsafeMutableBufferPointer(rebasing: elements[range]))
    }
    results[episode].total += Double(outcome.reward)
    results[episode].steps += 1
    results[episode].isSolved = outcome.isSolved
    if outcome.reached >= 0 { results[episode].reached = outcome.reached }
    isOver[episode] = outcome.isOver
  }

  private func observation(_ row: Int) -> [Float] {
    Array(observations.elements[row * shape.count..<(row + 1) * shape.count])
  }

  /// Goes on for as long as what is seen was seen before.
  private mutating func takeKnownChoices(_ row: Int) {
    let episode = rows[row]
    while !isOver[episode], let choice = choices[episode][observation(row)] {
      results[episode].entropy += choice.entropy
      step(row, choice.action)
    }
  }

  private mutating func observe(_ row: Int) {
    let range = row * shape.count..<(row + 1) * shape.count
    let episode = episodes[rows[row]]
    observations.elements.withUnsafeMutableBufferPointer { elements in
      episode.observe(into: UnsafeMutableBufferPointer(rebasing: elements[range]))
    }
  }

  /// Goes on without the rows of episodes that are over once those are half of all.
  private mutating func leaveOut(_ memory: inout [Tensor]) {
    let kept = rows.indices.filter { !isOver[rows[$0]] }
    guard !kept.isEmpty, kept.count * 2 <= rows.count else { return }
    rows = kept.map { rows[$0] }
    observations = observations.samples(kept)
    memory = memory.map { $0.samples(kept) }
  }
}

extension RandomStream {
  /// Draws an action.
  mutating func action(of policy: ActionDistribution) -> Int { policy.action(at: uniform()) }
}

extension Tensor {
  /// The given samples of an array `[batch, row, column, channel]`.
  func samples(_ indices: [Int]) -> Tensor {
    let width = shape.dropFirst().reduce(1, *)
    var elements: [Float] = []
    elements.reserveCapacity(indices.count * width)
    for index in indices {
      elements.append(contentsOf: self.elements[index * width..<(index + 1) * width])
    }
    return Tensor(shape: [indices.count] + shape.dropFirst(), elements: elements)
  }
}
