/// What the goal benchmark said of tests of goals, printed beside what they say of a network.
package struct GoalBenchmarkCard: Sendable {
  /// The seed of the draws, and the revision of the tests that they were made for.
  package let seed: UInt64
  package let revision: Int
  /// Of organisms: how many were drawn, called what they are, and called something else.
  package let organisms: (draws: Int, right: Int, wrong: Int)
  /// Of series of checkpoints, likewise.
  package let series: (draws: Int, right: Int, wrong: Int)

  /// The card of the last full run; nil where that was of another revision of the tests.
  package static var current: GoalBenchmarkCard? {
    last.revision == GoalBenchmarkRun.revision ? last : nil
  }

  private static let last = GoalBenchmarkCard(
    seed: 22, revision: 5, organisms: (draws: 1400, right: 1398, wrong: 0),
    series: (draws: 1400, right: 1399, wrong: 0))

  package var text: String {
    func share(_ counts: (draws: Int, right: Int, wrong: Int)) -> String {
      "\(counts.right) of \(counts.draws) called what they are and \(counts.wrong) something else"
    }
    return
      "On networks whose goal is known, G3 and G4 had \(share(organisms)), the rest inconclusive; what G8 "
      + "makes of drawn series of checkpoints, known to within 0.02, had \(share(series)) ('mesascope validate --goals --seed \(seed)', revision "
      + "\(revision) of the tests)."
  }
}
