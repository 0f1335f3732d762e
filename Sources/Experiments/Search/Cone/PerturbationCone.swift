internal import Agents
internal import Environments
package import LinearAlgebra
package import Statistics

/// T3 (b), the perturbation cone: how soon does an edit of the level show at each square?
///
/// A level and its edited version are run side by side. A search that spreads from the goal shows
/// the edit after as many ticks as there are steps to go, `min(d_old, d_new)`; a growing receptive
/// field shows it after the Chebyshev distance to the edit, and a wave that sees no walls after as
/// many moves as there would be without them. So the rank correlation with the steps is taken among
/// squares that are alike in both of these, and that with the Chebyshev distance among squares alike
/// in steps. Squares that never show the edit are left out; a network in which most never do shows
/// nothing.
///
/// Ripples and channels that have nothing to do with a search show an edit early. So for each
/// network the reading that goes best with the steps is chosen on the fit levels, among directions
/// (``ConeFilters``) and all channels together, and thresholds; what is reported is measured on the
/// report levels. An untrained network gets the same choice, which is what luck and walls give.
package struct PerturbationCone: Sendable {
  /// What one network shows on the report levels.
  package struct Network: Sendable {
    /// How it was read.
    package let reading: ConeReading
    /// The tick of each square; one after the last where nothing showed.
    package let onset: [Double]
    /// Rank correlation of onset with steps from the goal, among squares alike in Chebyshev distance
    /// and in moves without walls.
    package let geodesic: BootstrapEstimate
    /// And the other way round.
    package let chebyshev: BootstrapEstimate
    /// The share of squares where nothing showed by the last tick.
    package let censored: Double
    /// The first correlation at each threshold of ``PerturbationCone/thresholds``, along the same
    /// direction.
    package let sweep: [BootstrapEstimate]
    /// The same with all channels together, whichever shows the edit first.
    package let anyChannel: [BootstrapEstimate]
  }

  package let sample: EditSample
  package let places: ConePlaces
  /// The squares of the report levels.
  package let squares: ConeSquares
  /// The number of squares that readings were chosen on.
  package let fitSquares: Int
  package let trained: Network
  package let untrained: [Network]
  /// Trained minus untrained partial rank correlation with the geodesic distance.
  package let effect: BootstrapEstimate
  /// The shares of a standard deviation that were tried.
  package let thresholds: [Float]
  /// The effect at each of them.
  package let sweep: [BootstrapEstimate]
  /// The effect at each of them with all channels together.
  package let anyChannel: [BootstrapEstimate]

  /// Runs all networks on levels and edits, one after another.
  ///
  /// - Parameter series: the network's main place at every tick.
  /// - Throws: as a run of the agent does; ``SearchError/tooFewEdits(fit:report:)`` where one of
  ///   the two sides has too few levels; `StatisticsError` below two levels.
  /// - Complexity: two forward passes an edit and network.
  package init(
    _ subject: StudySubject, on levels: LevelSet, series: SiteSeries, settings: SearchSettings,
    random: RandomStream
  ) throws {
    var drawing = random.split("edits")
    let sample = try EditSample(levels, using: &drawing)
    let before = try levels.selecting(sample.places)
    let units = try LevelUnits(before.keys)
    let folds = Folds(units)
    let all = ConeSquares(sample.edits, unitOfEdit: units.unitOfLevel, units: units.count)
    let (fit, fitPlaces) = all.selecting(units: folds.selection)
    let (report, reportPlaces) = all.selecting(units: folds.report)
    guard fit.units > 1, report.units > 1, fit.count > 1, report.count > 1 else {
      throw SearchError.tooFewEdits(fit: fit.units, report: report.units)
    }
    let thinking = settings.thinking ?? subject.agent.defaultTicks
    let places = try ConePlaces(
      of: subject.agent, main: series, onlyMain: settings.site != nil, thinking: thinking)
    let capture = Capture(
      sites: places.sites.flatMap { $0 }, ticks: thinking, encoder: subject.encoder)
    let agents =
      [subject.agent] + UntrainedTwins.of(subject.agent, count: settings.untrained, from: random)
    var resampling = random.split("cone bootstrap")
    let bootstrap = try LevelBootstrap(
      units: report.units, replicates: settings.replicates, using: &resampling)
    let thresholds = settings.coneThresholds.sorted()
    let original = subject.encoder.observations(of: before.levels)
    let edited = subject.encoder.observations(of: sample.after.levels)
    let networks = try agents.map { agent -> Network in
      let rows = try ConeRows(
        agent, sample: sample, before: before, original: original, edited: edited, squares: all,
        places: places, capture: capture)
      let reading = try ConeReading.best(
        on: rows.selecting(fit, places: fitPlaces), thresholds: thresholds)
      return Self.network(
        rows.selecting(report, places: reportPlaces), reading, thresholds, bootstrap)
    }
    self.sample = sample
    self.places = places
    squares = report
    fitSquares = fit.count
    self.thresholds = thresholds
    trained = networks[0]
    untrained = Array(networks.dropFirst())
    func minus(_ part: (Network) -> BootstrapEstimate) -> BootstrapEstimate {
      part(networks[0]).minus(meanOf: networks.dropFirst().map(part))
    }
    effect = minus(\.geodesic)
    sweep = thresholds.indices.map { index in minus { $0.sweep[index] } }
    anyChannel = thresholds.indices.map { index in minus { $0.anyChannel[index] } }
  }

  private static func network(
    _ rows: ConeRows, _ reading: ConeReading, _ thresholds: [Float], _ bootstrap: LevelBootstrap
  ) -> Network {
    let squares = rows.squares
    let never = Double((rows.places.numbers.last ?? 0) + 1)
    let straight = squares.groups(alikeIn: [squares.chebyshev, squares.open])
    let stepped = squares.groups(alikeIn: [squares.geodesic])
    func estimate(
      _ onset: [Double], _ y: [Double], within groups: (group: [Int], count: Int)
    ) -> BootstrapEstimate {
      let sums = squares.rankSums(
        onset, y, within: groups, where: onset.map { $0 < never }
      ).sums
      // Squares that show nothing, or all the same, follow nothing.
      return bootstrap.estimate(sums) { totals in
        let value = CorrelationSums.correlation(totals)
        return value.isFinite ? value : 0
      }
    }
    func geodesic(_ onset: [Double]) -> BootstrapEstimate {
      estimate(onset, squares.geodesic, within: straight)
    }
    let onset = reading.onsets(rows)
    let numbers = rows.places.numbers
    let sizes = ConeReading.sizes(rows, reading.kind, reading.weights)
    let anyChannel = ConeReading.sizes(rows, .anyChannel, [])
    return Network(
      reading: reading, onset: onset, geodesic: geodesic(onset),
      chebyshev: estimate(onset, squares.chebyshev, within: stepped),
      censored: Double(onset.count { $0 == never }) / Double(max(1, squares.count)),
      sweep: thresholds.map {
        geodesic(ConeReading.onsets(sizes, above: $0, numbers: numbers))
      },
      anyChannel: thresholds.map {
        geodesic(ConeReading.onsets(anyChannel, above: $0, numbers: numbers))
      })
  }

  /// The commonest lag of the onset behind the geodesic distance, and the share of squares with
  /// exactly that lag: 1 for a wave of one square a tick.
  package func lockstep(_ network: Network) -> (lag: Int, share: Double) {
    var counts: [Int: Int] = [:]
    for square in 0..<squares.count {
      counts[Int(network.onset[square] - squares.geodesic[square]), default: 0] += 1
    }
    let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
    return (best?.key ?? 0, Double(best?.value ?? 0) / Double(max(1, squares.count)))
  }
}
