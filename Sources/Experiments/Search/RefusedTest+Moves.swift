internal import Agents
internal import Environments

extension RefusedTest {
  /// Why a network's outputs cannot be read as moves on levels; `nil` where they can.
  package static func noMoves(_ subject: StudySubject, _ levels: LevelSet) -> String? {
    guard let outputs = subject.agent.architecture.configuration["actions"].flatMap({ Int($0) }),
      outputs != levels.moves.count
    else { return nil }
    return
      "the network has \(outputs) outputs and the levels have \(levels.moves.count) moves, so that "
      + "it chooses none"
  }
}
