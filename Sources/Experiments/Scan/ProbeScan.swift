package import LinearAlgebra
package import Probing
package import Statistics
package import Storage

/// Every concept read from every place with every kernel, adjusted together.
///
/// Cells of concepts with labels in the same levels share the resamples and the exchanges of levels;
/// the p-values are adjusted over all cells that have a null by the max-statistic, so a cell that stands out stands out of the map.
package struct ProbeScan: Sendable {
  /// One cell of the map.
  package struct Cell: Sendable {
    /// The place in ``ProbeScan/concepts``.
    package let concept: Int
    package let kernel: ScanKernel
    /// The place in ``ProbeScan/places``.
    package let place: Int
    /// The place of ``entry`` in the concept's report.
    let position: Int
    /// What was measured; its `pAdjusted` is over the whole scan.
    package let entry: ProbeReport.Entry
  }

  package let concepts: [ScanConcept]
  package let places: [ScanPlace]
  /// The number of untrained networks beside every cell.
  package let untrained: Int
  /// Concept by concept, kernel by kernel, place by place.
  package let cells: [Cell]
  package let voids: [ScanSummary.Void]
  /// Each concept's place of the largest increment, read by every estimator.
  package private(set) var readers: [PlaceReaders] = []
  /// The cells of each concept with its controls and gates.
  package let reports: [ProbeReport]

  /// Measures the scan.
  ///
  /// - Parameters:
  ///   - untrained: how many untrained networks there are; 0 leaves that control out, and every
  ///     status then says so.
  ///   - random: draws the orders of the codes.
  ///   - maps: the activations of a place in a network, `[samples, row, column, channel]`; network 0
  ///     is the one under study. Called place by place, from one thread.
  ///   - progress: told after each place.
  /// - Throws: ``ScanError/nothingFits(reasons:)``, ``ScanError/interrupted``, what `maps` throws
  ///   and `ProbingError`.
  package init(
    concepts: [ScanConcept], places: [ScanPlace], untrained: Int, random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never,
    maps: (_ place: Int, _ network: Int) throws -> Tensor
  ) throws {
    var plan: [(concept: Int, kernel: ScanKernel, place: Int)] = []
    var voids: [ScanSummary.Void] = []
    for (index, concept) in concepts.enumerated() {
      for kernel in concept.kernels {
        for (number, place) in places.enumerated() {
          if let why = kernel.obstacle(
            grid: (place.rows, place.columns), labels: concept.grid)
          {
            voids.append(ScanSummary.Void(concept: index, kernel: kernel, place: number, why: why))
          } else {
            plan.append((index, kernel, number))
          }
        }
      }
    }
    guard !plan.isEmpty else {
      throw ScanError.nothingFits(
        reasons: voids.map {
          "\(concepts[$0.concept].id) from \(places[$0.place].site): \($0.why)"
        })
    }
    let networks = untrained + 1
    var results = [[IncrementResult]](repeating: [], count: plan.count)
    for number in places.indices {
      guard !interruption.isRequested() else { throw ScanError.interrupted }
      progress(
        Progress(
          stage: "probing", completed: number, total: places.count, unit: "places",
          detail: places[number].description))
      let own = plan.indices.filter { plan[$0].place == number }
      guard !own.isEmpty else { continue }
      let tensors = try (0..<networks).map { try maps(number, $0) }
      let wanted = own.map { plan[$0] }
      let measured = try Parallel.tryMap(own.count * networks) { task in
        let (cell, network) = (wanted[task / networks], task % networks)
        let concept = concepts[cell.concept]
        do {
          return try concept.scan.measure(
            cell.kernel.features(tensors[network], for: concept.scan.data),
            withNull: network == 0)
        } catch ProbingError.notFinite(_, let count, let level, let cell, let column) {
          let name = places[number].description
          throw ProbingError.notFinite(
            what: network == 0
              ? "activations at \(name)" : "activations of untrained network \(network) at \(name)",
            count: count, level: level, cell: cell, column: column)
        }
      }
      for (index, cell) in own.enumerated() {
        results[cell] = Array(measured[index * networks..<(index + 1) * networks])
      }
    }
    progress(
      Progress(stage: "probing", completed: places.count, total: places.count, unit: "places"))
    self.concepts = concepts
    self.places = places
    self.untrained = untrained
    self.voids = voids
    let adjusted = MaxStatistic.adjusted(where: results.map { $0.first?.null })
    var cells: [Cell] = []
    var reports: [ProbeReport] = []
    for (index, concept) in concepts.enumerated() {
      let own = plan.indices.filter { plan[$0].concept == index }
      let report = try concept.scan.report(
        own.map {
          ProbePlace(site: places[plan[$0].place].site, tick: places[plan[$0].place].tick ?? 0)
        },
        trained: own.map { results[$0][0] }, untrained: own.map { Array(results[$0].dropFirst()) },
        reservoir: concept.reservoir, pAdjusted: own.map { adjusted[$0] })
      for (position, entry) in report.entries.enumerated() {
        let (_, kernel, place) = plan[own[position]]
        cells.append(
          Cell(
            concept: index, kernel: kernel, place: place, position: position, entry: entry))
      }
      reports.append(report)
    }
    self.cells = cells
    self.reports = reports
    for index in concepts.indices {
      guard !interruption.isRequested() else { throw ScanError.interrupted }
      progress(
        Progress(
          stage: "other readers", completed: index, total: concepts.count, unit: "concepts",
          detail: concepts[index].id))
      let own = cells.filter { $0.concept == index }
      guard
        let best = own.max(by: {
          $0.entry.result.increment.value < $1.entry.result.increment.value
        })
      else { continue }
      let scan = concepts[index].scan
      let data = scan.data
      readers.append(
        try PlaceReaders(
          best, scan, features: try best.kernel.features(maps(best.place, 0), for: data),
          untrained: untrained > 0
            ? try best.kernel.features(maps(best.place, 1), for: data) : nil,
          using: random, interruption: interruption))
    }
  }

  /// The map as a finding, and one a concept with other readers of its best place.
  package func findings(_ subject: EvidenceSubject) -> [Finding] {
    [summary.finding(subject, title: "Scan of every place")]
      + readers.map {
        $0.finding(concepts[$0.concept].id, place: places[$0.place].description)
      }
  }

  /// The status of a cell: as measured, and never more than *inconclusive* where no observation was
  /// given to hold the network against.
  package func status(of cell: Cell) -> EvidenceStatus {
    ScanSummary.status(
      cell.entry.status, hasObservation: concepts[cell.concept].hasObservation)
  }
}

/// Why a scan could not be made.
package enum ScanError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No concept can be read from any site.
  case nothingFits(reasons: [String])
  /// Stopped on request; nothing was kept.
  case interrupted

  package var description: String {
    switch self {
    case .nothingFits(let reasons):
      "No concept can be read from any site: \(reasons.prefix(3).joined(separator: "; ")). Labels "
        + "are [n] for vectors and whole samples, [n, row, column] for maps of squares; maps are "
        + "[n, row, column, p], and [n, p, row, column] with --layout nchw."
    case .interrupted: "Stopped; nothing was written."
    }
  }
}
