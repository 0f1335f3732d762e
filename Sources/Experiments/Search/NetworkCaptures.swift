package import Agents
internal import Environments
package import LinearAlgebra

/// The activations of a network under study and of its untrained twins on the same levels.
package struct NetworkCaptures: Sendable {
  package let levels: LevelSet
  package let series: SiteSeries
  package let capture: Capture
  /// `[level, row, column, plane]`.
  package let observations: Tensor
  /// The network under study first, then the untrained ones.
  package let agents: [Agent]
  /// One a network, in that order.
  package let sets: [CaptureSet]

  /// Runs all networks on the levels.
  ///
  /// - Throws: as ``Capture/run(_:on:edits:)``.
  package init(
    _ subject: StudySubject, on levels: LevelSet, series: SiteSeries, thinking: Int?,
    untrained: Int, random: RandomStream
  ) throws {
    let capture = Capture(sites: series.sites, ticks: thinking, encoder: subject.encoder)
    let observations = subject.encoder.observations(of: levels.levels)
    let agents =
      [subject.agent] + UntrainedTwins.of(subject.agent, count: untrained, from: random)
    self.levels = levels
    self.series = series
    self.capture = capture
    self.observations = observations
    self.agents = agents
    sets = try agents.map { try capture.run($0, on: levels, observations: observations) }
  }

  package var trained: CaptureSet { sets[0] }

  /// The same with more networks after those that are there.
  ///
  /// - Throws: as ``Capture/run(_:on:edits:)``.
  package func adding(_ others: some Collection<Agent>) throws -> NetworkCaptures {
    try NetworkCaptures(
      levels: levels, series: series, capture: capture, observations: observations,
      agents: agents + others,
      sets: sets + others.map { try capture.run($0, on: levels, observations: observations) })
  }

  private init(
    levels: LevelSet, series: SiteSeries, capture: Capture, observations: Tensor, agents: [Agent],
    sets: [CaptureSet]
  ) {
    self.levels = levels
    self.series = series
    self.capture = capture
    self.observations = observations
    self.agents = agents
    self.sets = sets
  }
}
