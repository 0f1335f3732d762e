internal import Environments
internal import LinearAlgebra

/// Writes a route into a map: the smallest change of the activations, in standard deviations, after
/// which a frozen plan reader reads the route's move at each of its squares by a margin.
///
/// With `S` the covariance of a square's channels, the change minimises the sum over squares of
/// `d' S^-1 d`. Each square of the route and each other move give one half-space,
/// `score(move) - score(other) >= margin`; a violated one is met by the step
/// `d += S g (margin - value) / sum of g' S g`, `g` being the gradient of the difference at the
/// square and, where the reader compares neighbours, at these (Kaczmarz's projections, from the end
/// of the route to its start, repeated). For a reader of the square alone and one move this is
/// `S w (alpha - w'h)+ / (w' S w)`.
package struct PlanWriter: Sendable {
  /// One half-space: where it acts, and how.
  private struct Constraint: Sendable {
    /// Index into the squares of the write, one a term.
    let squares: [Int]
    /// `g`, `[term, channel]`.
    let gradients: [Float]
    /// `S g / sum of g' S g`, `[term, channel]`.
    let steps: [Float]
    /// What the difference is where all activations are zero.
    let offset: Float
  }

  /// The squares that the write can change, row-major places in the map, rising.
  package let cells: [Int]
  package let channels: Int
  private let constraints: [Constraint]

  /// The number of times that all half-spaces are gone through at most.
  static let passes = 32
  /// The part of the margin that may be missing.
  static let tolerance: Float = 0.01

  /// - Parameters:
  ///   - level: the place of the level among those that `neighbours` was made of.
  package init(
    _ route: AlternativeRoute, reader: PlanReader, metric: ChannelMoments,
    neighbours: PlanNeighbours, level: Int
  ) {
    let channels = reader.channels
    let moves = reader.moves.offsets.indices
    var found: [HalfSpace] = []
    for (cell, move) in zip(route.cells, route.moves).reversed() {
      let open = moves.filter { neighbours.cell(of: $0, from: cell, level: level) >= 0 }
      let own = moves.map { reader.ownGradient(of: $0, open: open) }
      for other in moves where other != move {
        var (cells, gradients) = ([cell], [Self.difference(own[move], own[other])])
        if reader.kernel == .contrasts {
          for direction in open {
            cells.append(neighbours.cell(of: direction, from: cell, level: level))
            gradients.append(
              Self.difference(
                reader.neighbourGradient(of: move, towards: direction),
                reader.neighbourGradient(of: other, towards: direction)))
          }
        }
        found.append(
          HalfSpace(
            cells: cells, gradients: gradients,
            offset: reader.offsets[move] - reader.offsets[other]))
      }
    }
    self.init(found, channels: channels, metric: metric)
  }

  /// The same for readings of move against move, of the moves that can be entered.
  package init(
    _ route: AlternativeRoute, pairs: PlanPairs, metric: ChannelMoments,
    neighbours: PlanNeighbours, level: Int
  ) {
    var found: [HalfSpace] = []
    for (cell, move) in zip(route.cells, route.moves).reversed() {
      for other in 0..<pairs.moves
      where other != move && neighbours.cell(of: other, from: cell, level: level) >= 0 {
        guard let reading = pairs.reading(of: move, against: other) else { continue }
        found.append(
          HalfSpace(cells: [cell], gradients: [reading.weights], offset: reading.offset))
      }
    }
    self.init(found, channels: pairs.channels, metric: metric)
  }

  /// A reading that has to reach the margin: where it looks, its gradient there, its value at zero.
  private struct HalfSpace {
    let cells: [Int]
    let gradients: [[Double]]
    let offset: Double
  }

  private init(_ found: [HalfSpace], channels: Int, metric: ChannelMoments) {
    let cells = Set(found.flatMap(\.cells)).sorted()
    var place: [Int: Int] = [:]
    for (index, cell) in cells.enumerated() { place[cell] = index }
    constraints = found.compactMap { entry in
      let steps = entry.gradients.map { Self.times(metric.covariance, $0) }
      let length = zip(entry.gradients, steps).reduce(0) { sum, pair in
        sum + zip(pair.0, pair.1).reduce(0) { $0 + $1.0 * $1.1 }
      }
      guard length > 0 else { return nil }
      return Constraint(
        squares: entry.cells.map { place[$0] ?? 0 },
        gradients: entry.gradients.flatMap { $0.map(Float.init) },
        steps: steps.flatMap { $0.map { Float($0 / length) } }, offset: Float(entry.offset))
    }
    self.cells = cells
    self.channels = channels
  }

  private static func difference(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 - $1 }
  }

  private static func times(_ matrix: Matrix<Double>, _ vector: [Double]) -> [Double] {
    (0..<matrix.rows).map { row in
      zip(matrix.row(row), vector).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// What has to be added to the squares of the write, `[square, channel]`.
  ///
  /// - Parameter map: one sample, `[row, column, channel]`.
  package func change(of map: UnsafeMutableBufferPointer<Float>, margin: Float) -> [Float] {
    var values = [Float](repeating: 0, count: cells.count * channels)
    for (index, cell) in cells.enumerated() {
      for channel in 0..<channels {
        values[index * channels + channel] = map[cell * channels + channel]
      }
    }
    let before = values
    values.withUnsafeMutableBufferPointer { values in
      for _ in 0..<Self.passes {
        if pass(over: values, margin: margin) { break }
      }
    }
    for index in values.indices { values[index] -= before[index] }
    return values
  }

  /// The smallest margin by which the route is read in a map; below zero where it is not.
  package func smallestMargin(in map: UnsafeMutableBufferPointer<Float>) -> Float {
    var values = [Float](repeating: 0, count: cells.count * channels)
    for (index, cell) in cells.enumerated() {
      for channel in 0..<channels {
        values[index * channels + channel] = map[cell * channels + channel]
      }
    }
    return values.withUnsafeMutableBufferPointer { values in
      constraints.reduce(.infinity) { min($0, value(of: $1, values)) }
    }
  }

  private func value(
    of constraint: Constraint, _ values: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    var sum = constraint.offset
    constraint.gradients.withUnsafeBufferPointer { gradients in
      for (term, square) in constraint.squares.enumerated() {
        for channel in 0..<channels {
          sum += gradients[term * channels + channel] * values[square * channels + channel]
        }
      }
    }
    return sum
  }

  /// One pass over the half-spaces; whether all held before it.
  private func pass(over values: UnsafeMutableBufferPointer<Float>, margin: Float) -> Bool {
    var isDone = true
    for constraint in constraints {
      let gap = margin - value(of: constraint, values)
      guard gap > Self.tolerance * abs(margin) else { continue }
      isDone = false
      constraint.steps.withUnsafeBufferPointer { steps in
        for (term, square) in constraint.squares.enumerated() {
          for channel in 0..<channels {
            values[square * channels + channel] += gap * steps[term * channels + channel]
          }
        }
      }
    }
    return isDone
  }
}
