internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// What the activations of a network add at each square and tick to what stays the same there: less
/// the nuisance, and less the square's own mean over the ticks.
///
/// A square's mean over the ticks takes everything with it that does not change while the network
/// thinks: the final answer in any form, linear or not.
struct TraceActivations: Sendable {
  /// One matrix a tick, `[rows, channels]`; each channel of unit variance over all of them.
  let ticks: [Matrix<Float>]
  let channels: Int

  init(
    _ set: CaptureSet, _ series: SiteSeries, rows: TraceRows, nuisance: TraceNuisance
  ) throws {
    let raw = try series.sites.map { site in
      rows.ordered(
        try series.kernel.gather(
          set.activations(at: site), levels: set.levels, for: rows.data))
    }
    let width = raw.first?.columns ?? 0
    channels = width
    let spread = Self.squares(raw, about: true)
    var maps = raw.map { nuisance.residual($0) }
    Self.removeMeans(&maps)
    let left = Self.squares(maps, about: false)
    let count = Double(max(1, rows.count * maps.count))
    // What is left of a channel that the nuisance explains whole is rounding.
    let factors = (0..<width).map { channel in
      left[channel] > 1e-9 * spread[channel] && left[channel] > 0
        ? Float((count / left[channel]).squareRoot()) : 0
    }
    for tick in maps.indices {
      for row in 0..<maps[tick].rows {
        for channel in 0..<width { maps[tick].elements[row * width + channel] *= factors[channel] }
      }
    }
    ticks = maps
  }

  /// Takes each row's mean over the maps from all of them.
  static func removeMeans(_ maps: inout [Matrix<Float>]) {
    guard let first = maps.first else { return }
    var mean = [Float](repeating: 0, count: first.elements.count)
    for map in maps {
      for index in mean.indices { mean[index] += map.elements[index] }
    }
    for index in mean.indices { mean[index] /= Float(maps.count) }
    for tick in maps.indices {
      for index in mean.indices { maps[tick].elements[index] -= mean[index] }
    }
  }

  /// The sum of squares of each column over all maps, about its mean or about zero.
  private static func squares(_ maps: [Matrix<Float>], about mean: Bool) -> [Double] {
    let width = maps.first?.columns ?? 0
    var (sums, squares) = (
      [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
    )
    var count = 0.0
    for map in maps {
      for row in 0..<map.rows {
        for column in 0..<width {
          let value = Double(map.elements[row * width + column])
          sums[column] += value
          squares[column] += value * value
        }
      }
      count += Double(map.rows)
    }
    guard mean, count > 0 else { return squares }
    return zip(squares, sums).map { $0 - $1 * $1 / count }
  }
}
