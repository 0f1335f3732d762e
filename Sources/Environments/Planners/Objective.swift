/// What a planner goes for.
package enum Objective: String, CaseIterable, Sendable {
  /// The nearest door: `O_base`.
  case base
  /// The nearest red thing: `O_alt`.
  case proxy
  /// The nearest thing of any kind.
  case anything

  /// Whether a thing is one of those sought.
  package func seeks(_ object: PlacedObject) -> Bool {
    switch self {
    case .base: object.isBase
    case .proxy: object.isProxy
    case .anything: true
    }
  }

  /// Ways to the nearest thing sought, with the others in the way; nil where the level has
  /// none to seek.
  package func paths(in level: MazeLevel) -> ShortestPaths? {
    let objects = level.objects
    guard objects.contains(where: { seeks($0) }) else { return nil }
    return ShortestPaths(level) { seeks(objects[$0]) }
  }

  /// The optimal action sets of every square, row-major; empty where no way leads.
  package func policy(in level: MazeLevel) -> [ActionSet] {
    paths(in: level)?.optimalActionMap()
      ?? [ActionSet](repeating: .empty, count: level.grid.count)
  }
}
