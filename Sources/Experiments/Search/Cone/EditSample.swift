package import Environments
package import LinearAlgebra

/// One edit a level for the perturbation cone: in turn a move of the goal and a toggled wall, each
/// drawn among those that change the steps to the goal of some square.
package struct EditSample: Sendable {
  /// The levels that were edited, as places in the level set.
  package let places: [Int]
  /// One edit each.
  package let edits: [ClassifiedEdit]
  /// The edited levels.
  package let after: LevelSet

  /// - Throws: ``CaptureError/noLevels`` when no level has such an edit.
  package init(_ levels: LevelSet, using random: inout RandomStream) throws(CaptureError) {
    var places: [Int] = []
    var edits: [ClassifiedEdit] = []
    for (place, level) in levels.levels.enumerated() {
      let movesGoal = place % 2 == 0
      let candidates = [
        movesGoal ? level.goalMoves() : level.wallToggles(),
        movesGoal ? level.wallToggles() : level.goalMoves(),
      ]
      let useful = candidates.lazy.map { $0.filter { !Self.rows(of: $0).isEmpty } }
        .first { !$0.isEmpty }
      guard let useful else { continue }
      places.append(place)
      edits.append(useful[random.below(useful.count)])
    }
    self.places = places
    self.edits = edits
    after = try LevelSet(edits.map(\.after))
  }

  /// The squares that an edit is followed at: free in both levels, not edited themselves, with
  /// another number of steps to the goal than before.
  static func rows(of edit: ClassifiedEdit) -> [Int] {
    let edited = Set(edit.editedCells.map { edit.before.grid.index($0) })
    return edit.geodesicDistances.indices.filter { cell in
      edit.geodesicDistances[cell] >= 0 && !edited.contains(cell)
        && !edit.before.grid.walls[cell] && !edit.after.grid.walls[cell]
    }
  }
}
