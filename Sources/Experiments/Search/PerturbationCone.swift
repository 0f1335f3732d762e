internal import Environments
package import LinearAlgebra
package import Statistics

/// T3 (b), the perturbation cone: how soon does an edit of the level show at each square?
///
/// A level and its edited version are run side by side. A channel has changed at a square when the
/// difference exceeds a share of that channel's median non-zero one-tick change; the onset of a
/// square is the first tick at which any channel has. A search that spreads from the goal shows the
/// edit after as many ticks as there are steps to go, `min(d_old, d_new)`; a growing receptive field
/// shows it after the Chebyshev distance to the edit. Each rank correlation is freed of the other.
package struct PerturbationCone: Sendable {
  /// The squares at which edits are followed, one entry a square.
  package struct Squares: Sendable {
    /// The unit (distinct level) of each.
    package let unit: [Int]
    package let units: Int
    /// Steps from the goal in whichever of the two levels has fewer.
    package let geodesic: [Double]
    /// Chebyshev distance to the nearest edited square.
    package let chebyshev: [Double]
    /// The edit of each, and the square in its level.
    package let edit: [Int]
    package let cell: [Int]

    package var count: Int { unit.count }
  }

  /// What one network shows.
  package struct Network: Sendable {
    /// The tick of each square; one after the last where nothing showed.
    package let onset: [Double]
    /// Rank correlation of onset with geodesic given Chebyshev distance.
    package let geodesic: BootstrapEstimate
    /// And the other way round.
    package let chebyshev: BootstrapEstimate
    /// The share of squares where nothing showed by the last tick.
    package let censored: Double
  }

  package let sample: EditSample
  package let series: SiteSeries
  package let squares: Squares
  package let trained: Network
  package let untrained: [Network]
  /// Trained minus untrained partial rank correlation with the geodesic distance.
  package let effect: BootstrapEstimate

  /// Runs all networks on levels and edits, one after another.
  ///
  /// - Parameter series: every tick of the site that is followed.
  /// - Throws: as a run of the agent does; `StatisticsError` below two levels.
  /// - Complexity: two forward passes an edit and network.
  package init(
    _ subject: StudySubject, on levels: LevelSet, series: SiteSeries, settings: SearchSettings,
    random: RandomStream
  ) throws {
    var drawing = random.split("edits")
    let sample = try EditSample(levels, using: &drawing)
    let before = try levels.selecting(sample.places)
    let squares = try Self.squares(sample, before)
    let capture = Capture(sites: series.sites, ticks: settings.thinking, encoder: subject.encoder)
    let agents =
      [subject.agent] + UntrainedTwins.of(subject.agent, count: settings.untrained, from: random)
    var resampling = random.split("cone bootstrap")
    let bootstrap = try LevelBootstrap(
      units: squares.units, replicates: settings.replicates, using: &resampling)
    let observations = subject.encoder.observations(of: before.levels)
    let editedObservations = subject.encoder.observations(of: sample.after.levels)
    let networks = try agents.map { agent -> Network in
      let original = try capture.run(agent, on: before, observations: observations)
      let edited = try capture.run(agent, on: sample.after, observations: editedObservations)
      let onset = try ConeOnset(series: series, theta: settings.coneTheta)
        .onsets(original: original, edited: edited, squares: squares)
      return Self.network(onset, squares, series, bootstrap)
    }
    self.sample = sample
    self.series = series
    self.squares = squares
    trained = networks[0]
    untrained = Array(networks.dropFirst())
    effect = networks[0].geodesic.minus(meanOf: networks.dropFirst().map(\.geodesic))
  }

  private static func squares(_ sample: EditSample, _ before: LevelSet) throws -> Squares {
    let units = try LevelUnits(before.keys)
    var unit: [Int] = []
    var geodesic: [Double] = []
    var chebyshev: [Double] = []
    var edit: [Int] = []
    var cell: [Int] = []
    for (index, change) in sample.edits.enumerated() {
      let (steps, straight) = (change.geodesicDistances, change.chebyshevDistances)
      for square in EditSample.rows(of: change) {
        unit.append(units.unitOfLevel[index])
        geodesic.append(Double(steps[square]))
        chebyshev.append(Double(straight[square]))
        edit.append(index)
        cell.append(square)
      }
    }
    return Squares(
      unit: unit, units: units.count, geodesic: geodesic, chebyshev: chebyshev, edit: edit,
      cell: cell)
  }

  private static func network(
    _ onset: [Double], _ squares: Squares, _ series: SiteSeries, _ bootstrap: LevelBootstrap
  ) -> Network {
    func estimate(_ y: [Double], given z: [Double]) -> BootstrapEstimate {
      let sums = CorrelationSums(
        ranking: onset, y, given: z, unit: squares.unit, units: squares.units)
      return bootstrap.estimate(sums.sums, metric: CorrelationSums.partial)
    }
    let after = Double(series.numbers[series.count - 1] + 1)
    return Network(
      onset: onset, geodesic: estimate(squares.geodesic, given: squares.chebyshev),
      chebyshev: estimate(squares.chebyshev, given: squares.geodesic),
      censored: Double(onset.count { $0 == after }) / Double(max(1, onset.count)))
  }

  /// The share of squares whose onset is the geodesic distance itself.
  package func exactShare(_ network: Network) -> Double {
    let exact = squares.geodesic.indices.count { network.onset[$0] == squares.geodesic[$0] }
    return Double(exact) / Double(max(1, squares.count))
  }
}
