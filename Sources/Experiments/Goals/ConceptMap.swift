package import Probing
package import Statistics

/// Where one concept of goals can be read, place by place.
package struct ConceptMap: Sendable {
  package let question: GoalConcept.Question
  /// The places, in order.
  package let places: [ProbePlace]
  /// Activations by themselves: increments over naming the commonest class.
  package let alone: ProbeReport?
  /// Activations beside the observation.
  package let beyond: ProbeReport?
  /// Why it was not measured, as where the agent's targets do not vary.
  package let refusal: String?

  /// The score above which an observation leaves no room for an increment.
  static let ceiling = 0.97

  package init(
    _ question: GoalConcept.Question, places: [ProbePlace], alone: ProbeReport,
    beyond: ProbeReport
  ) {
    self.question = question
    self.places = places
    self.alone = alone
    self.beyond = beyond
    refusal = nil
  }

  package init(_ question: GoalConcept.Question, places: [ProbePlace], refusal: String) {
    self.question = question
    self.places = places
    alone = nil
    beyond = nil
    self.refusal = refusal
  }

  /// The score of activations by themselves, one a place.
  package var scores: [BootstrapEstimate] { alone?.entries.map(\.result.score) ?? [] }

  /// The mean score of the untrained networks by themselves, one a place; NaN without any.
  package var untrained: [Double] {
    (alone?.entries ?? []).map { entry in
      Sample.mean(entry.untrained.map(\.score.value))
    }
  }

  /// The score of the observation by itself.
  package var observation: BootstrapEstimate? { beyond?.controls.observation }
}
