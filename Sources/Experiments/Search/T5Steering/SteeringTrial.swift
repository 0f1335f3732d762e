internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// One steering of a set of routes, and whatever is put in its place: the changes that were made are
/// kept state by state and tick by tick, so that others of the same length can be made.
struct SteeringTrial: Sendable {
  let writing: PlanWriting
  let tasks: [PlanWriting.Task]
  let most: Int
  /// Whether each route was followed, as far as it was asked.
  let own: [Double]
  /// Whether all logits are those of the network as it is.
  let isInert: Bool
  /// The changes of each task and step, `[tick]`, each `[square, channel]`.
  private let changes: [[[[Float]]]]

  /// Writes at every state of every route, up to so many steps.
  init(
    _ writing: PlanWriting, _ tasks: [PlanWriting.Task], margin: Float, most: Int
  ) throws {
    self.writing = writing
    self.tasks = tasks
    self.most = most
    let asked = tasks.indices.flatMap { task in
      (0..<min(most, tasks[task].route.length)).map { (task: task, step: $0) }
    }
    let record = WriteRecord(samples: asked.count, ticks: writing.base.edited.count)
    let states = asked.map {
      InterventionBase.State(
        level: tasks[$0.task].level, agent: tasks[$0.task].route.path[$0.step])
    }
    let decisions = try writing.base.decisions(
      of: writing.agent, in: states,
      edits: writing.edits(asked.map { tasks[$0.task].writer }, margin: margin, record: record))
    isInert =
      try decisions.logits == writing.base.decisions(of: writing.agent, in: states).logits
    var (own, changes) = (tasks.map { _ in 1.0 }, tasks.map { _ in [[[Float]]]() })
    for ((entry, action), writes) in zip(zip(asked, decisions.actions), record.all) {
      if action.only != tasks[entry.task].route.moves[entry.step] { own[entry.task] = 0 }
      changes[entry.task].append(writes)
    }
    self.own = own
    self.changes = changes
  }

  /// Whether each route is followed, as far as it is asked, under other changes.
  ///
  /// - Parameters:
  ///   - only: the tasks that are asked, all when nil; one answer each.
  ///   - other: makes of a state's change at a tick, and the number of its task, another at the same
  ///     squares; nothing is changed where it is nil.
  func outcome(
    only: [Int]? = nil, _ other: (@Sendable ([Float], Int) -> [Float])?
  ) throws -> [Double] {
    try outcome(at: tasks.map(\.writer.cells), only: only, other)
  }

  /// The same changes at other free squares, drawn anew for each route: none of those that the write
  /// changes.
  func elsewhere(drawnFrom random: RandomStream) throws -> [Double] {
    let squares = tasks.enumerated().map { index, task -> [Int] in
      let grid = writing.base.levels.levels[task.level].grid
      let used = Set(task.writer.cells + task.route.cells)
      var free = grid.walls.indices.filter { !grid.walls[$0] && !used.contains($0) }
      var order = random.split(UInt64(index))
      order.shuffle(&free)
      return Array(free.prefix(task.writer.cells.count))
    }
    return try outcome(at: squares) { changes, _ in changes }
  }

  private func outcome(
    at squares: [[Int]], only: [Int]? = nil, _ other: (@Sendable ([Float], Int) -> [Float])?
  ) throws -> [Double] {
    let steps = try writing.stepsFollowed(tasks, most: most, only: only) { asked in
      guard let other else { return [] }
      return writing.base.edited.enumerated().map { tick, site in
        SiteEdit(
          at: site,
          .transform { sample, map in
            let (task, step) = asked[sample]
            let cells = squares[task]
            let change = other(changes[task][step][tick], task)
            PlanWriting.add(
              Array(change.prefix(cells.count * writing.metric.means.count)), at: cells, to: map)
          })
      }
    }
    return (only ?? Array(tasks.indices)).map {
      steps[$0] == min(most, tasks[$0].route.length) ? 1 : 0
    }
  }

  /// The root mean square length of what is added to a square in a tick, in standard deviations,
  /// over the first state of each route.
  var meanLength: Double {
    let channels = writing.metric.means.count
    var (sum, count) = (0.0, 0)
    for task in changes {
      for change in task.first ?? [] where !change.isEmpty {
        for start in stride(from: 0, to: change.count, by: channels) {
          sum += writing.metric.squaredLength(Array(change[start..<start + channels]))
          count += 1
        }
      }
    }
    return count == 0 ? 0 : (sum / Double(count)).squareRoot()
  }
}
