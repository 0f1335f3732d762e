package import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Probing
package import Statistics

/// The plan probed at every place of a series, in the network under study and in its untrained
/// twins: what T1, T2 and the onset of T3 are read from.
///
/// The concept is the one optimal action at every free square, from the oracle and not from the
/// agent's own choices. The baseline is fitted once for all places and networks.
package struct PlanScan: Sendable {
  package let captures: NetworkCaptures
  package let settings: SearchSettings
  package let scan: IncrementScan
  package let scores: RowScores
  /// Whether random features of the observation were the better baseline.
  package let isRandomBaseline: Bool
  /// One entry a place of the series.
  package let report: ProbeReport
  /// Steps to the goal of each row's square.
  package let distances: [Int]

  package var series: SiteSeries { captures.series }
  package var data: ProbeData { scan.data }

  /// Fits the baseline and measures every place.
  ///
  /// - Throws: `ProbingError` for activations that are not finite or too few levels.
  package init(
    _ captures: NetworkCaptures, settings: SearchSettings, random: RandomStream,
    concept: Concept? = nil
  ) throws {
    let levels = captures.levels
    let concept = try concept ?? ConceptCatalogue.concept("plan-direction", moves: levels.moves)
    let data = try ConceptRows.data(concept, levels)
    let (scan, isRandom) = try settings.baseline.scan(
      data, observations: captures.observations, levels: levels, settings: settings.increments,
      random: random.split("plan scan"))
    let series = captures.series
    report = try scan.report(
      series.sites.map { ProbePlace(site: $0.name, tick: $0.tick) },
      untrained: captures.sets.count - 1
    ) { place, network in
      try series.kernel.gather(
        captures.sets[network].activations(at: series.sites[place]), levels: levels, for: data)
    }
    self.captures = captures
    self.settings = settings
    self.scan = scan
    isRandomBaseline = isRandom
    scores = try RowScores(scan)
    let maps = levels.levels.map { $0.paths().distances }
    distances = (0..<data.rows).map { maps[data.rowLevel[$0]][data.rowCell[$0]] }
  }

  /// The activations that a probe sees at a place of a network, one row a labelled square.
  package func features(place: Int, network: Int) throws -> Matrix<Float> {
    try series.kernel.gather(
      captures.sets[network].activations(at: series.sites[place]), levels: captures.levels,
      for: data)
  }

  /// The classes read at a place: those of the network under study (0) or of a twin.
  func classes(place: Int, network: Int) -> [Int?] {
    let entry = report.entries[place]
    return network == 0 ? entry.result.classes : entry.untrained[network - 1].classes
  }

  /// The mean increment of the untrained networks at a place; `nil` without any.
  package func untrainedIncrement(_ place: Int) -> BootstrapEstimate? {
    BootstrapEstimate.mean(of: report.entries[place].untrained.map(\.increment))
  }
}
