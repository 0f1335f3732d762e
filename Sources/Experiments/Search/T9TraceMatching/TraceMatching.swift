internal import Environments
package import LinearAlgebra
package import Statistics

/// T9: which algorithm's steps do the activations follow, tick by tick?
///
/// Every algorithm leaves a trace `z(x, t)`: the squares found, the values, the stack. Its unique
/// share is what the activations at tick `t` explain of `z(x, t)`, with the same weights at every
/// tick, beyond the observation, the final answer and the traces of all other algorithms:
/// `u = (R2(N + rivals + h) - R2(N + rivals)) / (1 - R2(N + rivals))`, fitted on some levels and
/// measured on others.
///
/// `N` is stricter than a baseline of columns. What does not change while the network thinks is
/// taken out whole, by each square's mean over the ticks; so an answer that is there from the
/// start counts for nothing in whatever form it is held. So are the one or two courses over the
/// ticks that squares and channels have most in common (``TraceActivations``), out of activations and
/// traces alike: an answer that all squares let in little by little counts for nothing either. What
/// depends on the tick and on the observation or the final answer is taken out by a regression for
/// each tick (``TraceNuisance``).
package struct TraceMatching: Sendable {
  /// What the activations hold of one algorithm.
  package struct Share: Sendable {
    package let algorithm: SearchAlgorithm
    /// Which of the algorithm's maps is explained best on the levels to choose on.
    package let form: String
    /// The iteration that it is taken to have come to at each tick.
    package let iterations: [Int]
    /// What the activations explain beyond the nuisance alone.
    package let marginal: BootstrapEstimate
    /// What they explain beyond the nuisance and all other algorithms.
    package let unique: BootstrapEstimate
    /// How much larger the trace's variance is than what the common courses and the other algorithms'
    /// traces leave of it.
    package let inflation: Double
    /// ``unique`` of the untrained networks.
    package let untrained: [BootstrapEstimate]
    /// The same on the levels to choose on, and what the others leave of the trace there.
    let fitMarginal: Double
    let fitUnique: Double
    let fitLeft: Double
    /// The least share of any of its maps that the others leave open.
    let completeness: Double

    package init(
      algorithm: SearchAlgorithm, form: String, iterations: [Int], marginal: BootstrapEstimate,
      unique: BootstrapEstimate, inflation: Double, untrained: [BootstrapEstimate],
      fitMarginal: Double, fitUnique: Double, fitLeft: Double, completeness: Double
    ) {
      self.algorithm = algorithm
      self.form = form
      self.iterations = iterations
      self.marginal = marginal
      self.unique = unique
      self.inflation = inflation
      self.untrained = untrained
      self.fitMarginal = fitMarginal
      self.fitUnique = fitUnique
      self.fitLeft = fitLeft
      self.completeness = completeness
    }

    /// Whether enough of the trace is left to tell it apart from the others.
    var isApart: Bool {
      fitLeft >= TraceMatching.leastLeft
        || (fitLeft >= TraceMatching.leastExactLeft && fitUnique >= TraceMatching.exact)
    }
  }

  static let test = "T9 trace matching"
  static let labels = "search-trace"
  /// The share of a trace that the common courses and the others have to leave for it to be told apart
  /// from them.
  static let leastLeft = 0.02
  /// So little is enough where the activations explain half of it: what is left of an exact trace is small
  /// in small mazes, and what explains little of little is texture.
  static let leastExactLeft = 0.002
  static let exact = 0.5
  /// Algorithms that have this share of the best one's are named with it.
  static let together = 2.0 / 3
  /// An algorithm of which one of its maps is held less than this is not named. Of value iteration, whose
  /// discount is not known, there is no such map.
  static let leastComplete = 0.25
  /// Nor one of several that cannot be told apart, of which one of its maps is held less than this.
  static let partial = 0.5
  /// The number of permutations of the ticks, and of sets of wrong places.
  static let tickPermutations = 99
  static let wrongPlaces = 39
  /// A trace needs so many ticks to be followed.
  package static let fewestTicks = 4

  package let captures: NetworkCaptures
  package let settings: SearchSettings
  package let shares: [Share]
  /// The algorithms that the steps are nearest to, by shares however small.
  package let nearest: AlgorithmReading
  /// The algorithms behind ``effect``: those named, or the best of those that were tried.
  package let family: [SearchAlgorithm]
  /// Whether ``effect`` is of what several have in common, for none has enough of its own.
  package let isShared: Bool
  /// The unique share of the family's best trace, beyond all algorithms outside of the family.
  package let effect: BootstrapEstimate
  /// The same of the untrained networks.
  package let untrained: [BootstrapEstimate]
  /// The same with the ticks of the trace in another order.
  package let ticksPermuted: PermutationNull?
  /// The same with goal and agent of the trace elsewhere.
  package let wrongPlace: PermutationNull?
  /// Whether any trace is left by the observation and the answer.
  package let isDefined: Bool
  package let fitLevels: Int
  package let reportLevels: Int

  /// Why the test cannot be made of a network, or `nil`.
  package static func reasonNotApplicable(_ series: SiteSeries) -> String? {
    guard series.unit == "tick" else {
      return "this network has no ticks, and the channels of its layers are not the same"
    }
    guard series.count >= fewestTicks else {
      return "a trace is followed over at least \(fewestTicks) ticks, and there are \(series.count)"
    }
    return nil
  }

  /// Another place has to hold so much more of its best trace than the main one.
  static let placeMargin = 0.05

  /// Whose steps they are. ``nearest`` is named where the levels show that its share is above what
  /// counts as none: a smaller one can be that of another algorithm's texture.
  package var reading: AlgorithmReading {
    guard !nearest.algorithms.isEmpty else { return nearest }
    guard let interval = effect.interval, interval.lower > EquivalenceMargins.trace,
      isComplete
    else { return .cannotTell }
    return nearest
  }

  /// Whether of some algorithm behind the name every map is held, and not one of several.
  package var isComplete: Bool {
    shares.contains {
      family.contains($0.algorithm) && $0.completeness >= Self.leastComplete
    }
  }

  /// Measures all algorithms.
  ///
  /// - Parameter others: the network alone on the same levels at other places. Of all places that is
  ///   taken whose activations hold most of any trace on the fit levels; the untrained networks are
  ///   read there too.
  /// - Throws: `StatisticsError` or `ProbingError` where there are too few levels, and
  ///   `FactorizationError` for activations that are not finite.
  package init(
    _ captures: NetworkCaptures, others: [NetworkCaptures] = [], settings: SearchSettings,
    random: RandomStream
  ) throws {
    let rows = try TraceRows(captures.levels)
    guard rows.fitUnits >= 2, rows.reportUnits >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: min(rows.fitUnits, rows.reportUnits), needed: 2, purpose: "matching traces")
    }
    let random = random.split("trace matching")
    let places = rows.tracePlaces
    let sources = TraceSource.all(
      last: min(TraceSource.mostIterations, places.furthest + 1),
      hasDiagonals: places.hasDiagonals, random: random)
    let raw = sources.map { TraceForm($0, places) }
    let nuisance = try TraceNuisance(
      rows, observations: captures.observations, baseline: settings.baseline,
      targets: Self.guides(raw))
    let forms = raw.map { ResidualForm($0, rows: rows, nuisance: nuisance) }
    func network(_ captures: NetworkCaptures, _ number: Int) throws -> TraceNetwork {
      try TraceNetwork(
        captures.sets[number], series: captures.series, forms: forms, rows: rows,
        nuisance: nuisance)
    }
    var chosen = (captures: captures, network: try network(captures, 0))
    var share = try chosen.network.bestShare()
    for other in others {
      let own = try network(other, 0)
      let held = try own.bestShare()
      guard held > share + Self.placeMargin else { continue }
      (chosen, share) = ((other, own), held)
    }
    let captures = try chosen.captures.adding(
      captures.agents.dropFirst(chosen.captures.agents.count))
    let networks =
      try [chosen.network] + captures.sets.indices.dropFirst().map { try network(captures, $0) }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: rows.reportUnits, replicates: settings.replicates, using: &resampling)
    shares = try SearchAlgorithm.allCases.compactMap { algorithm in
      try Self.share(of: algorithm, networks, bootstrap)
    }
    let naming = Self.read(shares)
    family = naming.family
    isShared = naming.isShared
    // What is said is said of those that are named, where any are.
    let behind = shares.filter { naming.family.contains($0.algorithm) }
    let named = behind.filter { naming.reading.algorithms.contains($0.algorithm) }
    let lead = (named.isEmpty ? behind : named)
      .max { ($0.fitMarginal, $1.algorithm.rawValue) < ($1.fitMarginal, $0.algorithm.rawValue) }
    isDefined = lead != nil
    if let lead {
      let estimates = try networks.map {
        try Self.estimate($0.errors(of: lead.algorithm, family: naming.family), bootstrap)
      }
      effect = estimates[0]
      untrained = Array(estimates.dropFirst())
      (ticksPermuted, wrongPlace) = try Self.nulls(
        lead, naming.family, effect.value, networks[0], forms: forms, rows: rows,
        nuisance: nuisance, random: random)
    } else {
      effect = BootstrapEstimate(value: .nan, replicates: [], interval: nil)
      untrained = []
      (ticksPermuted, wrongPlace) = (nil, nil)
    }
    nearest = Self.told(naming, shares, effect)
    self.captures = captures
    self.settings = settings
    fitLevels = rows.fitUnits
    reportLevels = rows.reportUnits
  }

  /// The maps by whose prediction the nuisance's penalty is chosen: some sets found from the goal.
  private static func guides(_ forms: [TraceForm]) -> Matrix<Float> {
    let form = forms.first { $0.algorithm == .breadthFirstFromGoal }
    guard let maps = form?.maps else { return Matrix(rows: 0, columns: 0) }
    let iterations = [1, 2, 4, 8, 12, 16].filter { $0 < maps.columns }
    var result = Matrix<Float>(rows: maps.rows, columns: iterations.count)
    for row in 0..<maps.rows {
      for (column, iteration) in iterations.enumerated() {
        result[row, column] = maps[row, iteration]
      }
    }
    return result
  }

  private static func estimate(
    _ errors: (fit: TraceGrams.Errors, report: Matrix<Double>)?, _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    guard let errors else { return BootstrapEstimate(value: 0, replicates: [], interval: nil) }
    return bootstrap.estimate(errors.report) { sums in
      let (without, with) = (sums[sums.startIndex + 1], sums[sums.startIndex + 2])
      return without > 0 ? (without - with) / without : 0
    }
  }

  private static func share(
    of algorithm: SearchAlgorithm, _ networks: [TraceNetwork], _ bootstrap: LevelBootstrap
  ) throws -> Share? {
    let network = networks[0]
    guard let place = network.best(algorithm) else { return nil }
    let alone = try network.grams.errors(of: place, rivals: [])
    let beside = try network.grams.errors(of: place, rivals: network.rivals(of: [algorithm]))
    let trace = network.traces[place]
    return Share(
      algorithm: algorithm, form: trace.name, iterations: trace.iterations,
      marginal: estimate(alone, bootstrap), unique: estimate(beside, bootstrap),
      inflation: beside.fit.without > 0 ? trace.whole / beside.fit.without : .infinity,
      untrained: try networks.dropFirst().map {
        try estimate($0.errors(of: algorithm, family: [algorithm]), bootstrap)
      },
      fitMarginal: alone.fit.share, fitUnique: beside.fit.share,
      fitLeft: trace.whole > 0 ? beside.fit.without / trace.whole : 0,
      completeness: try network.completeness(algorithm, leastLeft: leastExactLeft))
  }
}
