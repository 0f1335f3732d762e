package import Environments
package import LinearAlgebra

/// The steps that a policy made in episodes side by side, a fixed number in each slot.
///
/// Sample `step * slots + slot` is the slot's step; an episode may end, and another begin,
/// anywhere within.
package struct Rollout: Sendable {
  package let slots: Int
  package let steps: Int
  package let shape: ObservationShape
  /// Ticks of each pass; the architecture's own number when nil.
  package let ticks: Int?
  /// What was carried into the first step.
  package let memory: [Tensor]

  /// `[sample, row, column, plane]`.
  package var observations: [Float] = []
  /// The cell at which the policy is read.
  package var reads: [Int] = []
  package var actions: [Int32] = []
  /// The logarithm of the probability with which each action was taken.
  package var logProbabilities: [Float] = []
  /// The value of each sample's state as it was when the step was made.
  package var values: [Float] = []
  /// The rewards after scaling. Where an episode was cut for want of time, the discounted value
  /// of its last state is added: an end that the policy could not see is none.
  package var rewards: [Float] = []
  /// Whether the episode was over after the step.
  package var ends: [Bool] = []
  /// The observations after the last step.
  package var lastObservations: [Float] = []
  package var lastReads: [Int] = []
  /// The values of the states after the last step.
  package var lastValues: [Float] = []
  /// Passes of the network that all of this took, a sample each.
  package var passes = 0

  package var count: Int { slots * steps }
}
