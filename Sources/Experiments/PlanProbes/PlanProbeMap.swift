internal import Agents
internal import LinearAlgebra
package import NeuralNetworks
package import Probing
package import Statistics

/// One concept read from every layer and tick, by probes of one square and of three by three, beside
/// the same probes on the observation.
///
/// Scores are macro-F1 of the activations by themselves, as in the source, on the report folds;
/// ridge regressions with thresholds at the middle of each class's held-out scores stand for its
/// logistic ones.
package struct PlanProbeMap: Sendable {
  /// One probe.
  package struct Cell: Sendable {
    package let site: Site
    package let kernel: Neighbourhood
    package let result: IncrementResult
    package let untrained: [IncrementResult]
    /// The score minus that of the same probe on the observation, or of guessing in the classes' shares
    /// where that is better: a probe that sees the same everywhere names one class, which scores less.
    package let aboveObservation: BootstrapEstimate
    /// The score minus the mean of the untrained networks; nil without any.
    package let aboveUntrained: BootstrapEstimate?
    /// What activations add to the observation of the same squares, with the null of label maps
    /// exchanged between levels; at the last tick alone.
    package var increment: IncrementResult?
    package var pAdjusted: Double?
  }

  package let concept: SquareConcept
  package let layers: PlanLayers
  package let moments: PlanMoments
  package let data: ProbeData
  package let scan: IncrementScan
  /// By kernel, layer, tick.
  package let cells: [Cell]
  /// The probes on the observation, one a kernel.
  package let observation: [IncrementResult]
  package let gates: [EvidenceGate]
  /// Logistic probes, the source's kind, at the last tick of the chosen layer, one a kernel.
  package private(set) var logistic: [Logistic] = []

  /// A logistic probe beside the same on the observation.
  package struct Logistic: Sendable {
    package let score: BootstrapEstimate
    package let observation: BootstrapEstimate
    package let difference: BootstrapEstimate
  }

  package static let kernels = Neighbourhood.allCases

  /// Fits the probes.
  ///
  /// - Parameter captures: the activations of the network under study and of untrained ones.
  /// - Throws: `ProbingError` as a measurement does.
  init(
    _ concept: SquareConcept, _ data: ProbeData, _ moments: PlanMoments, layers: PlanLayers,
    captures: [[Site: Tensor]], settings: PlanProbeSettings, random: RandomStream
  ) throws {
    let own = random.split(concept.rawValue)
    let scan = try Self.scan(data, settings: settings, random: own)
    let kernels = Self.kernels
    observation = try Parallel.tryMap(kernels.count) {
      try scan.measure(
        LocalFeatures.gather(moments.observations, kernels[$0], for: data), withNull: false)
    }
    let sites = layers.sites
    let (networks, places) = (captures.count, sites.count)
    let results = try Parallel.tryMap(kernels.count * places * networks) { index in
      let (kernel, rest) = (index / (places * networks), index % (places * networks))
      let (place, network) = (rest / networks, rest % networks)
      return try scan.measure(
        Self.features(captures[network], sites[place], kernels[kernel], data), withNull: false)
    }
    var cells: [Cell] = []
    for (kernelIndex, kernel) in kernels.enumerated() {
      for (place, site) in sites.enumerated() {
        let start = (kernelIndex * places + place) * networks
        let untrained = Array(results[start + 1..<start + networks])
        cells.append(
          Cell(
            site: site, kernel: kernel, result: results[start], untrained: untrained,
            aboveObservation: scan.difference(
              results[start].sums, Self.better(observation[kernelIndex], scan)),
            aboveUntrained: untrained.isEmpty
              ? nil : scan.difference(results[start].sums, meanOf: untrained.map(\.sums))))
      }
      try Self.addIncrements(
        to: &cells, kernel, layers, captures[0], moments, data, settings, own)
    }
    self.cells = cells
    self.concept = concept
    self.layers = layers
    self.moments = moments
    self.data = data
    self.scan = scan
    gates = scan.settings.gates.check(data)
    logistic = try Self.logistic(
      at: Site(layers.names[chosenLayer], tick: layers.ticks[layers.ticks.count - 1]),
      captures[0], moments, data, scan)
  }

  private static func logistic(
    at site: Site, _ captures: [Site: Tensor], _ moments: PlanMoments, _ data: ProbeData,
    _ scan: IncrementScan
  ) throws -> [Logistic] {
    let probe = LogisticProbe(
      penalties: [1e-2, 1e-3, 1e-4], solver: LogisticSolver(tolerance: 1e-6))
    // The network's probe and the observation's, kernel by kernel.
    let fits = try Parallel.tryMap(2 * kernels.count) { index in
      let kernel = kernels[index / 2]
      return try probe.fit(
        index % 2 == 0
          ? features(captures, site, kernel, data)
          : LocalFeatures.gather(moments.observations, kernel, for: data), data
      ).sums
    }
    return kernels.indices.map { kernel in
      let (own, other) = (fits[2 * kernel], fits[2 * kernel + 1])
      return Logistic(
        score: scan.estimate(own), observation: scan.estimate(other),
        difference: scan.difference(own, other))
    }
  }

  /// The scan whose scores are of features by themselves.
  static func scan(
    _ data: ProbeData, settings: PlanProbeSettings, random: RandomStream
  ) throws -> IncrementScan {
    var increments = IncrementSettings()
    increments.decision = .midpoint
    increments.replicates = settings.replicates
    increments.permutations = 0
    increments.keepsPredictions = false
    increments.gates = ProbeGates(
      levels: min(100, settings.fitLevels + settings.reportLevels), levelsPerClass: 30)
    var stream = random.split("scan")
    return try IncrementScan(
      data, baseline: ObservationBaseline.none(for: data), settings: increments, using: &stream)
  }

  /// What a probe of the network has to beat.
  static func better(_ observation: IncrementResult, _ scan: IncrementScan) -> ScoreSums {
    observation.score.value < scan.baseline.value ? scan.baselineSums : observation.sums
  }

  static func features(
    _ captures: [Site: Tensor], _ site: Site, _ kernel: Neighbourhood, _ data: ProbeData
  ) throws -> Matrix<Float> {
    guard let maps = captures[site] else { throw CaptureError.notCaptured(site: "\(site)") }
    return try LocalFeatures.gather(maps, kernel, for: data)
  }

  /// The increments over the observation at the last tick of each layer.
  private static func addIncrements(
    to cells: inout [Cell], _ kernel: Neighbourhood, _ layers: PlanLayers,
    _ captures: [Site: Tensor], _ moments: PlanMoments, _ data: ProbeData,
    _ settings: PlanProbeSettings, _ random: RandomStream
  ) throws {
    var increments = IncrementSettings()
    increments.replicates = settings.replicates
    increments.permutations = settings.permutations
    increments.keepsPredictions = false
    var stream = random.split("increments \(kernel.rawValue)")
    let columns = try ObservationBaseline.columns(
      moments.observations, radius: kernel.radius, for: data)
    let scan = try IncrementScan(data, baseline: columns, settings: increments, using: &stream)
    let places = cells.indices.filter {
      cells[$0].kernel == kernel && cells[$0].site.tick == layers.ticks.last
    }
    let sites = places.map { cells[$0].site }
    let results = try scan.measure(count: sites.count) {
      try features(captures, sites[$0], kernel, data)
    }
    let adjusted = MaxStatistic.adjusted(where: results.map(\.null))
    for (place, index) in places.enumerated() {
      cells[index].increment = results[place]
      cells[index].pAdjusted = adjusted[place]
    }
  }

  package func cell(_ kernel: Neighbourhood, layer: Int, tick: Int) -> Cell {
    let place = (Self.kernels.firstIndex(of: kernel) ?? 0) * layers.names.count + layer
    return cells[place * layers.ticks.count + tick]
  }

  /// The layer whose last tick tells most, by the error on levels left out of the fit folds.
  package var chosenLayer: Int {
    let last = layers.ticks.count - 1
    return layers.names.indices.max {
      cell(.single, layer: $0, tick: last).result.heldOutGain
        < cell(.single, layer: $1, tick: last).result.heldOutGain
    } ?? 0
  }

  /// What a probe says of the claim that squares hold more of the plan than the observation gives to
  /// the same probe.
  package func status(_ cell: Cell) -> EvidenceStatus {
    let own = EvidenceStatus.judging(
      effect: cell.aboveObservation.value, interval: cell.aboveObservation.interval,
      pAdjusted: cell.pAdjusted, power: cell.aboveObservation.power,
      margin: EquivalenceMargins.increment, gates: gates)
    guard own == .supports else { return own }
    guard let above = cell.aboveUntrained else {
      return .inconclusive("no untrained network was probed beside it")
    }
    guard let interval = above.interval, interval.lower > 0 else {
      return .inconclusive("an untrained network of the same shape scores as well")
    }
    return .supports
  }
}
