package import Agents
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// One intervention: how decisions change, beside random interventions that are as large.
///
/// What the intervention adds to every square, tick and level is measured in the very run in which it
/// is made. Each random one turns all of that by one random rotation, which keeps every length: the
/// plain one, or the one in standard deviations of the activations on levels to fit on
/// (Mahalanobis). Effects are of the report levels.
package struct InterventionStudy: Sendable {
  static let test = "intervention"

  package let intervention: Intervention
  package let decisions: DecisionSet
  package let settings: InterventionSettings
  package let effects: [InterventionEffect]
  /// The share of right decisions as the network is; of answers in numbers, their squared error over
  /// the variance of the answers; nil where none are known.
  package let right: BootstrapEstimate?
  /// Whether the outputs are the same bit for bit as without the intervention.
  package let isIdentical: Bool
  /// The share of levels in which any output is another number.
  package let touched: Double
  /// The root mean squared change of an activation vector, in both lengths.
  package let sizes: [MatchedLength: Double]
  /// The share of the squared change that lies among the directions that vary.
  package let within: Double
  /// The squared length of the random changes over that of the intervention, the one farthest from 1
  /// of each kind.
  package let matched: [MatchedLength: Double]
  /// Whether answers are numbers.
  package let isNumbers: Bool

  /// Makes the intervention and its random counterparts.
  ///
  /// - Throws: ``InterventionError``, and as a run of the agent does.
  /// - Complexity: about `2 draws levelsADraw` forward passes.
  package init(
    _ intervention: Intervention, in agent: Agent, on decisions: DecisionSet,
    settings: InterventionSettings = InterventionSettings()
  ) throws {
    let random = RandomStream(seed: settings.seed).split("intervention")
    let run = try InterventionRun(intervention, in: agent, on: decisions)
    let everywhere = Array(decisions.report.indices)
    let natural = try run.logits(on: everywhere, isChanged: false)
    let reading = try DecisionReading(natural, of: decisions)
    let (changed, changes) = try run.recorded(on: everywhere)
    try DecisionReading.checkFinite(changed, decisions, "With this intervention")
    let differing = zip(natural.elements, changed.elements).count {
      $0.bitPattern != $1.bitPattern
    }
    if intervention.isIdentity, differing > 0 {
      throw InterventionError.notIdentical(
        what: intervention.text, count: differing, of: natural.elements.count)
    }
    isIdentical = differing == 0
    touched =
      Double(everywhere.count { Array(natural.row($0)) != Array(changed.row($0)) })
      / Double(everywhere.count)
    let matched = try MatchedChanges(run, changes, settings: settings)
    let nulls =
      intervention.isIdentity
      ? [] : try matched.nulls(reading, own: changed, random: random.split("random changes"))
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: everywhere.count, replicates: settings.replicates, using: &resampling)
    effects = reading.measures.map { measure in
      InterventionEffect(
        measure, own: reading.values(measure, of: changed, on: everywhere),
        nulls: nulls.compactMap { $0[measure] },
        isShare: measure == .choice && !reading.isNumbers, isIdentity: intervention.isIdentity,
        with: bootstrap)
    }
    right =
      decisions.hasAnswers
      ? Proportion.bootstrapped(
        successes: reading.naturalRight, trials: everywhere.map { _ in 1 }, with: bootstrap) : nil
    self.intervention = intervention
    self.decisions = decisions
    self.settings = settings
    sizes = matched.sizes
    within = matched.within
    self.matched = intervention.isIdentity ? [:] : matched.ratios(random.split("random changes"))
    isNumbers = reading.isNumbers
  }

  /// The change of the choice: what the test's own record is of.
  package var choice: InterventionEffect { effects[0] }
}
