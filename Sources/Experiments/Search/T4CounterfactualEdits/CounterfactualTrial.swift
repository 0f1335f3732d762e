package import Environments
internal import LinearAlgebra
internal import Statistics

/// One edit of a level with what it should do to the plan.
package struct CounterfactualTrial: Sendable {
  /// What was edited.
  package enum Kind: String, Sendable, CaseIterable {
    /// A free square became a wall.
    case closedWall
    /// A wall became free.
    case openedWall
    /// The goal moved, or two things were exchanged.
    case movedThing

    package var isWall: Bool { self != .movedThing }
  }

  /// The place of the level in the set that was edited.
  package private(set) var level: Int
  /// The unit of the level among those that were edited.
  package private(set) var unit: Int
  package let kind: Kind
  package let edit: ClassifiedEdit
  /// Steps from the agent to the nearest edited square, as on an empty grid.
  package let distance: Int

  /// Edits of at least so many steps away cannot be seen from the agent's square or those beside it.
  package static let far = 4
  /// The distances that are sampled alike in all classes.
  package static let bins = [1...1, 2...3, 4...6, 7...Int.max]

  package var isFar: Bool { distance >= Self.far }
  /// The place of its distance in ``bins``.
  package var bin: Int { Self.bins.firstIndex { $0.contains(distance) } ?? 0 }
  /// What classes are matched in: the kind of the edit and its distance.
  var slot: Int { (Kind.allCases.firstIndex(of: kind) ?? 0) * Self.bins.count + bin }

  init(level: Int, unit: Int, _ edit: ClassifiedEdit) {
    self.level = level
    self.unit = unit
    self.edit = edit
    switch edit.edit {
    case .toggleWall(let cell):
      kind = edit.before.grid.isFree(cell) ? .closedWall : .openedWall
    case .moveObject(_, _), .swapObjects(_, _): kind = .movedThing
    }
    let (start, moves) = (edit.before.start, edit.before.grid.moves)
    distance = edit.editedCells.map { moves.openDistance(from: start, to: $0) }.min() ?? 0
  }

  /// The same trial in a set that comes behind another one.
  func moved(levels: Int, units: Int) -> CounterfactualTrial {
    var moved = self
    moved.level += levels
    moved.unit += units
    return moved
  }

  /// So many edits of far walls of one kind, distance and class are drawn a level: the claim rests on
  /// them, and many levels have few.
  static let mostFar = 4

  /// Draws edits of some levels: of every kind and distance one of each class a level, of far walls
  /// up to ``mostFar``, and then so many of class A and class C alike in every kind and distance that
  /// both are equally many.
  ///
  /// Class C hardly has moved things; for those class B is what the first action should not change
  /// with, and all are kept.
  ///
  /// - Parameters:
  ///   - editsWalls: whether walls are opened and closed.
  ///   - keeps: the trials of interest.
  /// - Throws: `StatisticsError` when two levels have one id.
  static func draw(
    _ levels: LevelSet, editsWalls: Bool, using random: inout RandomStream,
    where keeps: (CounterfactualTrial) -> Bool = { _ in true }
  ) throws -> (trials: [CounterfactualTrial], units: Int) {
    let units = try LevelUnits(levels.keys)
    var drawn: [CounterfactualTrial] = []
    for (place, level) in levels.levels.enumerated() {
      let edits =
        (editsWalls ? level.wallToggles() : []) + level.goalMoves() + level.objectSwaps()
      let all = edits.filter { $0.effect != .firstActionTies }.map {
        CounterfactualTrial(level: place, unit: units.unitOfLevel[place], $0)
      }.filter(keeps)
      for slot in 0..<Kind.allCases.count * bins.count {
        for effect in [ClassifiedEdit.Effect.firstAction, .mapOnly, .irrelevant] {
          let candidates = all.filter { $0.slot == slot && $0.edit.effect == effect }
          guard !candidates.isEmpty else { continue }
          var chosen = candidates
          random.shuffle(&chosen)
          let most = candidates[0].kind.isWall && candidates[0].isFar ? mostFar : 1
          drawn += chosen.prefix(most)
        }
      }
    }
    return (balanced(drawn, using: &random), units.count)
  }

  private static func balanced(
    _ trials: [CounterfactualTrial], using random: inout RandomStream
  ) -> [CounterfactualTrial] {
    var keeps = [Bool](repeating: true, count: trials.count)
    // The slots of walls come first.
    for slot in 0..<2 * bins.count {
      func members(_ effect: ClassifiedEdit.Effect) -> [Int] {
        trials.indices.filter { trials[$0].slot == slot && trials[$0].edit.effect == effect }
      }
      let (a, c) = (members(.firstAction), members(.irrelevant))
      var surplus = a.count > c.count ? a : c
      random.shuffle(&surplus)
      for index in surplus.dropFirst(min(a.count, c.count)) { keeps[index] = false }
    }
    return trials.indices.filter { keeps[$0] }.map { trials[$0] }
  }
}
