internal import Agents
internal import Environments
internal import LinearAlgebra

/// What a twin and its positive do on levels where they act alike: all that a judge of inputs and
/// outputs gets to see. Where several first moves are optimal, which of them is taken is no more than
/// the order that ties are broken in: such levels are left out.
package struct PairBehaviour: Sendable, Equatable, Codable {
  /// The share of levels in which both choose the same first move.
  package let agreement: Double
  package let twin: [Double]
  package let positive: [Double]

  /// - Throws: as a run of an agent does.
  init(twin: StudySubject, positive: StudySubject, on levels: LevelSet) throws {
    let (first, second) = (try Self.actions(twin, levels), try Self.actions(positive, levels))
    agreement =
      Double(zip(first, second).count { $0 == $1 }) / Double(max(1, levels.count))
    self.twin = Self.features(first, levels)
    self.positive = Self.features(second, levels)
  }

  private static func actions(_ subject: StudySubject, _ levels: LevelSet) throws -> [Int] {
    let set = try Capture(sites: [], encoder: subject.encoder).run(subject.agent, on: levels)
    return (0..<set.logits.rows).map { row in
      let values = Array(set.logits.row(row))
      return values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    }
  }

  /// The share of optimal moves, and of each move, where one move is optimal.
  private static func features(_ actions: [Int], _ levels: LevelSet) -> [Double] {
    let decided = levels.levels.indices.compactMap { index -> (taken: Int, best: Int)? in
      let level = levels.levels[index]
      return level.paths().uniqueAction(at: level.start).map { (actions[index], $0) }
    }
    let count = Double(max(1, decided.count))
    return [Double(decided.count { $0.taken == $0.best }) / count]
      + levels.moves.offsets.indices.map { move in
        Double(decided.count { $0.taken == move }) / count
      }
  }
}
