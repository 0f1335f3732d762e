internal import LinearAlgebra

/// One linear reader for all ticks, and the candidate that it finds on the board at each of them.
///
/// Candidates and reader are fitted in turn on the levels to choose on: first each tick's candidate by
/// a reader of that tick alone, then one reader for the candidates of all ticks, then each tick's
/// candidate by that reader, until they stay.
struct SerialReader: Sendable {
  private let activations: TraceActivations
  private let ends: Matrix<Float>
  private let rows: TraceRows
  private let gram: Matrix<Double>
  private let factor: Cholesky
  private let scales: [Double]
  /// Products of each tick's activations with all ends, `[channels, candidates]`, on the rows to fit.
  private let cross: [Matrix<Double>]
  /// Products of the ends, `[candidates, candidates]`.
  private let own: Matrix<Double>

  /// The candidate of each tick.
  let chosen: [Int]
  /// The share of the ends' variance that the reader explains on the rows to fit.
  let fitShare: Double

  static let rounds = 10
  /// A channel whose variance on the rows to fit is less, of 1 over all rows, is not read: its weight
  /// would be fitted to a few rows.
  static let leastVariance = 1e-3

  /// - Parameter ends: less the nuisance, `[rows, candidates]`.
  /// - Returns: nil where nothing varies.
  /// - Throws: as a fit does.
  init?(_ activations: TraceActivations, ends: Matrix<Float>, rows: TraceRows) throws {
    let fitted = 0..<rows.fitCount
    let channels = activations.channels
    let grams = activations.ticks.map { $0.gram(rows: fitted) }
    let cross = activations.ticks.map {
      $0.products(with: ends, columns: 0..<ends.columns, rows: fitted)
    }
    let own = ends.gram(rows: fitted)
    var gram = Matrix<Double>(rows: channels, columns: channels)
    for one in grams { gram.add(one) }
    let least = Self.leastVariance * Double(rows.fitCount)
    let scales = Self.scales(gram, least: least * Double(grams.count))
    let norms = (0..<ends.columns).map { own[$0, $0] }
    guard scales.contains(where: { $0 > 0 }), norms.contains(where: { $0 > 1e-6 }) else {
      return nil
    }
    let factor = try Self.factor(gram, scales)
    var chosen = try grams.indices.map { tick -> Int in
      let own = Self.scales(grams[tick], least: least)
      let scaled = Self.scaled(cross[tick], own)
      let weights = try Self.factor(grams[tick], own).solve(scaled)
      return Self.best(norms) { candidate in
        (0..<channels).reduce(0) { $0 + scaled[$1, candidate] * weights[$1, candidate] }
          / norms[candidate]
      }
    }
    for _ in 0..<Self.rounds {
      let weights = Self.weights(cross, chosen, factor, scales)
      let next = cross.map { products in
        Self.best(norms) { candidate in
          (0..<channels).reduce(0) { $0 + weights[$1] * products[$1, candidate] }
            / norms[candidate].squareRoot()
        }
      }
      if next == chosen { break }
      chosen = next
    }
    self.activations = activations
    self.ends = ends
    self.rows = rows
    self.gram = gram
    self.factor = factor
    self.scales = scales
    self.cross = cross
    self.own = own
    self.chosen = chosen
    let weights = Self.weights(cross, chosen, factor, scales)
    let total = Self.variation(chosen, own)
    var error = total
    for channel in 0..<channels {
      var sum = 0.0
      for other in 0..<channels { sum += gram[channel, other] * weights[other] }
      for (tick, candidate) in chosen.enumerated() { sum -= 2 * cross[tick][channel, candidate] }
      error += weights[channel] * sum
    }
    fitShare = total > 0 ? (total - error) / total : 0
  }

  /// The sums of squares of each report unit, without and with the activations, `[units, 2]`: of the
  /// ends of these candidates, at the ticks and levels that count.
  ///
  /// - Parameter counts: by tick and place of the level.
  func errors(of candidates: [Int], where counts: (Int, Int) -> Bool) -> Matrix<Double> {
    let weights = Self.weights(cross, candidates, factor, scales).map { Float($0) }
    let channels = activations.channels
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

  private static func scales(_ gram: Matrix<Double>, least: Double) -> [Double] {
    (0..<gram.rows).map { gram[$0, $0] > least ? 1 / gram[$0, $0].squareRoot() : 0 }
  }

  private static func factor(_ gram: Matrix<Double>, _ scales: [Double]) throws -> Cholesky {
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

  private static func variation(_ chosen: [Int], _ own: Matrix<Double>) -> Double {
    var (each, all) = (0.0, 0.0)
    for one in chosen {
      each += own[one, one]
      for other in chosen { all += own[one, other] }
    }
    return each - all / Double(chosen.count)
  }
}
