/// The terms of a policy-gradient loss.
package struct PolicyGradientTerms: Sendable, Equatable {
  /// How far the ratio of the new probability to the behaviour's may leave one before it is cut,
  /// as PPO does; nil for the plain gradient `-A log pi`.
  package var clip: Float?
  /// The weight of the policy's entropy, which is subtracted.
  package var entropy: Float
  /// The weight of half the sum of the squared logits, which is added.
  package var logitPenalty: Float
  /// The factor of the whole.
  package var scale: Float

  package init(clip: Float?, entropy: Float, logitPenalty: Float = 0, scale: Float) {
    self.clip = clip
    self.entropy = entropy
    self.logitPenalty = logitPenalty
    self.scale = scale
  }
}
