package import LinearAlgebra
internal import Probing
internal import Statistics
package import Storage

extension ExternalData {
  /// Reads every concept from every site and tick.
  ///
  /// - Throws: ``ExternalError``, ``ScanError`` and `ProbingError`.
  package func scan(
    _ settings: ExternalSettings, progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> ProbeScan {
    let places = try places(settings)
    try refuseOtherLayout(places)
    if !settings.allowsRepeats { try refuseRepeats(places) }
    let random = RandomStream(seed: settings.seed).split("probe scan")
    var prepared: [ScanConcept] = []
    for (index, concept) in concepts.enumerated() {
      guard !interruption.isRequested() else { throw ScanError.interrupted }
      progress(
        Progress(
          stage: "fitting baselines", completed: index, total: concepts.count, unit: "concepts",
          detail: concept.id))
      let baseline = try ExternalBaseline(observation, radius: settings.radius, for: concept)
      let (scan, isRandom) = try BaselineChoice.scan(
        concept.data, columns: baseline.columns,
        randomFeatures: observation == nil ? 0 : settings.randomFeatures, types: baseline.types,
        settings: settings.increments, random: random)
      var drawing = random.split("reservoir")
      let reservoir = try baseline.reservoir(using: &drawing).map {
        try scan.measure($0, withNull: false)
      }
      prepared.append(
        ScanConcept(
          id: concept.id, scan: scan, reservoir: reservoir,
          baseline: baseline.name + (isRandom ? ", through random rectified features," : ""),
          hasObservation: observation != nil, digest: digest,
          grid: (concept.rows, concept.columns),
          kernels: kernels(settings, concept.data)))
    }
    return try ProbeScan(
      concepts: prepared, places: places.map(\.place), untrained: untrained.count, random: random,
      progress: progress, interruption: interruption
    ) { place, network in
      let from = network == 0 ? source : untrained[network - 1]
      return try places[place].maps(from)
    }
  }

  /// Refuses samples of which more than one in a hundred occur, to the last digit, under different
  /// groups on both sides of the split: a probe would be scored on rows that it was fitted to.
  func refuseRepeats(_ places: [ExternalPlace]) throws {
    guard let data = concepts.first?.data,
      let widest = places.max(by: { ($0.width, $0.tick ?? 0) < ($1.width, $1.tick ?? 0) })
    else { return }
    let maps = try widest.maps(source)
    let samples = Matrix(
      rows: maps.shape[0], columns: maps.elements.count / max(1, maps.shape[0]),
      elements: maps.elements)
    // A place that is the same for every sample says nothing about which samples are the same.
    guard (1..<max(1, samples.rows)).contains(where: { samples.row($0) != samples.row(0) }) else {
      return
    }
    do {
      try RepeatedRows(in: samples, data.folds).requireFew(tolerating: 0.01)
    } catch ProbingError.repeatedRows(let count, let rows, let reported, let fitted) {
      throw ExternalError.repeatedSamples(
        count: count, rows: rows, site: widest.place.description, reported: reported,
        fitted: fitted)
    }
  }

  private func kernels(_ settings: ExternalSettings, _ data: ProbeData) -> [ScanKernel] {
    guard settings.kernels.isEmpty else { return settings.kernels }
    guard data.cells == 1 else { return [.single] }
    let hasVectors = source.sites.contains { $0.grid == nil }
    let hasMaps = source.sites.contains { $0.grid != nil }
    return (hasVectors ? [.single] : []) + (hasMaps ? [.mean, .whole] : [])
  }

  /// The sites that match at the ticks that are asked for, in the order of the source.
  package func places(_ settings: ExternalSettings) throws -> [ExternalPlace] {
    let matched = source.sites.filter { site in
      settings.sites.contains { ProbeDefinition.matches(site.name, $0) }
    }
    guard !matched.isEmpty else {
      throw ExternalError.noSite(patterns: settings.sites, known: source.sites.map(\.name))
    }
    if let empty = matched.first(where: { $0.elementsPerRow == 0 }) {
      throw ExternalError.emptySite(site: empty.name, shape: [source.rows] + empty.rowShape)
    }
    return try matched.flatMap { try ExternalPlace.all(of: $0, in: source, at: settings.ticks) }
  }
}

/// A site of foreign activations, at a tick where its rows have ticks.
package struct ExternalPlace: Sendable {
  package let site: ActivationSite
  /// The network's number of the tick; nil for a site without ticks.
  package let tick: Int?
  /// Where the tick stands in the site's axis of ticks; 0 for a site without ticks.
  let position: Int

  /// A site at the ticks that are asked for, in ascending order.
  ///
  /// - Throws: ``ExternalError/noTick(asked:site:known:isListed:)``.
  static func all(
    of site: ActivationSite, in source: ActivationSource, at ticks: ProbeDefinition.Ticks
  ) throws -> [ExternalPlace] {
    guard let numbers = try source.tickNumbers(of: site) else {
      return [ExternalPlace(site: site, tick: nil, position: 0)]
    }
    let all = numbers.enumerated()
      .map { ExternalPlace(site: site, tick: $0.element, position: $0.offset) }
      .sorted { ($0.tick ?? 0) < ($1.tick ?? 0) }
    switch ticks {
    case .all: return all
    case .last: return Array(all.suffix(1))
    case .listed(let asked):
      let missing = asked.filter { !numbers.contains($0) }
      guard missing.isEmpty else {
        throw ExternalError.noTick(
          asked: missing, site: site.name, known: numbers.sorted(),
          isListed: source.listsTicks(of: site))
      }
      return all.filter { $0.tick.map(asked.contains) ?? false }
    }
  }

  /// The number of activations of a sample.
  var width: Int { place.rows * place.columns * site.channels }

  /// The place as a scan names it.
  package var place: ScanPlace {
    ScanPlace(
      site: site.name, tick: tick, rows: site.grid?.rows ?? 1, columns: site.grid?.columns ?? 1)
  }

  /// The activations at this place, `[samples, row, column, channel]`; one square for a vector.
  package func maps(_ source: ActivationSource) throws -> Tensor {
    let width = place.rows * place.columns * site.channels
    let (offset, stride) = (position * width, site.elementsPerRow)
    var elements: [Float] = []
    elements.reserveCapacity(source.rows * width)
    for block in source.blocks(maximumRows: max(1, (1 << 20) / max(1, stride))) {
      try source.withRows(block, of: site.name) { values in
        for start in Swift.stride(from: offset, to: values.count, by: stride) {
          elements.append(contentsOf: values[start..<start + width])
        }
      }
    }
    return Tensor(
      shape: [source.rows, place.rows, place.columns, site.channels], elements: elements)
  }
}

extension ExternalData {
  /// The number of groups that rows were put into: the effective number of levels.
  package var groupCount: Int { concepts.first?.data.units.count ?? 0 }

  /// The size of the data in a line: rows, groups, and which labels are not of every row.
  package var size: String {
    let partial = concepts.filter { $0.data.rows < source.rows * $0.data.cells }
    return "\(source.rows) rows, \(groupCount) groups"
      + partial.map { concept in
        "; \(concept.id) labels \(concept.data.rows) of \(source.rows * concept.data.cells)"
          + (concept.data.cells > 1 ? " squares" : " rows")
      }.joined()
  }
}
