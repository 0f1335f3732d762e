package import Statistics

/// A place in a network whose activations were probed.
package struct ProbePlace: Sendable, Hashable, Codable {
  /// The name of the site.
  package let site: String
  /// The tick; zero for a site without ticks.
  package let tick: Int
  /// The training step of the checkpoint, where several are probed together.
  package let step: Int?

  package init(site: String, tick: Int, step: Int? = nil) {
    self.site = site
    self.tick = tick
    self.step = step
  }
}

/// The increments of a map of places with every control beside them.
package struct ProbeReport: Sendable {
  /// One place of the map.
  package struct Entry: Sendable {
    /// Where the activations were read.
    package let place: ProbePlace
    /// What they add to the observation.
    package let result: IncrementResult
    /// `p` of the permutation null for this place alone.
    package let p: Double?
    /// `p` adjusted over all places of the map by the max-statistic.
    package let pAdjusted: Double?
    /// The same measurement on untrained networks, in the caller's order.
    package let untrained: [IncrementResult]
    /// The score minus the mean score of the untrained networks.
    package let aboveUntrained: BootstrapEstimate?
    /// What the place says about the claim that its increment is real.
    package let status: EvidenceStatus
  }

  /// The metric of all scores.
  package let metric: ProbeMetric
  /// The places, in the order asked for.
  package let entries: [Entry]
  /// The controls that need no network.
  package let controls: ProbeControls
  /// The gates, passed and failed.
  package let gates: [EvidenceGate]
  /// The margin inside which an increment counts as none.
  package let margin: Double
  /// The number of levels that scores are measured on.
  package let reportLevels: Int
  /// The number of levels that probes are fitted on.
  package let selectionLevels: Int

  /// Whether a gate failed: nothing here may be read as a finding.
  package var isVoid: Bool { gates.contains { !$0.passed } }
}
