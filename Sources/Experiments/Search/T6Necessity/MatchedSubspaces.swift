internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// Random subspaces for every tick of a plan's erasure.
struct MatchedSubspaces: Sendable {
  private struct Tick: Sendable {
    let erasers: MatchedErasers
    let displacement: Double
    let rank: Int
    /// What the plan's erasers read.
    let readings: Matrix<Double>
  }

  let sites: [Site]
  private let ticks: [Tick?]
  private let channels: Int
  private let rank: Int

  /// Whether anything is left to erase beside the plan at some tick.
  var hasOthers: Bool {
    ticks.contains { $0.map { $0.erasers.directions > $0.readings.columns } ?? false }
  }

  init(_ plan: PlanErasers) throws {
    sites = plan.sites
    channels = plan.moments.compactMap { $0?.means.count }.first ?? 0
    rank = plan.erasers.map { $0.reduce(0) { $0 + $1.rank } }.max() ?? 0
    ticks = try zip(plan.moments, plan.erasers).map { moments, erasers in
      guard let moments, !erasers.isEmpty else { return nil }
      let matched = try MatchedErasers(means: moments.means, covariance: moments.features)
      // All rounds together: I - P_n ... P_1 as one eraser's product.
      let whole = erasers.reduce(Matrix<Double>.identity(moments.means.count)) {
        $1.projection.multiplied(by: $0)
      }
      var removed = Matrix<Double>.identity(moments.means.count)
      for index in removed.elements.indices { removed.elements[index] -= whole.elements[index] }
      let displacement = matched.displacement(
        of: Eraser(
          means: moments.means, removed: removed, readOut: .identity(moments.means.count)))
      guard displacement > 0 else { return nil }
      let readings = erasers.map { $0.readOut.transposed() }
      return Tick(
        erasers: matched, displacement: displacement, rank: erasers.reduce(0) { $0 + $1.rank },
        readings: readings.dropFirst().reduce(readings[0]) { $0.joined(with: $1) })
    }
  }

  /// One draw: an eraser for each tick, of the same random directions, and the share of ticks at
  /// which it moves as far to 5 %.
  ///
  /// - Parameter keepsPlan: whether what the plan's erasers read stays as it is.
  func draw(
    _ kind: MatchedErasers.Kind, keepsPlan: Bool = true, from random: RandomStream
  ) -> (erasers: [[Eraser]], close: Double) {
    var random = random
    let all = Matrix<Double>(
      rows: channels, columns: rank,
      elements: (0..<channels * rank).map { _ in random.normal() })
    var (close, count) = (0, 0)
    let erasers = ticks.map { tick -> [Eraser] in
      guard let tick else { return [] }
      var directions = Matrix<Double>(rows: channels, columns: min(tick.rank, channels))
      for row in 0..<channels {
        for column in 0..<directions.columns { directions[row, column] = all[row, column] }
      }
      let match = tick.erasers.eraser(
        kind, directions: directions, displacement: tick.displacement,
        keeping: keepsPlan ? tick.readings : nil)
      count += 1
      if match.isClose { close += 1 }
      return [match.eraser]
    }
    return (erasers, count == 0 ? 1 : Double(close) / Double(count))
  }
}
