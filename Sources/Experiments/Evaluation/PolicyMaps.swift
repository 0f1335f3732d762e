package import Agents
package import Environments
internal import LinearAlgebra
package import Storage

/// What an agent does on every square of some levels, its state reset before each choice.
///
/// Choices do not depend on the way that led to a square, so a walk through a level is a walk
/// through its map, however long.
package struct PolicyMaps: Sendable {
  /// For each level the action on each square, row-major; -1 on walls, on squares of things and
  /// where no way leads to a goal.
  package let actions: [[Int]]

  /// The numbers of observations that go through the network together; bounds memory.
  private static let statesAPass = 512

  /// Asks the agent on every square from which a goal can be reached.
  ///
  /// Networks without an agent plane see the same observation from everywhere, so theirs is one
  /// pass a level; others take one pass a square.
  ///
  /// - Parameter ticks: how long to think; the network's own number when nil.
  /// - Throws: `ArchitectureError` when observations do not fit, ``EvaluationError``.
  package init(
    of agent: Agent, on levels: [MazeLevel], encoder: any ObservationEncoder, ticks: Int? = nil,
    progress: (Int) -> Void = { _ in }, interruption: Interruption = .never
  ) throws {
    let cells = levels.map { $0.paths().startCells }
    var maps = levels.map { [Int](repeating: -1, count: $0.grid.count) }
    for group in Self.groups(levels, cells, seesAgent: encoder.agentPlane != nil) {
      guard !interruption.isRequested() else { throw EvaluationError.interrupted }
      let output = try agent.run(
        encoder.observations(of: group.map { (levels[$0.level], $0.agent) }),
        reads: group.map { pass in pass.reads.map { levels[pass.level].grid.index($0) } },
        ticks: ticks)
      let actions = output.actions
      var row = 0
      for pass in group {
        let level = levels[pass.level]
        guard output.logits.columns == level.grid.moves.count else {
          throw EvaluationError.wrongActions(
            actions: output.logits.columns, moves: level.grid.moves.count)
        }
        for cell in pass.reads {
          guard output.logits.row(row).allSatisfy(\.isFinite) else {
            throw EvaluationError.notFinite(level: level.id)
          }
          maps[pass.level][level.grid.index(cell)] = actions[row]
          row += 1
        }
      }
      progress(group.last.map { $0.level + 1 } ?? 0)
    }
    actions = maps
  }

  /// One pass of the network: an observation and the squares that are read from it.
  private struct Pass {
    let level: Int
    let agent: Cell
    let reads: [Cell]
  }

  /// Passes in the order of the levels, cut so that those of a group have one size.
  private static func groups(
    _ levels: [MazeLevel], _ cells: [[Cell]], seesAgent: Bool
  ) -> [[Pass]] {
    var groups: [[Pass]] = []
    var group: [Pass] = []
    var size = (0, 0)
    func close() {
      if !group.isEmpty { groups.append(group) }
      group = []
    }
    for (index, level) in levels.enumerated() {
      if (level.grid.rows, level.grid.columns) != size { close() }
      size = (level.grid.rows, level.grid.columns)
      let passes =
        seesAgent
        ? cells[index].map { Pass(level: index, agent: $0, reads: [$0]) }
        : [Pass(level: index, agent: level.start, reads: cells[index])]
      for pass in passes where !pass.reads.isEmpty {
        if group.count == statesAPass { close() }
        group.append(pass)
      }
    }
    close()
    return groups
  }
}
