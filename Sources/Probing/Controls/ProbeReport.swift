package import Statistics

/// A place in a network whose activations were probed.
package struct ProbePlace: Sendable, Hashable, Codable {
  package let site: String
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
    package let place: ProbePlace
    package let result: IncrementResult
    /// `p` of the permutation null for this place alone.
    package let p: Double?
    /// `p` adjusted over all places of the map by the max-statistic.
    package let pAdjusted: Double?
    /// The same measurement on untrained networks, in the caller's order.
    package let untrained: [IncrementResult]
    /// The score minus the mean score of the untrained networks.
    package let aboveUntrained: BootstrapEstimate?
    package let status: EvidenceStatus
  }

  package let metric: ProbeMetric
  package let entries: [Entry]
  package let controls: ProbeControls
  package let gates: [EvidenceGate]
  package let margin: Double
  package let reportLevels: Int
  package let selectionLevels: Int

  /// Whether a gate failed: nothing here may be read as a finding.
  package var isVoid: Bool { gates.contains { !$0.passed } }
}
