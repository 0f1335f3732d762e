internal import Environments
package import LinearAlgebra
package import Statistics

/// T3 (b), the perturbation cone: how soon does an edit of the level show at each square?
///
/// A level and its edited version are run side by side. An edit shows at a square from the first
/// tick at which some channel differs by more than a share of that channel's spread (its standard
/// deviation over free squares, levels and ticks). A search that spreads from the goal shows the
/// edit after as many ticks as there are steps to go, `min(d_old, d_new)`; a growing receptive field
/// shows it after the Chebyshev distance to the edit. Each rank correlation is freed of the other.
/// Ranks are taken among squares of one kind of edit, for moved goals and toggled walls differ in
/// all three quantities, and pooling them would correlate what is not.
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
    /// The kind of each square's edit: 0 a moved thing, 1 a toggled wall.
    package let kind: [Int]

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
    /// The first correlation at each threshold of ``PerturbationCone/thresholds``.
    package let sweep: [BootstrapEstimate]
  }

  package let sample: EditSample
  package let series: SiteSeries
  package let squares: Squares
  package let trained: Network
  package let untrained: [Network]
  /// Trained minus untrained partial rank correlation with the geodesic distance.
  package let effect: BootstrapEstimate
  /// The shares of a channel's spread that were tried, the test's own among them.
  package let thresholds: [Float]
  /// The effect at each of them.
  package let sweep: [BootstrapEstimate]

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
    let thresholds = Set(settings.coneSweep + [settings.coneTheta]).sorted()
    let own = thresholds.firstIndex(of: settings.coneTheta) ?? 0
    let onset = ConeOnset(series: series, thresholds: thresholds)
    let observations = subject.encoder.observations(of: before.levels)
    let editedObservations = subject.encoder.observations(of: sample.after.levels)
    let networks = try agents.map { agent -> Network in
      let onsets = try onset.onsets(
        original: capture.run(agent, on: before, observations: observations),
        edited: capture.run(agent, on: sample.after, observations: editedObservations),
        squares: squares)
      return Self.network(onsets, own, squares, series, bootstrap)
    }
    self.sample = sample
    self.series = series
    self.squares = squares
    self.thresholds = thresholds
    trained = networks[0]
    untrained = Array(networks.dropFirst())
    sweep = thresholds.indices.map { index in
      networks[0].sweep[index].minus(meanOf: networks.dropFirst().map { $0.sweep[index] })
    }
    effect = sweep[own]
  }

  private static func squares(_ sample: EditSample, _ before: LevelSet) throws -> Squares {
    let units = try LevelUnits(before.keys)
    var unit: [Int] = []
    var geodesic: [Double] = []
    var chebyshev: [Double] = []
    var edit: [Int] = []
    var cell: [Int] = []
    var kind: [Int] = []
    for (index, change) in sample.edits.enumerated() {
      let (steps, straight) = (change.geodesicDistances, change.chebyshevDistances)
      for square in EditSample.rows(of: change) {
        unit.append(units.unitOfLevel[index])
        geodesic.append(Double(steps[square]))
        chebyshev.append(Double(straight[square]))
        edit.append(index)
        cell.append(square)
        if case .toggleWall(_) = change.edit { kind.append(1) } else { kind.append(0) }
      }
    }
    return Squares(
      unit: unit, units: units.count, geodesic: geodesic, chebyshev: chebyshev, edit: edit,
      cell: cell, kind: kind)
  }

  private static func network(
    _ onsets: [[Double]], _ own: Int, _ squares: Squares, _ series: SiteSeries,
    _ bootstrap: LevelBootstrap
  ) -> Network {
    let geodesic = onsets.map {
      bootstrap.estimate(
        sums($0, squares.geodesic, given: squares.chebyshev, squares),
        metric: CorrelationSums.partial)
    }
    let chebyshev = bootstrap.estimate(
      sums(onsets[own], squares.chebyshev, given: squares.geodesic, squares),
      metric: CorrelationSums.partial)
    let after = Double(series.numbers[series.count - 1] + 1)
    return Network(
      onset: onsets[own], geodesic: geodesic[own], chebyshev: chebyshev,
      censored: Double(onsets[own].count { $0 == after }) / Double(max(1, squares.count)),
      sweep: geodesic)
  }

  /// Per-unit sums of ranks within each kind of edit, centred and as shares of the kind's count.
  private static func sums(
    _ x: [Double], _ y: [Double], given z: [Double], _ squares: Squares
  ) -> Matrix<Double> {
    var sums = CorrelationSums(units: squares.units)
    for kind in 0...1 {
      let rows = squares.kind.indices.filter { squares.kind[$0] == kind }
      guard rows.count > 1 else { continue }
      func ranks(_ values: [Double]) -> [Double] {
        let middle = Double(rows.count + 1) / 2
        return Ranks.average(rows.map { values[$0] }).map { ($0 - middle) / Double(rows.count) }
      }
      let (rx, ry, rz) = (ranks(x), ranks(y), ranks(z))
      for (place, row) in rows.enumerated() {
        sums.add(unit: squares.unit[row], x: rx[place], y: ry[place], z: rz[place])
      }
    }
    return sums.sums
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
