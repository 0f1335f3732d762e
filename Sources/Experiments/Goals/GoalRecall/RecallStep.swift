package import Probing
package import Statistics

/// What is told of the goal at one step of episodes in which it has to be remembered.
package struct RecallStep: Sendable {
  /// What the evidence of a step comes to.
  package enum Outcome: Sendable, Equatable {
    /// The state tells more of the goal than all that happened.
    case aboveHistory
    /// The state tells the goal, and what happened tells it too.
    case notAboveHistory
    case notDecodable
    case inconclusive(String)

    package var word: String {
      switch self {
      case .aboveHistory: "above history"
      case .notAboveHistory: "decodable, not above history"
      case .notDecodable: "not decodable"
      case .inconclusive: "inconclusive"
      }
    }
  }

  package let step: Int
  /// Episodes under way at the step.
  package let episodes: Int
  /// Groups of episodes with about the same start.
  package let units: Int
  /// Those of them that scores are of.
  package let reportUnits: Int
  /// Whether the goal is in the observation of the step.
  package let showsGoal: Bool
  /// What history alone scores.
  package let history: BootstrapEstimate
  /// Whether its better reader was the one of random features.
  package let isRandomFeatures: Bool
  /// The state alone, over guessing.
  package let alone: IncrementResult
  /// History and state together, over history.
  package let joint: IncrementResult
  /// Adjusted over all steps; nil without a null.
  package internal(set) var alonePAdjusted: Double?
  package internal(set) var jointPAdjusted: Double?
  /// The same of untrained networks that were shown the same.
  package let twins: [IncrementResult]
  /// The increment where states are exchanged between episodes.
  package let exchanged: [Double]
  /// How much of the state's variance goes with the goal.
  package let goalShare: BootstrapEstimate
  /// The mean of that over untrained networks, and what the network has beyond it.
  package let twinGoalShare: Double
  package let goalShareBeyondTwins: BootstrapEstimate
  package let gates: [EvidenceGate]
  package let margin: Double

  /// The names of the strata of ``joint``.
  package static let strata = ["history leaves the goal open", "history gives the goal away"]

  /// Whether the state tells the goal.
  package var aloneStatus: EvidenceStatus { status(alone, aloneInterval, alonePAdjusted) }
  /// Whether it tells more than history.
  package var jointStatus: EvidenceStatus { status(joint, jointInterval, jointPAdjusted) }

  /// The interval of what the state tells over guessing.
  package var aloneInterval: Interval? { Self.widened(alone.increment, units: reportUnits) }
  /// The interval of what it tells over history.
  package var jointInterval: Interval? { Self.widened(joint.increment, units: reportUnits) }

  private func status(
    _ result: IncrementResult, _ interval: Interval?, _ pAdjusted: Double?
  ) -> EvidenceStatus {
    EvidenceStatus.judging(
      effect: result.increment.value, interval: interval, pAdjusted: pAdjusted,
      power: result.increment.power, margin: margin, gates: gates)
  }

  /// An interval that is no single point where no resample differs from another: two readers that
  /// agree in all episodes may still differ in as many as Wilson's interval of none leaves open.
  static func widened(_ estimate: BootstrapEstimate, units: Int) -> Interval? {
    guard let interval = estimate.interval, interval.lower == interval.upper else {
      return estimate.interval
    }
    let unseen = Proportion.wilson(successes: 0, trials: Double(units)).upper
    return Interval(
      lower: interval.lower - unseen, upper: interval.upper + unseen,
      confidence: interval.confidence, method: "Wilson")
  }

  package var outcome: Outcome {
    switch (aloneStatus, jointStatus) {
    case (_, .supports): .aboveHistory
    case (.supports, .contradicts): .notAboveHistory
    case (.contradicts, _): .notDecodable
    case (.supports, .inconclusive(let why)): .inconclusive("decodable; above history? \(why)")
    case (.inconclusive(let why), _): .inconclusive(why)
    }
  }

  /// The evidence of one stratum, by its interval alone; nil where too few episodes are in it.
  package func status(ofStratum stratum: Int) -> EvidenceStatus? {
    let part = joint.strata[stratum]
    guard part.levels >= Self.fewestUnits, part.increment.value.isFinite else { return nil }
    return EvidenceStatus.judging(
      effect: part.increment.value, interval: interval(ofStratum: stratum), pAdjusted: nil,
      power: part.increment.power, margin: margin, gates: [])
  }

  package func interval(ofStratum stratum: Int) -> Interval? {
    let part = joint.strata[stratum]
    return Self.widened(part.increment, units: part.levels)
  }

  /// The fewest groups of episodes of which a stratum is judged.
  static let fewestUnits = 30
}
