internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// What the activations of a network add at each square and tick to what stays the same there: less
/// the nuisance, less the square's own mean over the ticks, and less the course over the ticks that
/// squares have most in common.
///
/// A square's mean over the ticks takes everything with it that does not change while the network
/// thinks: the final answer in any form, linear or not. The common course takes with it what is let
/// in little by little, an answer that was worked out before the first tick, in any form as well. It
/// is taken out of the traces too, so that activations that hold a trace hold what is left of it.
struct TraceActivations: Sendable {
  /// One matrix a tick, `[rows, channels]`; each channel of unit variance over all of them before the
  /// common course was taken out.
  let ticks: [Matrix<Float>]
  let channels: Int
  /// The common course: of length one and mean zero over the ticks, or zero where nothing changes.
  let course: [Double]

  /// The share of a channel's changes that the nuisance has to leave for the channel to be read.
  static let leastLeft = 1e-3
  /// The share of a channel's square that its changes have to be: less is what a mean of equal numbers
  /// in single precision is off by.
  static let leastChange = 1e-11

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
    let whole = Self.squares(raw)
    var changing = raw
    Self.removeMeans(&changing)
    let spread = Self.squares(changing)
    var maps = raw.map { nuisance.residual($0) }
    Self.removeMeans(&maps)
    let left = Self.squares(maps)
    let count = Double(max(1, rows.count * maps.count))
    // What is left of a channel whose changes the nuisance explains whole is its penalty's work.
    let factors = (0..<width).map { channel in
      left[channel] > Self.leastLeft * spread[channel]
        && left[channel] > max(1e-20 * count, Self.leastChange * whole[channel])
        ? Float((count / left[channel]).squareRoot()) : 0
    }
    for tick in maps.indices {
      let count = maps[tick].rows
      maps[tick].elements.withUnsafeMutableBufferPointer { map in
        factors.withUnsafeBufferPointer { factors in
          for row in 0..<count {
            for channel in 0..<width { map[row * width + channel] *= factors[channel] }
          }
        }
      }
    }
    course = try Self.commonCourse(maps, fitCount: rows.fitCount)
    Self.remove(course, from: &maps)
    ticks = maps
  }

  /// The course over the ticks that most of the changes on the levels to choose on follow: the first
  /// eigenvector of the products of ticks, summed over squares and channels.
  private static func commonCourse(
    _ maps: [Matrix<Float>], fitCount: Int
  ) throws -> [Double] {
    let count = fitCount * (maps.first?.columns ?? 0)
    var products = Matrix<Double>(rows: maps.count, columns: maps.count)
    for first in maps.indices {
      for second in 0...first {
        let product = maps[first].elements.withUnsafeBufferPointer { first in
          maps[second].elements.withUnsafeBufferPointer { second in
            (0..<count).reduce(0.0) { $0 + Double(first[$1]) * Double(second[$1]) }
          }
        }
        (products[first, second], products[second, first]) = (product, product)
      }
    }
    let trace = maps.indices.reduce(0) { $0 + products[$1, $1] }
    guard trace > 0 else { return [Double](repeating: 0, count: maps.count) }
    let eigen = try SymmetricEigen(products)
    let first = (0..<maps.count).max { eigen.values[$0] < eigen.values[$1] } ?? 0
    return (0..<maps.count).map { eigen.vectors[$0, first] }
  }

  /// Takes a course out of every row and channel.
  private static func remove(_ course: [Double], from maps: inout [Matrix<Float>]) {
    guard let first = maps.first else { return }
    var along = [Float](repeating: 0, count: first.elements.count)
    for (tick, map) in maps.enumerated() {
      let share = Float(course[tick])
      for index in along.indices { along[index] += share * map.elements[index] }
    }
    for tick in maps.indices {
      let share = Float(course[tick])
      maps[tick].elements.withUnsafeMutableBufferPointer { map in
        for index in map.indices { map[index] -= share * along[index] }
      }
    }
  }

  /// Takes each row's mean over the maps from all of them.
  static func removeMeans(_ maps: inout [Matrix<Float>]) {
    guard let first = maps.first else { return }
    var mean = [Float](repeating: 0, count: first.elements.count)
    for map in maps { VectorKernels.add(map.elements, into: &mean, count: mean.count) }
    let share = 1 / Float(maps.count)
    mean.withUnsafeMutableBufferPointer { mean in
      for index in mean.indices { mean[index] *= share }
    }
    for tick in maps.indices {
      maps[tick].elements.withUnsafeMutableBufferPointer { map in
        mean.withUnsafeBufferPointer { mean in
          for index in map.indices { map[index] -= mean[index] }
        }
      }
    }
  }

  /// The sum of squares of each column over all maps.
  private static func squares(_ maps: [Matrix<Float>]) -> [Double] {
    let width = maps.first?.columns ?? 0
    var squares = [Double](repeating: 0, count: width)
    for map in maps {
      map.elements.withUnsafeBufferPointer { values in
        for row in 0..<map.rows {
          for column in 0..<width {
            let value = Double(values[row * width + column])
            squares[column] += value * value
          }
        }
      }
    }
    return squares
  }
}
