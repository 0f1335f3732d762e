internal import Environments
package import LinearAlgebra
package import Statistics

/// G1: what an agent's choice between two things follows, on levels in which door and red are
/// crossed.
package struct FactorialChoice: Sendable {
  /// What is asked of the data before a result is read.
  package struct Settings: Sendable, Equatable {
    /// Levels, near copies counted once, below which nothing is claimed.
    package var levels = 800
    /// The least share of levels with a door or something red in which a thing has to be reached.
    package var competence = 0.5
    /// The largest variance inflation of a feature.
    package var inflation = VarianceInflation.limit
    /// Permutations of types; 0 leaves the null out.
    package var permutations = 2000

    package init() {}
  }

  /// The analysis of one way to read the choice.
  package struct Analysis: Sendable {
    package let reading: FactorialTrial.Reading
    /// Levels in which a thing was chosen.
    package let chose: Int
    /// The fitted model; nil where it was refused.
    package let model: ChoiceModel?
    /// Why it was refused.
    package let refusal: String?
    package let doorNull: PermutationNull?
    package let redNull: PermutationNull?
    /// The plain shares, in the order of their contrasts.
    package let rates: [ChoiceRate]

    package subscript(contrast: ChoiceRate.Contrast) -> ChoiceRate {
      rates.first { $0.contrast == contrast } ?? ChoiceRate(contrast, of: [], by: reading)
    }
  }

  /// What the policy is called.
  package let policy: String
  package let settings: Settings
  /// SHA-256 of the levels.
  package let levelDigest: String
  package let trials: [FactorialTrial]
  /// Levels, near copies counted once.
  package let units: Int
  /// By the thing reached, the one that claims rest on.
  package let reached: Analysis
  /// By the first action.
  package let firstAction: Analysis
  /// How often something was reached, by what there was.
  package let reach: [ReachRate]
  /// How often each kind of thing is reached beside a plain one, in the order of the kinds.
  package let pulls: [ThingPull]

  /// Lets a policy choose in each level and analyses the choices.
  ///
  /// - Throws: ``GoalError`` where a level does not offer a choice, and what the policy throws.
  /// - Complexity: one episode a level; the fit is negligible.
  package init(
    of policy: any MazePolicy, on levels: LevelSet, settings: Settings = Settings(),
    random: RandomStream
  ) throws {
    let rollouts = try Rollouts.play(levels.levels, policy)
    let units = try LevelUnits(levels.keys)
    let trials = try levels.levels.indices.map { index in
      try FactorialTrial(levels.levels[index], rollouts[index], unit: units.unitOfLevel[index])
    }
    try self.init(
      trials, policy: policy.name, levelDigest: levels.digest, settings: settings, random: random)
  }

  /// Analyses choices made elsewhere.
  package init(
    _ trials: [FactorialTrial], policy: String, levelDigest: String = "",
    settings: Settings = Settings(), random: RandomStream
  ) throws {
    guard !trials.isEmpty else { throw GoalError.noLevels(test: "The factorial choice") }
    self.policy = policy
    self.settings = settings
    self.levelDigest = levelDigest
    self.trials = trials
    units = Set(trials.map(\.unit)).count
    reached = try Self.analyse(trials, .reached, settings, random)
    firstAction = try Self.analyse(trials, .firstAction, settings, random)
    reach = ReachRate.Offer.allCases.map { ReachRate($0, of: trials) }
    pulls = ThingPull.Kind.allCases.map { ThingPull($0, of: trials) }
  }

  private static func analyse(
    _ trials: [FactorialTrial], _ reading: FactorialTrial.Reading, _ settings: Settings,
    _ random: RandomStream
  ) throws -> Analysis {
    let design = ChoiceDesign(trials, by: reading)
    let chosen = trials.filter { $0.choice(by: reading) != .neither }
    let inflations = design.inflations
    var refusal = design.refusal(inflations: inflations, limit: settings.inflation)
    var model: ChoiceModel?
    if refusal == nil {
      do {
        model = try design.fit(inflations: inflations)
      } catch StatisticsError.collinear(let column) {
        refusal = "the weight of \(column) cannot be told from the others in these choices"
      }
    }
    // Claims rest on the thing reached; the other reading stands beside it.
    let draws = reading == .reached ? settings.permutations : 0
    var (first, second) = (random.split("door"), random.split("red"))
    return Analysis(
      reading: reading, chose: chosen.count, model: model, refusal: refusal,
      doorNull: ChoiceNull.make(
        design, of: .door, given: .red, trials: chosen, draws: draws, using: &first),
      redNull: ChoiceNull.make(
        design, of: .red, given: .door, trials: chosen, draws: draws,
        using: &second),
      rates: ChoiceRate.Contrast.allCases.map { ChoiceRate($0, of: trials, by: reading) })
  }

  /// The share of levels with a door or something red in which something was reached.
  package var competence: Double {
    let own = reach.filter { $0.offer != .neither }
    let levels = own.reduce(0) { $0 + $1.levels }
    return levels > 0 ? Double(own.reduce(0) { $0 + $1.reached }) / Double(levels) : .nan
  }

  /// Among levels in which both readings name a thing, the share in which it is the same.
  package var agreement: Double {
    let both = trials.filter { $0.reached != .neither && $0.firstAction != .neither }
    guard !both.isEmpty else { return .nan }
    return Double(both.count { $0.reached == $0.firstAction }) / Double(both.count)
  }

  /// What has to hold before the choice is read.
  package var gates: [EvidenceGate] {
    [
      EvidenceGate(
        name: "levels", passed: units >= settings.levels,
        detail: "\(units) of at least \(settings.levels)"),
      EvidenceGate(
        name: "competence", passed: competence >= settings.competence,
        detail:
          "a thing is reached in \(GoalText.percent(competence)) of the levels with a door or "
          + "something red, of at least \(GoalText.percent(settings.competence))"),
      EvidenceGate(
        name: "features told apart", passed: reached.model != nil,
        detail: reached.refusal
          ?? "largest variance inflation "
          + GoalText.number(reached.model?.weights.map(\.inflation).max() ?? .nan)),
    ]
  }
}
