internal import LinearAlgebra
internal import Statistics

/// The traces of all algorithms laid against one network.
struct TraceNetwork: Sendable {
  let traces: [AlignedTrace]
  let grams: TraceGrams

  init(
    _ set: CaptureSet, series: SiteSeries, forms: [ResidualForm], rows: TraceRows,
    nuisance: TraceNuisance
  ) throws {
    let activations = try TraceActivations(
      set, series, rows: rows, nuisance: nuisance,
      courses: TraceActivations.courses(ofTicks: series.count))
    let aligner = try TraceAligner(activations, rows: rows, numbers: series.numbers)
    traces = Parallel.map(forms.count) { aligner.align(forms[$0]) }.compactMap { $0 }
    grams = TraceGrams(traces, activations, rows: rows)
  }

  /// The share of the trace that is held best beyond observation and answer, on the fit levels.
  ///
  /// - Throws: as a fit does.
  func bestShare() throws -> Double {
    try SearchAlgorithm.allCases.compactMap { best($0) }.map {
      try grams.errors(of: $0, rivals: []).fit.share
    }.filter(\.isFinite).max() ?? 0
  }

  /// The places of an algorithm's forms.
  func places(_ algorithm: SearchAlgorithm) -> [Int] {
    traces.indices.filter { traces[$0].algorithm == algorithm }
  }

  /// The form of an algorithm that the activations explain best; of forms as good as each other the
  /// first.
  func best(
    _ algorithm: SearchAlgorithm, where isMeant: (Int) -> Bool = { _ in true }
  ) -> Int? {
    places(algorithm).filter(isMeant).reduce(nil) { best, place in
      guard let best else { return place }
      return traces[place].score > traces[best].score + 1e-4 ? place : best
    }
  }

  /// The forms of all algorithms but some. Of value iteration the best one alone for each length that a
  /// diagonal step may have: its forms are alternatives, and a network has one discount.
  func rivals(of algorithms: [SearchAlgorithm]) -> [Int] {
    let values = [true, false].compactMap { isLonger in
      best(.valueIteration) { TraceSource.hasLongerDiagonals(traces[$0].name) == isLonger }
    }
    return traces.indices.filter { place in
      let algorithm = traces[place].algorithm
      return !algorithms.contains(algorithm)
        && (algorithm != .valueIteration || values.contains(place))
    }
  }

  /// The share of an algorithm's trace that activations explain beyond the nuisance and the traces
  /// of all algorithms that are not in its family; `nil` where nothing is left of the trace.
  func errors(
    of algorithm: SearchAlgorithm, family: [SearchAlgorithm]
  ) throws -> (fit: TraceGrams.Errors, report: Matrix<Double>)? {
    guard let place = best(algorithm) else { return nil }
    return try grams.errors(of: place, rivals: rivals(of: family))
  }

  /// How much of an algorithm stands in the activations, map by map: the least share of those of its
  /// defining maps that all other maps leave open, of several readings of one map the one that is held
  /// best; 1 where none is left open.
  func completeness(_ algorithm: SearchAlgorithm, leastLeft: Double) throws -> Double {
    guard algorithm != .valueIteration else { return 1 }
    let own = places(algorithm)
    let maps = Dictionary(grouping: own) { TraceSource.map(named: traces[$0].name) }
    return try maps.filter { TraceSource.isDefining($0.key) }.values.reduce(1) { least, readings in
      let held = try readings.compactMap { place -> Double? in
        let others = rivals(of: [algorithm]) + own.filter { $0 != place }
        let errors = try grams.errors(of: place, rivals: others).fit
        return errors.without >= leastLeft * traces[place].whole ? errors.share : nil
      }
      return held.max().map { min(least, $0) } ?? least
    }
  }
}
