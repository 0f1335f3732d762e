internal import Agents
internal import Environments
internal import LinearAlgebra

/// What a network with state does in levels, step by step, all levels side by side.
struct StatefulWalks: Sendable {
  /// One step in one level.
  struct Step: Sendable {
    let level: Int
    let cell: Cell
    let logits: [Float]
    /// The first state, after the step.
    let state: [Float]
  }

  /// In the order of steps, and of levels within a step.
  let steps: [Step]
  /// For each level whether a goal was reached.
  let reached: [Bool]

  /// Walks until a thing is reached, or for so many steps in each level.
  ///
  /// - Parameter isReset: whether the state is set to zero before each step.
  init(
    _ agent: Agent, in levels: LevelSet, encoder: any ObservationEncoder, limit: Int,
    ticks: Int = 1, isReset: Bool = false
  ) throws {
    var steps: [Step] = []
    var reached = [Bool](repeating: false, count: levels.count)
    var active = Array(levels.levels.indices)
    var cells = levels.levels.map(\.start)
    var states: [Tensor] = []
    for step in 0..<limit where !active.isEmpty {
      let output = try agent.run(
        encoder.observations(
          of: active.map { (levels.levels[$0], cells[$0]) },
          after: active.map { _ in step }),
        reads: active.map { [levels.levels[$0].grid.index(cells[$0])] }, ticks: ticks,
        memory: isReset ? [] : states)
      let actions = output.actions
      var staying: [Int] = []
      for (row, index) in active.enumerated() {
        let level = levels.levels[index]
        let state = output.memory.first.map { Self.row(row, of: $0) } ?? []
        steps.append(
          Step(
            level: index, cell: cells[index], logits: Array(output.logits.row(row)), state: state))
        cells[index] = level.grid.destination(of: actions[row], from: cells[index])
        guard let thing = level.object(at: cells[index]), level.endsEpisode(thing) else {
          staying.append(row)
          continue
        }
        reached[index] = thing.isBase
      }
      states = output.memory.map { state in
        Tensor(
          shape: [staying.count] + state.shape.dropFirst(),
          elements: staying.flatMap { Self.row($0, of: state) })
      }
      active = staying.map { active[$0] }
    }
    self.steps = steps
    self.reached = reached
  }

  private init(steps: [Step], reached: [Bool]) {
    self.steps = steps
    self.reached = reached
  }

  /// The walks in the first levels.
  func prefix(levels: Int) -> StatefulWalks {
    StatefulWalks(
      steps: steps.filter { $0.level < levels }, reached: Array(reached.prefix(levels)))
  }

  private static func row(_ row: Int, of state: Tensor) -> [Float] {
    let width = state.count / state.shape[0]
    return Array(state.elements[row * width..<(row + 1) * width])
  }
}
