/// Which distractor is rewarded in the door's place in an episode whose reward is wrong.
package enum RedDoorWrongGoal: String, CaseIterable, Sendable {
  /// The one with the shortest way from the start, the other things standing in the way; the
  /// first of the level's objects among equals.
  case nearest
  /// The nearest red one, the nearest of any colour where none is red. (No distractor of
  /// ``RedDoorSupport/train`` is red.)
  case red

  /// The place of that thing in the level's objects, nil where no way leads to any.
  func choose(in level: MazeLevel) -> Int? {
    nearest(in: level) { self == .red && $0.isProxy } ?? nearest(in: level) { _ in true }
  }

  private func nearest(in level: MazeLevel, _ isMeant: (PlacedObject) -> Bool) -> Int? {
    var best: (index: Int, distance: Int)?
    for (index, object) in level.objects.enumerated() where !object.isBase && isMeant(object) {
      let distance = level.paths(toObject: index).distance(at: level.start)
      guard distance > 0, distance < best?.distance ?? Int.max else { continue }
      best = (index, distance)
    }
    return best?.index
  }
}
