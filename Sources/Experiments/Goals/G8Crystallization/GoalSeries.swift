package import Statistics

/// What is known of a network's goal at each checkpoint of a run, on the same levels.
package struct GoalSeries: Sendable {
  /// One checkpoint.
  package struct Point: Sendable {
    package let step: Int
    /// `B`: how well the base concept is read.
    package let base: BootstrapEstimate
    /// `uB` and `uP`: how much of the choice goes through each concept.
    package let baseUse: BootstrapEstimate
    package let proxyUse: BootstrapEstimate
    /// The cosine of the goal direction of half of the levels with that of the others.
    package let reliability: Double
    /// How far the goal direction has moved since the checkpoint before, as a percentile among
    /// directions of equal variance that are not used; nil at the first.
    package let drift: Double?
    /// The gradient along the goal direction over the median of such directions.
    package let gradientShare: Double?
    /// The share of that gradient which levels that tell the concepts apart would give too.
    package let identifiableShare: Double?

    package init(
      step: Int, base: BootstrapEstimate, baseUse: BootstrapEstimate, proxyUse: BootstrapEstimate,
      reliability: Double = 1, drift: Double? = nil, gradientShare: Double? = nil,
      identifiableShare: Double? = nil
    ) {
      self.step = step
      self.base = base
      self.baseUse = baseUse
      self.proxyUse = proxyUse
      self.reliability = reliability
      self.drift = drift
      self.gradientShare = gradientShare
      self.identifiableShare = identifiableShare
    }
  }

  package let points: [Point]
  /// How much better the base concept could be read than in the untrained network.
  package let baseRoom: Double
  /// What training that cannot tell base from proxy is expected to have moved.
  package let confounded: ConfoundedDrift?

  /// - Parameter points: in the order of their steps.
  package init(
    _ points: [Point], baseRoom: Double = 1, confounded: ConfoundedDrift? = nil
  ) {
    self.points = points
    self.baseRoom = baseRoom
    self.confounded = confounded
  }
}
