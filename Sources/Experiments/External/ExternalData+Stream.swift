internal import LinearAlgebra
internal import Probing
internal import Statistics
package import Storage

extension ExternalData {
  /// The bytes of single precision that a place of these settings takes at most.
  package func largestPlace(_ settings: ExternalSettings) throws -> Int {
    try places(settings).map { place in
      source.rows * place.place.rows * place.place.columns * place.site.channels
        * MemoryLayout<Float>.stride
    }.max() ?? 0
  }

  /// As ``scan(_:progress:interruption:)``, passing over the activations block by block, so that
  /// they need not fit into memory; labels, groups and the observation do.
  ///
  /// Penalties are chosen by leaving out folds of levels, not single levels. Squares are read with
  /// the kernel 1x1, samples whole. The observation is read linearly alone, with the position of a
  /// square, and there is neither reservoir nor control task, so no cell is ever more than
  /// *inconclusive*: what stands out is to be confirmed on a sample that fits into memory.
  ///
  /// - Throws: ``ExternalError``, ``ScanError``, `ProbingError` and `StreamingError`.
  package func streamedScan(
    _ settings: ExternalSettings, progress: @escaping ProgressHandler = { _ in },
    interruption: Interruption = .never
  ) throws -> ScanSummary {
    let places = try places(settings)
    try refuseOtherLayout(places)
    var jobs: [(concept: Int, place: Int, kernel: ScanKernel)] = []
    var voids: [ScanSummary.Void] = []
    for (index, concept) in concepts.enumerated() {
      for (number, place) in places.enumerated() {
        let grid = (rows: place.place.rows, columns: place.place.columns)
        let isMap = grid.rows * grid.columns > 1
        let kernel: ScanKernel = concept.data.cells == 1 && isMap ? .whole : .single
        if let why = kernel.obstacle(
          grid: grid, labels: (concept.rows, concept.columns))
        {
          voids.append(.init(concept: index, kernel: kernel, place: number, why: why))
        } else {
          jobs.append((index, number, kernel))
        }
      }
    }
    guard !jobs.isEmpty else {
      throw ScanError.nothingFits(
        reasons: voids.map {
          "\(concepts[$0.concept].id) from \(places[$0.place].site.name): \($0.why)"
        })
    }
    var results: [StreamedCell] = []
    for (number, job) in jobs.enumerated() {
      let stage =
        "reading \(concepts[job.concept].id) from \(places[job.place].place.description) "
        + "(\(number + 1) of \(jobs.count))"
      let work = StreamedWork(
        onProgress: { step in
          progress(
            Progress(
              stage: "\(stage), \(step.pass.rawValue)", completed: step.rows, total: step.total,
              unit: "rows"))
        }, isCancelled: interruption.isRequested)
      do {
        results.append(
          try StreamedCell(
            self, concepts[job.concept], places[job.place], isWhole: job.kernel == .whole,
            settings, work: work))
      } catch StreamingError.cancelled {
        throw ScanError.interrupted
      }
    }
    let adjusted = MaxStatistic.adjusted(where: results.map(\.own.null))
    let summaries = concepts.indices.map { index -> ScanSummary.Concept in
      let first = zip(jobs, results).first { $0.0.concept == index }?.1
      return summary(index, first, settings)
    }
    return ScanSummary(
      concepts: summaries, places: places.map(\.place), untrained: untrained.count,
      cells: zip(jobs, results).enumerated().map { number, entry in
        let (job, cell) = entry
        return ScanSummary.Cell(
          concept: job.concept, kernel: job.kernel, place: job.place, score: cell.score,
          increment: cell.increment, untrained: cell.untrained, above: cell.above,
          selectivity: nil, null: cell.own.null, pAdjusted: adjusted[number],
          penalty: cell.own.fit.penalty,
          status: cell.status(
            pAdjusted: adjusted[number], gates: summaries[job.concept].gates,
            margin: settings.increments.margin, hasObservation: observation != nil),
          notes: cell.own.notes.map(\.description) + (cell.refusal.map { [$0] } ?? []),
          controls: [])
      }, voids: voids, selection: "by leaving out each fold of levels in turn")
  }

  private func summary(
    _ index: Int, _ cell: StreamedCell?, _ settings: ExternalSettings
  ) -> ScanSummary.Concept {
    let data = concepts[index].data
    let own = (concepts[index].rows, concepts[index].columns)
    let isPatched = observation.map { ($0.shape[1], $0.shape[2]) == own } ?? false
    let side = 2 * settings.radius + 1
    let seen =
      data.cells == 1
      ? "the whole observation"
      : isPatched
        ? "the observation (\(side)x\(side) patch of all planes) with the square's position"
        : "the whole observation with the square's position"
    return ScanSummary.Concept(
      id: concepts[index].id, metric: data.target.defaultMetric,
      baseline: observation == nil ? "guessing" : seen, hasObservation: observation != nil,
      baselineScore: cell?.own.baseline?.value ?? .nan, reservoir: nil, classPrior: nil,
      positionPrior: nil,
      gates: settings.increments.gates.check(data), margin: settings.increments.margin,
      selectionLevels: cell?.result.selectionLevels ?? 0,
      reportLevels: cell?.result.reportLevels ?? 0, digest: digest)
  }
}

/// One concept read from one place by streaming, with the untrained networks beside it.
private struct StreamedCell {
  let result: StreamedResult
  let own: StreamedResult.Target
  let score: BootstrapEstimate
  let increment: BootstrapEstimate
  let untrained: [BootstrapEstimate]
  let above: BootstrapEstimate?
  /// Why there is no null.
  let refusal: String?

  init(
    _ data: ExternalData, _ labels: ExternalData.Concept, _ place: ExternalPlace, isWhole: Bool,
    _ settings: ExternalSettings, work: StreamedWork
  ) throws {
    let concept = labels.data
    let squares = isWhole ? 1 : concept.cells
    var levelOfRow = [Int32](repeating: -1, count: concept.levels.count * squares)
    for row in 0..<concept.rows {
      let place = concept.rowLevel[row] * squares + concept.rowCell[row]
      levelOfRow[place] = Int32(concept.rowLevel[row])
    }
    let rows = try StreamedRows(
      levels: concept.levels, levelOfRow: levelOfRow,
      cellOfRow: levelOfRow.indices.map { Int32($0 % squares) })
    var target: StreamedTarget
    var values: Matrix<Float>?
    switch concept.target {
    case .classes(let names, let labels):
      var all = [Int16](repeating: -1, count: levelOfRow.count)
      for row in 0..<concept.rows {
        all[concept.rowLevel[row] * squares + concept.rowCell[row]] = Int16(labels[row])
      }
      target = .classes(name: "concept", names: names, labels: all)
    case .values(let numbers):
      var all = Matrix<Float>(rows: levelOfRow.count, columns: 1)
      for row in 0..<concept.rows {
        all.elements[concept.rowLevel[row] * squares + concept.rowCell[row]] = Float(numbers[row])
      }
      values = all
      target = .value(name: "concept", column: 0)
    }
    var ridge = StreamedRidge()
    ridge.grid = settings.increments.grid
    ridge.baselineGrid = settings.increments.baselineGrid
    ridge.replicates = settings.increments.replicates
    func fit(_ source: ActivationSource, permutations: Int) throws -> StreamedResult {
      var ridge = ridge
      ridge.permutations = permutations
      // The same resamples for all networks: their scores are compared level by level.
      var random = RandomStream(seed: settings.seed).split("streamed scan")
      let grid = isWhole ? (rows: 1, columns: 1) : (rows: labels.rows, columns: labels.columns)
      let seen = data.observation.map {
        ObservationRows($0, grid: grid, radius: settings.radius, blocks: [])
      }
      let activations = PlaceRows(source, place, isWhole: isWhole, beside: seen?.columns ?? 0)
      return try ridge.fit(
        StreamedData(
          rows: rows, activations: activations,
          baseline: data.observation.map {
            ObservationRows($0, grid: grid, radius: settings.radius, blocks: activations.blocks)
          }, values: values, targets: [target]), work: work, using: &random)
    }
    do {
      result = try fit(data.source, permutations: settings.increments.permutations)
      refusal = nil
    } catch StatisticsError.tooFewExchangeable(let found, let needed) {
      // Levels whose labels stand in other squares do not exchange in a pass over the data.
      result = try fit(data.source, permutations: 0)
      refusal = ProbeNote.nullRefused(exchangeable: found, needed: needed).description
    }
    own = result.targets[0]
    guard let score = own.score, let increment = own.increment else {
      throw ScanError.nothingFits(reasons: ["no score was measured"])
    }
    self.score = score
    self.increment = increment
    let others = try data.untrained.map { try fit($0, permutations: 0).targets[0] }
    untrained = others.compactMap(\.increment)
    let scores = others.compactMap(\.score)
    above = scores.isEmpty ? nil : score.minus(meanOf: scores)
  }

  func status(
    pAdjusted: Double?, gates: [EvidenceGate], margin: Double, hasObservation: Bool
  ) -> EvidenceStatus {
    let status = EvidenceStatus.judging(
      effect: increment.value, interval: increment.interval, pAdjusted: pAdjusted,
      power: increment.power, margin: margin, gates: gates)
    guard status == .supports else { return status }
    if let refusal { return .inconclusive(refusal) }
    guard let above else { return .inconclusive("no untrained network was probed beside it") }
    guard let interval = above.interval, interval.lower > 0 else {
      return .inconclusive("an untrained network of the same shape scores as well")
    }
    let capped = ScanSummary.status(status, hasObservation: hasObservation)
    guard capped == .supports else { return capped }
    return .inconclusive(
      "it stands above all controls of a pass over the data, where the observation is read linearly "
        + "alone; confirm it on a sample of the rows that fits into memory")
  }
}
