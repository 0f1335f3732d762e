/// Value iteration with the values and action values after every sweep.
///
/// `V_0 = 0`; sweep `k` computes `Q_k(x, a)` from `V_{k-1}` for all squares at once and
/// `V_k(x) = max_a Q_k(x, a)`. A move into a wall stays where it is.
package struct ValueIterationRecord: Sendable, Equatable {
  /// What is rewarded.
  package enum Rewards: String, Sendable, CaseIterable {
    /// The task: -0.01 a step, +1 on reaching a door; things end the episode and keep the
    /// value 0.
    case task
    /// The form of planted value iteration networks: 1 for every step spent at a goal,
    /// nothing elsewhere, a further action that stays, other things as walls. With discount
    /// 1 the value is `max(0, k - d)` at distance `d`.
    case dwelling
  }

  package let rows: Int
  package let columns: Int
  package let moves: MoveSet
  package let discount: Double
  package let rewards: Rewards
  /// `values[k]` is `V_k`, row-major, NaN on walls; `k` from 0.
  package let values: [[Double]]
  /// `actionValues[k]` is `Q_k`, `[square, action]` row-major, NaN on walls and, for
  /// ``Rewards/task``, at things that end the episode. Element 0 is all zero where defined.
  /// ``Rewards/dwelling`` has staying as its last action.
  package let actionValues: [[Double]]

  /// The number of actions of ``actionValues``.
  package var actions: Int { moves.count + (rewards == .dwelling ? 1 : 0) }

  /// - Precondition: `iterations >= 0` and `discount` in `0...1`.
  /// - Complexity: `iterations x squares x actions`.
  package init(
    _ level: MazeLevel, iterations: Int, discount: Double, rewards: Rewards = .task
  ) {
    precondition(iterations >= 0, "Value iteration cannot take \(iterations) sweeps.")
    precondition(discount >= 0 && discount <= 1, "A discount is 0 to 1, not \(discount).")
    rows = level.grid.rows
    columns = level.grid.columns
    moves = level.grid.moves
    self.discount = discount
    self.rewards = rewards
    let model = Model(level, rewards: rewards)
    var values = [model.initialValues]
    var actionValues = [model.initialActionValues]
    for _ in 0..<iterations {
      let q = model.sweep(values[values.count - 1], discount: discount)
      actionValues.append(q)
      values.append(model.best(of: q))
    }
    self.values = values
    self.actionValues = actionValues
  }

  /// `V_k` at a square.
  package func value(at cell: Cell, iteration k: Int) -> Double {
    values[k][cell.row * columns + cell.column]
  }

  /// The actions whose value is the largest after sweep `k`, up to a relative margin of
  /// 1e-6: ties are no decision. Empty where undefined.
  package func greedyActions(at cell: Cell, iteration k: Int) -> ActionSet {
    let base = (cell.row * columns + cell.column) * actions
    let row = actionValues[k][base..<base + actions]
    var result = ActionSet.empty
    guard let best = row.filter({ !$0.isNaN }).max() else { return result }
    for (action, value) in row.enumerated()
    where value >= best - 1e-6 * max(1, abs(best)) { result.insert(action) }
    return result
  }

  /// The deterministic model that both kinds of rewards share: where each action leads from
  /// each square, and what it pays.
  private struct Model {
    let count: Int
    let actions: Int
    /// `[square, action]`, -1 where the square has no actions.
    var destinations: [Int]
    var payments: [Double]
    let initialValues: [Double]
    let initialActionValues: [Double]

    init(_ level: MazeLevel, rewards: Rewards) {
      let grid = level.grid
      count = grid.count
      actions = grid.moves.count + (rewards == .dwelling ? 1 : 0)
      destinations = [Int](repeating: -1, count: count * actions)
      payments = [Double](repeating: 0, count: count * actions)
      let goals = level.goals
      let things = level.blockingCells
      var closed = grid.walls
      if rewards == .dwelling {
        for cell in things where !goals.contains(cell) { closed[grid.index(cell)] = true }
      }
      for index in 0..<count where !closed[index] {
        let cell = grid.cell(index)
        if rewards == .task, things.contains(cell) { continue }
        for action in 0..<actions {
          var next = action < grid.moves.count ? grid.destination(of: action, from: cell) : cell
          if closed[grid.index(next)] { next = cell }
          destinations[index * actions + action] = grid.index(next)
          payments[index * actions + action] =
            switch rewards {
            case .task:
              (level.object(at: next)?.isBase == true && next != cell
                ? Double(RedDoorEnvironment.goalReward) : 0) - 0.01
            case .dwelling: goals.contains(cell) ? 1 : 0
            }
        }
      }
      initialValues = closed.map { $0 ? .nan : 0 }
      initialActionValues = destinations.map { $0 < 0 ? .nan : 0 }
    }

    func sweep(_ values: [Double], discount: Double) -> [Double] {
      destinations.indices.map { index in
        let next = destinations[index]
        return next < 0 ? .nan : payments[index] + discount * values[next]
      }
    }

    func best(of actionValues: [Double]) -> [Double] {
      (0..<count).map { square in
        let row = actionValues[square * actions..<(square + 1) * actions]
        return row.filter { !$0.isNaN }.max() ?? initialValues[square]
      }
    }
  }
}
