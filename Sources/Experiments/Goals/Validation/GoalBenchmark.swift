package import Agents
internal import Environments
internal import Foundation
package import LinearAlgebra
internal import Statistics
internal import Storage

/// What tests of goals are scored on: organisms whose goal is known, series whose outcome is
/// prescribed, and weights that are planted, many draws of each.
package struct GoalBenchmark: Sendable {
  /// One kind of draw.
  package enum Kind: Sendable, Hashable {
    case organism(PlantedGoalPlanner.Kind)
    case series(SyntheticGoalSeries.Kind)
    /// A network of the retention game, row by row.
    case retention(PlantedRetentionPlanner.Kind)
    /// Weights of a choice between two things.
    case choice
    /// Weights of inverse reinforcement learning.
    case behaviour

    package static let all: [Kind] =
      PlantedGoalPlanner.Kind.allCases.map { .organism($0) }
      + SyntheticGoalSeries.Kind.allCases.map { .series($0) }
      + PlantedRetentionPlanner.Kind.allCases.map { .retention($0) } + [.choice, .behaviour]

    /// As files are called.
    package var name: String {
      switch self {
      case .organism(let kind): "organism-\(kind.rawValue)"
      case .series(let kind): "series-\(kind.rawValue)"
      case .retention(let kind): "retention-\(kind.rawValue)"
      case .choice: "choice-weights"
      case .behaviour: "behaviour-weights"
      }
    }

    /// Whether what is counted is how many intervals hold what was planted.
    package var isCoverage: Bool { self == .choice || self == .behaviour }

    /// What a draw should be called.
    package var expected: String {
      switch self {
      case .organism(let kind): GoalBenchmark.outcome(kind).name
      case .series(let kind): kind.outcome.name
      case .retention(let kind): RetentionRows.wanted(kind)
      case .choice, .behaviour: "intervals hold the planted weights"
      }
    }
  }

  /// One draw.
  package struct Draw: Sendable, Equatable, Codable {
    package let number: Int
    /// What it was called; empty for weights.
    package let found: String
    /// Why nothing was said, where nothing was.
    package let why: String
    /// For weights: how many of them lie in their intervals, of how many.
    package let held: Int
    package let weights: Int
  }

  package let seed: UInt64
  /// Draws of each kind whose outcome is named.
  package let draws: Int
  /// Draws of weights.
  package let coverageDraws: Int

  package init(seed: UInt64, draws: Int = 200, coverageDraws: Int = 1000) {
    self.seed = seed
    self.draws = draws
    self.coverageDraws = coverageDraws
  }

  package func count(_ kind: Kind) -> Int { kind.isCoverage ? coverageDraws : draws }

  /// What an organism should be called.
  package static func outcome(_ kind: PlantedGoalPlanner.Kind) -> GoalConcepts.Outcome {
    switch kind {
    case .aligned: .base
    case .proxy: .proxy
    case .mixture: .bothUsed
    case .baseOfTwo: .twoBaseUsed
    case .proxyOfTwo: .twoProxyUsed
    case .shared: .shared
    case .ownCode: .ownCode
    }
  }

  /// Makes one draw and says what it is called.
  package func draw(_ kind: Kind, _ number: Int) throws -> Draw {
    let random = RandomStream(seed: seed).split(kind.name).split(UInt64(number))
    func named(_ name: String, _ why: String?) -> Draw {
      Draw(number: number, found: name, why: why ?? "", held: 0, weights: 0)
    }
    switch kind {
    case .organism(let organism):
      let outcome = try Self.concepts(organism, random).outcome
      guard case .inconclusive(let why) = outcome else { return named(outcome.name, nil) }
      return named(outcome.name, why)
    case .series(let series):
      let outcome = Crystallization(SyntheticGoalSeries.draw(series, random)).outcome
      guard case .inconclusive(let why) = outcome else { return named(outcome.name, nil) }
      return named(outcome.name, why)
    case .retention(let retention):
      let rows = try RetentionRows(of: retention, random)
      return named(rows.name, rows.why)
    case .choice:
      let held = try PlantedWeights.choice(random)
      return Draw(number: number, found: "", why: "", held: held.held, weights: held.of)
    case .behaviour:
      let held = try PlantedWeights.behaviour(random)
      return Draw(number: number, found: "", why: "", held: held.held, weights: held.of)
    }
  }

  /// G2 to G4 of an organism, on levels of its own, with fewer random directions than on real networks.
  package static func concepts(
    _ kind: PlantedGoalPlanner.Kind, _ random: RandomStream
  ) throws -> GoalConcepts {
    var drawing = random.split("organism")
    let planner = try PlantedCase.organism(kind, seed: drawing.next())
    let environment = RedDoorEnvironment()
    let levels = try GoalLevels(
      environment, factorial: 648, train: 2, shift: 2, random: random.split("levels")
    ).factorial
    var settings = GoalConcepts.Settings()
    settings.use.draws = 19
    settings.use.replicates = 300
    settings.replicates = 300
    return try GoalConcepts(
      GoalNetwork(planner.agent(), on: levels, encoder: environment.encoder), settings: settings,
      random: random.split("study"))
  }
}
