package import Environments
package import LinearAlgebra
package import Statistics

/// Pairs of levels that differ in the place of the goal alone, so far that the best first moves
/// have nothing in common: a base, whose run is changed, and a source, whose activations are put
/// in.
package struct InterchangePairs: Sendable {
  /// At which squares activations are exchanged.
  package enum Squares: String, Sendable, CaseIterable {
    case agent = "the agent's square"
    case neighbours = "the squares next to the agent"
    case all = "all squares"
  }

  package let base: LevelSet
  package let source: LevelSet
  /// One a pair.
  package let keys: [LevelKey]
  /// The best first moves in the source: what a network does whose goal has been exchanged.
  package let wanted: [ActionSet]

  package var count: Int { keys.count }

  /// One pair a level, of those that have a square for another goal.
  ///
  /// - Throws: ``CaptureError/noLevels`` where no level has.
  package init(goalsOf levels: LevelSet, using random: inout RandomStream) throws {
    var (base, source): ([MazeLevel], [MazeLevel]) = ([], [])
    var keys: [LevelKey] = []
    var wanted: [ActionSet] = []
    for (place, level) in levels.levels.enumerated() {
      let own = level.paths().optimalActions(at: level.start)
      var stream = random.split(UInt64(place))
      guard let goal = level.objects.first(where: { level.goals.contains($0.cell) }) else {
        continue
      }
      var free = level.grid.freeCells.filter { $0 != level.start && level.object(at: $0) == nil }
      stream.shuffle(&free)
      for cell in free {
        let objects = level.objects.map {
          $0.cell == goal.cell ? PlacedObject(goal.type, at: cell) : $0
        }
        guard
          let other = try? MazeLevel(
            grid: level.grid, objects: objects, start: level.start, cue: level.cue,
            distractorsEndEpisodes: level.distractorsEndEpisodes)
        else { continue }
        let actions = other.paths().optimalActions(at: level.start)
        guard !actions.isEmpty, actions.isDisjoint(with: own) else { continue }
        base.append(level)
        source.append(other)
        keys.append(levels.keys[place])
        wanted.append(actions)
        break
      }
    }
    _ = random.next()
    self.base = try LevelSet(base)
    self.source = try LevelSet(source)
    self.keys = keys
    self.wanted = wanted
  }

  /// The squares of each pair at which activations are exchanged, row-major.
  package func cells(_ squares: Squares) -> [[Int]] {
    base.levels.map { level in
      let grid = level.grid
      switch squares {
      case .agent: return [grid.index(level.start)]
      case .neighbours:
        return grid.moves.offsets.map { level.start.moved(by: $0) }
          .filter { grid.contains($0) }.map { grid.index($0) }
      case .all: return Array(0..<grid.count)
      }
    }
  }
}
