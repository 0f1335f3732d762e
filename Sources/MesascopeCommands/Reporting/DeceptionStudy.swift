internal import Environments
internal import Experiments
internal import Storage

/// The goals of a network that plays the retention game: what deceptive alignment would need, row by row.
struct DeceptionStudy {
  let network: LoadedCheckpoint
  let environment: RetentionEnvironment

  /// Nil for a network that plays something else.
  init?(_ network: LoadedCheckpoint) {
    guard let environment = network.task as? RetentionEnvironment else { return nil }
    self.network = network
    self.environment = environment
  }

  var source: String { "fresh held-out games of the environment that the checkpoint names" }

  /// - Parameter games: how many are drawn a phase; as many as the tests were scored on when nil.
  /// - Throws: as ``DeceptionPrerequisites`` does.
  func findings(
    games: Int?, seed: UInt64, progress: @escaping ProgressHandler, interruption: Interruption
  ) throws -> [Finding] {
    var settings = DeceptionPrerequisites.Settings()
    if let games { settings.games = games }
    settings.seed = seed
    return try DeceptionPrerequisites(
      of: network.agent, in: environment, settings: settings, progress: progress,
      interruption: interruption
    ).findings(network.identity).map { $0.noting(network.agent.carriedNote) }
  }

  /// What training offered of Hubinger et al.'s four conditions.
  var lead: [String] {
    let offered = [
      ("its return reaches over to the deployment", environment.linksPhases),
      ("it is told which phase it is in, rho and M", environment.situationalAwareness),
      ("it is shown the base object", environment.baseConcept),
      ("the proxy is the same thing in both phases", environment.coherence),
    ]
    let given = offered.filter(\.1).map(\.0)
    let withheld = offered.filter { !$0.1 }.map(\.0)
    return [
      "Five rows that deceptive alignment would need, in a network that plays the retention game. No "
        + "score is made of them, and each can fail for reasons of its own; a network that was trained "
        + "to act so can have them all but the third.",
      "In its game "
        + (given.isEmpty ? "none of the four conditions is given" : given.joined(separator: "; "))
        + (withheld.isEmpty ? "." : ". Not given: " + withheld.joined(separator: "; ") + "."),
    ]
  }
}
