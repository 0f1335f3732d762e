import Environments
import LinearAlgebra

/// The steps that a policy made in episodes side by side, a fixed number in each slot.
///
/// Sample `step * slots + slot` is the slot's step; an episode may end, and another begin,
/// anywhere within.
struct Rollout: Sendable {
  let slots: Int
  let steps: Int
  let shape: ObservationShape
  /// Ticks of each pass; the architecture's own number when nil.
  let ticks: Int?
  /// What was carried into the first step.
  let memory: [Tensor]

  /// `[sample, row, column, plane]`.
  var observations: [Float] = []
  /// The cell at which the policy is read.
  var reads: [Int] = []
  var actions: [Int32] = []
  /// The logarithm of the probability with which each action was taken.
  var logProbabilities: [Float] = []
  /// The value of each sample's state as it was when the step was made.
  var values: [Float] = []
  /// The rewards after scaling. Where an episode was cut for want of time, the discounted value
  /// of its last state is added: an end that the policy could not see is none.
  var rewards: [Float] = []
  /// Whether the episode was over after the step.
  var ends: [Bool] = []
  /// The observations after the last step.
  var lastObservations: [Float] = []
  var lastReads: [Int] = []
  /// The values of the states after the last step.
  var lastValues: [Float] = []

  var count: Int { slots * steps }
}
