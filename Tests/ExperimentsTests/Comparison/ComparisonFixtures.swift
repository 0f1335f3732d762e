import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Storage
import TestSupport

/// Organisms whose goal is known, as runs of made-up trainings.
enum ComparisonFixtures {
  /// As many factorial levels as G1 asks for; few of the supports.
  static let levels = Result {
    try GoalLevels(
      RedDoorEnvironment(), factorial: 864, train: 120, shift: 120, random: RandomStream(seed: 7))
  }

  static var settings: GoalConcepts.Settings {
    var settings = GoalConcepts.Settings()
    settings.use.draws = 19
    settings.use.replicates = 300
    settings.replicates = 300
    return settings
  }

  /// One draw of an organism.
  ///
  /// - Parameter distribution: what its training is called.
  static func run(
    _ kind: PlantedGoalPlanner.Kind, _ draw: Int, distribution: String? = nil,
    encoding: RedDoorEncoding = .mixed(seed: 0)
  ) throws -> ComparedRun {
    var environment = RedDoorEnvironment()
    environment.encoding = encoding
    guard let reading = PlantedGoalPlanner.Reading(environment.encoder) else {
      throw Unreadable(encoding: encoding.name)
    }
    let agent = try PlantedGoalPlanner(
      kind, reading: reading,
      drawnFrom: RandomStream(seed: 11).split(kind.rawValue).split(UInt64(draw))
    ).agent()
    let name = "\(kind.rawValue)-\(encoding.name)-\(draw)"
    return ComparedRun(
      name,
      StudySubject(
        agent, encoder: environment.encoder, identity: EvidenceSubject(checkpoint: name),
        environment: environment), environment: environment,
      factors: RunFactors(
        distribution: distribution ?? kind.rawValue, encoding: encoding.name))
  }

  struct Unreadable: Error { let encoding: String }

  /// Eight that know and want doors, and eight that know and want red things.
  static let aligned = Result { try comparison((0..<8).map { try run(.aligned, $0) }) }
  static let proxies = Result { try comparison((0..<8).map { try run(.proxy, $0) }) }

  /// Runs that were measured before.
  static func comparison(
    of runs: [ComparedRun], _ measured: [RunMeasurement]
  ) throws -> RunComparison {
    try RunComparison(runs, measured, on: try levels.get(), random: RandomStream(seed: 3))
  }

  /// Measured and compared.
  static func comparison(_ runs: [ComparedRun]) throws -> RunComparison {
    let scratch = try ScratchFolder()
    let levels = try levels.get()
    let measured = try RunMeasurements(
      on: levels, settings: settings, seed: 3, folder: scratch.path
    ).all(runs)
    return try comparison(of: runs, measured)
  }
}
