internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// What the activations of a network add at each square and tick to what stays the same there: less
/// the nuisance, less the square's own mean over the ticks, and less the courses over the ticks that
/// squares and channels have most in common.
///
/// A square's mean over the ticks takes everything with it that does not change while the network
/// thinks: the final answer in any form, linear or not. A common course takes with it what all squares
/// let in at one rate: an answer that was worked out before the first tick, in any form as well. Each
/// rate is a course of its own, so that of several rates, and of squares that let it in by their own
/// thresholds, some is left. Courses are taken out of the traces too, so that activations that hold a
/// trace hold what is left of it.
struct TraceActivations: Sendable {
  /// One matrix a tick, `[rows, channels]`; each channel of unit variance over all of them before the
  /// common course was taken out.
  let ticks: [Matrix<Float>]
  let channels: Int
  /// The common courses: at right angles, each of length one and mean zero over the ticks.
  let courses: [[Double]]

  /// The share of a channel's square that its changes have to be: less is what a mean of equal numbers
  /// in single precision is off by.
  static let leastChange = 1e-11
  /// A channel of which the courses leave a smaller share holds nothing but their rounding.
  private static let leastBeside = 1e-9

  /// The courses taken out for traces of so many ticks: a trace has as many dimensions as there are ticks
  /// less one, of which most have to be left.
  static func courses(ofTicks ticks: Int) -> Int { ticks >= 8 ? 2 : 1 }

  /// - Parameter courses: how many common courses are taken out.
  init(
    _ set: CaptureSet, _ series: SiteSeries, rows: TraceRows, nuisance: TraceNuisance, courses: Int
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
    // What all squares change alike, as where values grow with every tick, is none of it.
    let spread = Self.squares(changing.map { TraceNuisance.centred($0, $0.rows) })
    let examined = changing.map { nuisance.examined($0) }
    let withLess = (0..<width).map { channel in
      examined.reduce(0) { $0 + $1.withLess[channel, channel] }
    }
    var maps = examined.map(\.residual)
    let (left, fitted) = (Self.squares(maps), Self.squares(maps, rows: rows.fitCount))
    let count = Double(max(1, rows.count * maps.count))
    // What is left of a channel whose changes the nuisance explains whole is its penalty's work.
    let factors = (0..<width).map { channel in
      withLess[channel] > TraceNuisance.leastWithLess * fitted[channel]
        && left[channel] > TraceNuisance.leastLeft * spread[channel]
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
    self.courses = try Self.commonCourses(maps, courses, fitCount: rows.fitCount)
    Self.remove(self.courses, from: &maps)
    ticks = maps
  }

  /// The courses over the ticks that most of the changes on the levels to choose on follow: the first
  /// eigenvectors of the products of ticks, summed over squares and channels.
  private static func commonCourses(
    _ maps: [Matrix<Float>], _ wanted: Int, fitCount: Int
  ) throws -> [[Double]] {
    guard wanted > 0 else { return [] }
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
    let eigen = try SymmetricEigen(products)
    let largest = eigen.values.last ?? 0
    // In ascending order. What is next to nothing beside the first is rounding.
    return (0..<maps.count).reversed().prefix(wanted)
      .filter { eigen.values[$0] > max(1e-9 * largest, 1e-30) }
      .map { place in (0..<maps.count).map { eigen.vectors[$0, place] } }
  }

  /// Takes courses out of every row and channel, and channels whole of which they leave rounding.
  private static func remove(_ courses: [[Double]], from maps: inout [Matrix<Float>]) {
    guard let first = maps.first, !courses.isEmpty else { return }
    let before = squares(maps)
    for course in courses {
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
    let after = squares(maps)
    let empty = after.indices.filter { after[$0] < leastBeside * before[$0] }
    for tick in maps.indices {
      for row in 0..<first.rows { for channel in empty { maps[tick][row, channel] = 0 } }
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

  /// The sum of squares of each column over all maps, of all rows or of the first of them.
  private static func squares(_ maps: [Matrix<Float>], rows: Int? = nil) -> [Double] {
    let width = maps.first?.columns ?? 0
    var squares = [Double](repeating: 0, count: width)
    for map in maps {
      map.elements.withUnsafeBufferPointer { values in
        for row in 0..<(rows ?? map.rows) {
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
