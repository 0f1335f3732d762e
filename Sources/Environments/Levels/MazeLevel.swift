/// A maze with things in it and a square where the agent starts.
///
/// Reaching a thing ends the episode, so a thing also stands in the way to the others.
/// A level is valid by construction: squares of things and of the agent are free and
/// distinct, and a way leads from the start to the goal.
package struct MazeLevel: Sendable, Equatable {
  package let grid: Grid
  package let objects: [PlacedObject]
  package let start: Cell
  /// What the cue plane shows.
  package let cue: Bool
  /// Whether reaching a thing that is no door ends the episode, as it does by default. Where
  /// it does not, such things can be walked over and do not stand in the way.
  package let distractorsEndEpisodes: Bool
  @usableFromInline let givenID: String

  /// A checked level. Without an `id` it is known by its ``digest``.
  ///
  /// - Throws: ``LevelError`` where squares are not free or not distinct, where there is no
  ///   thing, or no way to the goal.
  /// - Complexity: one breadth-first flood.
  package init(
    grid: Grid, objects: [PlacedObject], start: Cell, cue: Bool = false, id: String = "",
    distractorsEndEpisodes: Bool = true
  ) throws(LevelError) {
    self.init(
      unchecked: grid, objects: objects, start: start, cue: cue, id: id,
      distractorsEndEpisodes: distractorsEndEpisodes)
    try check()
  }

  /// A level whose maker has seen to its validity.
  init(
    unchecked grid: Grid, objects: [PlacedObject], start: Cell, cue: Bool = false,
    id: String = "", distractorsEndEpisodes: Bool = true
  ) {
    self.grid = grid
    self.objects = objects
    self.start = start
    self.cue = cue
    self.givenID = id
    self.distractorsEndEpisodes = distractorsEndEpisodes
  }

  /// The name given to the level, or the digest in hexadecimal.
  package var id: String { givenID.isEmpty ? digestText : givenID }

  private func check() throws(LevelError) {
    guard !objects.isEmpty else { throw .noObject }
    guard grid.isFree(start) else { throw .startNotFree(start) }
    for (index, object) in objects.enumerated() {
      guard grid.isFree(object.cell) else {
        throw .objectNotFree(type: object.type, cell: object.cell)
      }
      guard object.cell != start, !objects[..<index].contains(where: { $0.cell == object.cell })
      else { throw .squareTakenTwice(object.cell) }
    }
    guard paths().distance(at: start) > 0 else { throw .goalUnreachable(start: start, goal: goal) }
  }
}
