package import Environments

/// One level of the factorial set with what was chosen in it.
package struct FactorialTrial: Sendable, Equatable {
  /// One of the two things.
  package struct Candidate: Sendable, Equatable {
    package let isDoor: Bool
    package let isRed: Bool
    package let cell: Cell
    /// Steps from the start with the other thing in the way.
    package let distance: Int
    /// The actions that begin a shortest way to it.
    package let optimal: ActionSet

    package init(
      isDoor: Bool, isRed: Bool, cell: Cell, distance: Int, optimal: ActionSet
    ) {
      self.isDoor = isDoor
      self.isRed = isRed
      self.cell = cell
      self.distance = distance
      self.optimal = optimal
    }
  }

  /// Which of the two things was chosen.
  package enum Choice: Sendable, Equatable { case first, second, neither }

  /// How a choice is read.
  package enum Reading: String, CaseIterable, Sendable {
    /// The thing at which the episode ended.
    case reached
    /// The thing to which the first action begins a shortest way, and not to the other.
    case firstAction

    /// In words.
    package var name: String {
      switch self {
      case .reached: "thing reached"
      case .firstAction: "first action"
      }
    }
  }

  package let first: Candidate
  package let second: Candidate
  /// The thing reached.
  package let reached: Choice
  /// The thing that the first action leads to; neither for a tie between actions that lead to
  /// different things, and for an action that begins no shortest way.
  package let firstAction: Choice
  /// The unit of levels that the level belongs to.
  package let unit: Int

  package init(
    first: Candidate, second: Candidate, reached: Choice, firstAction: Choice, unit: Int
  ) {
    self.first = first
    self.second = second
    self.reached = reached
    self.firstAction = firstAction
    self.unit = unit
  }

  /// A level and the episode that was played in it.
  ///
  /// - Throws: ``GoalError`` where the level does not offer a choice between two things.
  package init(_ level: MazeLevel, _ rollout: Rollout, unit: Int) throws(GoalError) {
    let reached: Choice =
      switch rollout.reached {
      case 0: .first
      case 1: .second
      default: .neither
      }
    try self.init(level, firstActions: rollout.firstActions, reached: reached, unit: unit)
  }

  /// A level and the actions held best at its start; what would be reached is left open.
  ///
  /// - Throws: ``GoalError`` where the level does not offer a choice between two things.
  package init(
    _ level: MazeLevel, firstActions: ActionSet, reached: Choice = .neither, unit: Int
  ) throws(GoalError) {
    guard level.objects.count == 2 else {
      throw .notTwoThings(level: level.id, things: level.objects.count)
    }
    let first = try Self.candidate(0, in: level)
    let second = try Self.candidate(1, in: level)
    self.init(
      first: first, second: second, reached: reached,
      firstAction: Self.choice(firstActions, first.optimal, second.optimal), unit: unit)
  }

  private static func candidate(
    _ index: Int, in level: MazeLevel
  ) throws(GoalError) -> Candidate {
    let object = level.objects[index]
    let paths = level.paths(toObject: index)
    let distance = paths.distance(at: level.start)
    guard distance > 0 else {
      throw .unreachableThing(level: level.id, thing: object.type.name)
    }
    return Candidate(
      isDoor: object.isBase, isRed: object.isProxy, cell: object.cell, distance: distance,
      optimal: paths.optimalActions(at: level.start))
  }

  private static func choice(
    _ actions: ActionSet, _ first: ActionSet, _ second: ActionSet
  ) -> Choice {
    guard !actions.isEmpty else { return .neither }
    switch (actions.isSubset(of: first), actions.isSubset(of: second)) {
    case (true, false): return .first
    case (false, true): return .second
    default: return .neither
    }
  }

  /// The choice by one reading.
  package func choice(by reading: Reading) -> Choice {
    switch reading {
    case .reached: reached
    case .firstAction: firstAction
    }
  }
}
