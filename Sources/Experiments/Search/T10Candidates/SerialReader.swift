internal import LinearAlgebra

/// One linear reader for all ticks, and the candidate that it finds on the board at each of them.
///
/// Candidates and reader are fitted in turn on the levels to choose on: first each tick's candidate by
/// a reader of that tick alone, then one reader for the candidates of all ticks, then each tick's
/// candidate by that reader, until they stay.
struct SerialReader: Sendable {
  /// What does not depend on the ends: the activations and their products on the rows to fit.
  private struct State: Sendable {
    let activations: TraceActivations
    let rows: TraceRows
    let grams: [Matrix<Double>]
    /// Of each tick alone.
    let own: [(scales: [Double], factor: Cholesky)]
    /// Of all ticks together.
    let scales: [Double]
    let factor: Cholesky

    var channels: Int { activations.channels }

    /// - Returns: nil where nothing varies.
    init?(_ activations: TraceActivations, rows: TraceRows) throws {
      let fitted = 0..<rows.fitCount
      let grams = activations.ticks.map { $0.gram(rows: fitted) }
      var gram = Matrix<Double>(rows: activations.channels, columns: activations.channels)
      for one in grams { gram.add(one) }
      let least = SerialReader.leastVariance * Double(rows.fitCount)
      let scales = SerialReader.scales(gram, least: least * Double(grams.count))
      guard scales.contains(where: { $0 > 0 }) else { return nil }
      self.activations = activations
      self.rows = rows
      self.grams = grams
      self.scales = scales
      factor = try SerialReader.factor(gram, scales)
      own = try grams.map { gram in
        let scales = SerialReader.scales(gram, least: least)
        return (scales, try SerialReader.factor(gram, scales))
      }
    }
  }

  private let state: State
  private let ends: Matrix<Float>
  /// Products of each tick's activations with all ends, `[channels, candidates]`, on the rows to fit.
  private let cross: [Matrix<Double>]

  /// The candidate of each tick.
  let chosen: [Int]
  /// The share of the ends' variance that the reader explains on the rows to fit.
  let fitShare: Double
  /// The same of each tick by itself.
  let tickShares: [Double]

  static let rounds = 10
  /// A channel whose variance on the rows to fit is less, of 1 over all rows, is not read: its weight
  /// would be fitted to a few rows.
  static let leastVariance = 1e-3

  /// - Parameter ends: less the nuisance, `[rows, candidates]`.
  /// - Returns: nil where nothing varies.
  /// - Throws: as a fit does.
  init?(_ activations: TraceActivations, ends: Matrix<Float>, rows: TraceRows) throws {
    guard let state = try State(activations, rows: rows) else { return nil }
    self.init(state, ends: ends)
  }

  /// The reader of other ends from the same activations; nil where these do not vary.
  func reading(_ ends: Matrix<Float>) -> SerialReader? { SerialReader(state, ends: ends) }

  private init?(_ state: State, ends: Matrix<Float>) {
    let fitted = 0..<state.rows.fitCount
    let cross = state.activations.ticks.map {
      $0.products(with: ends, columns: 0..<ends.columns, rows: fitted)
    }
    // Products of the ends, `[candidates, candidates]`.
    let own = ends.gram(rows: fitted)
    let norms = (0..<ends.columns).map { own[$0, $0] }
    guard norms.contains(where: { $0 > 1e-6 }) else { return nil }
    let channels = state.channels
    var chosen = cross.indices.map { tick -> Int in
      let scaled = Self.scaled(cross[tick], state.own[tick].scales)
      let weights = state.own[tick].factor.solve(scaled)
      return Self.best(norms) { candidate in
        (0..<channels).reduce(0) { $0 + scaled[$1, candidate] * weights[$1, candidate] }
          / norms[candidate]
      }
    }
    for _ in 0..<Self.rounds {
      let weights = Self.weights(cross, chosen, state.factor, state.scales)
      let next = cross.map { products in
        Self.best(norms) { candidate in
          (0..<channels).reduce(0) { $0 + weights[$1] * products[$1, candidate] }
            / norms[candidate].squareRoot()
        }
      }
      if next == chosen { break }
      chosen = next
    }
    self.state = state
    self.ends = ends
    self.cross = cross
    self.chosen = chosen
    let weights = Self.weights(cross, chosen, state.factor, state.scales)
    let sums = Self.sums(chosen, weights, state.grams, cross, own)
    tickShares = sums.map { $0.total > 0 ? ($0.total - $0.error) / $0.total : 0 }
    let (total, error) = sums.reduce(into: (0.0, 0.0)) {
      $0.0 += $1.total
      $0.1 += $1.error
    }
    fitShare = total > 0 ? (total - error) / total : 0
  }

  /// The variation of each tick's end about the mean of all ticks' ends, and what the reader leaves of it.
  private static func sums(
    _ chosen: [Int], _ weights: [Double], _ grams: [Matrix<Double>], _ cross: [Matrix<Double>],
    _ own: Matrix<Double>
  ) -> [(total: Double, error: Double)] {
    let share = 1 / Double(chosen.count)
    let all = chosen.reduce(0) { sum, one in chosen.reduce(sum) { $0 + own[one, $1] } }
    return chosen.enumerated().map { tick, candidate in
      let beside = chosen.reduce(0) { $0 + own[candidate, $1] }
      let total = own[candidate, candidate] - 2 * share * beside + share * share * all
      var error = total
      for channel in weights.indices {
        var sum = 0.0
        for other in weights.indices { sum += grams[tick][channel, other] * weights[other] }
        let mean = chosen.reduce(0) { $0 + cross[tick][channel, $1] } * share
        error += weights[channel] * (sum - 2 * (cross[tick][channel, candidate] - mean))
      }
      return (total, error)
    }
  }

  /// The sums of squares of each report unit, without and with the activations, `[units, 2]`: of the
  /// ends of these candidates, at the ticks and levels that count.
  ///
  /// - Parameter counts: by tick and place of the level.
  func errors(of candidates: [Int], where counts: (Int, Int) -> Bool) -> Matrix<Double> {
    let weights = Self.weights(cross, candidates, state.factor, state.scales).map { Float($0) }
    let (activations, rows, channels) = (state.activations, state.rows, state.channels)
    let share = 1 / Float(candidates.count)
    var sums = Matrix<Double>(rows: rows.reportUnits, columns: 2)
    for place in rows.fitLevels..<rows.places.count {
      let unit = rows.units[place]
      for row in rows.ranges[place] {
        let mean = candidates.reduce(Float(0)) { $0 + ends[row, $1] } * share
        for (tick, candidate) in candidates.enumerated() where counts(tick, place) {
          let target = ends[row, candidate] - mean
          let predicted = activations.ticks[tick].elements.withUnsafeBufferPointer { values in
            var sum: Float = 0
            for channel in 0..<channels {
              sum += weights[channel] * values[row * channels + channel]
            }
            return sum
          }
          sums[unit, 0] += Double(target * target)
          sums[unit, 1] += Double((target - predicted) * (target - predicted))
        }
      }
    }
    return sums
  }

  private static func best(_ norms: [Double], _ score: (Int) -> Double) -> Int {
    norms.indices.filter { norms[$0] > 1e-6 }.map { ($0, score($0)) }
      .max { ($0.1, $1.0) < ($1.1, $0.0) }?.0 ?? 0
  }

  fileprivate static func scales(_ gram: Matrix<Double>, least: Double) -> [Double] {
    (0..<gram.rows).map { gram[$0, $0] > least ? 1 / gram[$0, $0].squareRoot() : 0 }
  }

  fileprivate static func factor(_ gram: Matrix<Double>, _ scales: [Double]) throws -> Cholesky {
    var scaled = gram
    for row in 0..<gram.rows {
      for column in 0..<gram.columns { scaled[row, column] *= scales[row] * scales[column] }
      scaled[row, row] += TraceAligner.ridge
    }
    return try Cholesky(scaled)
  }

  private static func scaled(_ products: Matrix<Double>, _ scales: [Double]) -> Matrix<Double> {
    var result = products
    for row in 0..<products.rows {
      for column in 0..<products.columns { result[row, column] *= scales[row] }
    }
    return result
  }

  /// Activations have mean zero over the ticks, so that the mean of the targets falls out.
  private static func weights(
    _ cross: [Matrix<Double>], _ candidates: [Int], _ factor: Cholesky, _ scales: [Double]
  ) -> [Double] {
    var right = Matrix<Double>(rows: scales.count, columns: 1)
    for (tick, candidate) in candidates.enumerated() {
      for channel in scales.indices {
        right[channel, 0] += cross[tick][channel, candidate] * scales[channel]
      }
    }
    let solved = factor.solve(right)
    return scales.indices.map { solved[$0, 0] * scales[$0] }
  }
}
