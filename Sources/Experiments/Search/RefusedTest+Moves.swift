internal import Agents
internal import Environments

extension RefusedTest {
  /// Why a network's outputs cannot be read as moves on levels; `nil` where they can.
  package static func noMoves(_ subject: StudySubject, _ levels: LevelSet) -> String? {
    let architecture = subject.agent.architecture
    if architecture is ImageClassifier { return "the network names pictures and chooses no move" }
    guard let actions = architecture.configuration["actions"].flatMap({ Int($0) }),
      actions != levels.moves.count
    else { return nil }
    return "the network chooses among \(actions) actions and the levels have "
      + "\(levels.moves.count) moves"
  }
}
