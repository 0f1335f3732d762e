internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Storage

/// Plays episodes of remembering a goal with one network, greedily, its memory carried from step to
/// step.
struct RecallPlayer: Sendable {
  /// Something added to the state after one step, `[episode, unit]`.
  struct Push: Sendable {
    let step: Int
    let values: Matrix<Float>
  }

  let agent: Agent
  /// The memory, which is the site that is read.
  let site: Site
  let units: Int
  private let interruption: Interruption

  /// - Throws: ``GoalError/noVectorMemory(architecture:)`` for a network whose memory is not one
  ///   vector that is a site.
  init(_ agent: Agent, interruption: Interruption = .never) throws {
    let memory = agent.architecture.memory
    guard memory.count == 1, let own = memory.first, !own.isMap,
      agent.architecture.sites.contains(where: { $0.name == own.name && !$0.hasTicks })
    else { throw GoalError.noVectorMemory(architecture: type(of: agent.architecture).name) }
    self.agent = agent
    site = Site(own.name)
    units = own.channels
    self.interruption = interruption
  }

  /// The same way of playing with another network of the same shape.
  func with(_ agent: Agent) throws -> RecallPlayer { try .init(agent, interruption: interruption) }

  /// Plays each episode to its end.
  ///
  /// - Throws: ``CaptureError/interrupted``, ``GoalError/notFinite(level:)``, and as a run does.
  func play(_ episodes: [GoalRecallEpisode], pushing push: Push? = nil) throws -> [RecallCourse] {
    var episodes = episodes
    var courses = episodes.map(RecallCourse.init)
    var current = [Float](repeating: 0, count: 3 * episodes.count)
    current.withUnsafeMutableBufferPointer { buffer in
      for place in episodes.indices {
        episodes[place].observe(into: .init(rebasing: buffer[3 * place..<3 * place + 3]))
      }
    }
    var memory = Matrix<Float>(rows: 0, columns: units)
    var underWay = Array(episodes.indices)
    var step = 0
    while !underWay.isEmpty {
      let output = try run(
        underWay.flatMap { current[3 * $0..<3 * $0 + 3] }, memory,
        adding: push.flatMap { $0.step == step ? $0.values.selectingRows(underWay) : nil })
      var kept: [Int] = []
      for (row, place) in underWay.enumerated() {
        let before = episodes[place]
        let seen = Array(current[3 * place..<3 * place + 3])
        current.withUnsafeMutableBufferPointer { buffer in
          _ = episodes[place].step(
            output.choices[row], updating: .init(rebasing: buffer[3 * place..<3 * place + 3]))
        }
        courses[place].add(
          seen, state: output.states.row(row), choice: output.choices[row], before: before,
          after: episodes[place])
        if !episodes[place].isOver { kept.append(row) }
      }
      memory = output.states.selectingRows(kept)
      underWay = kept.map { underWay[$0] }
      step += 1
    }
    return courses
  }

  /// Shows what was seen in episodes that were played, whatever the network would have done.
  ///
  /// - Parameter swapsGoal: whether the goal is shown at the other end.
  /// - Returns: for each episode the states, `[step, unit]`, and the choices.
  func follow(
    _ courses: [RecallCourse], swapsGoal: Bool = false
  ) throws -> [(states: [Float], choices: [Int])] {
    var result = courses.map { _ in (states: [Float](), choices: [Int]()) }
    var memory = Matrix<Float>(rows: 0, columns: units)
    var underWay = Array(courses.indices)
    var step = 0
    while !underWay.isEmpty {
      let seen = underWay.flatMap { place -> [Float] in
        let seen = courses[place].observations[3 * step..<3 * step + 3]
        return swapsGoal ? seen.reversed().map { $0 } : Array(seen)
      }
      // The position stands in the middle, so that turning the three about swaps the ends alone.
      let output = try run(seen, memory, adding: nil)
      var kept: [Int] = []
      for (row, place) in underWay.enumerated() {
        result[place].states += output.states.row(row)
        result[place].choices.append(output.choices[row])
        if courses[place].steps > step + 1 { kept.append(row) }
      }
      memory = output.states.selectingRows(kept)
      underWay = kept.map { underWay[$0] }
      step += 1
    }
    return result
  }

  private func run(
    _ observations: [Float], _ memory: Matrix<Float>, adding: Matrix<Float>?
  ) throws -> (states: Matrix<Float>, choices: [Int]) {
    guard !interruption.isRequested() else { throw CaptureError.interrupted }
    let count = observations.count / 3
    let output = try agent.run(
      Tensor(shape: [count, 1, 1, 3], elements: observations),
      reads: [[Int]](repeating: [0], count: count),
      edits: adding.map {
        [SiteEdit(at: site, .add(Tensor(shape: [count, 1, 1, units], elements: $0.elements)))]
      } ?? [],
      memory: memory.rows == 0
        ? [] : [Tensor(shape: [count, 1, 1, units], elements: memory.elements)])
    guard output.logits.elements.allSatisfy(\.isFinite) else {
      throw GoalError.notFinite(level: GoalRecallEnvironment.name)
    }
    return (output.memory[0].matrix, output.actions)
  }
}
