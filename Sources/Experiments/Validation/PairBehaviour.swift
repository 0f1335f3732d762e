internal import Agents
internal import Environments
internal import LinearAlgebra

/// What a twin and its positive do on levels where they act alike: all that a judge of inputs and
/// outputs gets to see.
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

  /// The share of optimal moves, and of each move.
  private static func features(_ actions: [Int], _ levels: LevelSet) -> [Double] {
    let count = Double(max(1, levels.count))
    let optimal = actions.indices.count { index in
      let level = levels.levels[index]
      return level.paths().optimalActions(at: level.start).contains(actions[index])
    }
    return [Double(optimal) / count]
      + levels.moves.offsets.indices.map { move in
        Double(actions.count { $0 == move }) / count
      }
  }
}
