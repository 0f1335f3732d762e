internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

/// What a network holds at the followed squares, before and after the edits, tick by tick.
struct ConeRows {
  let places: ConePlaces
  let squares: ConeSquares
  /// Edited less original, as shares of each channel's spread, `[place][square, channel]`.
  var differences: [Matrix<Float>]
  /// The original, centred and as shares of the spread, `[place][square, channel]`.
  var states: [Matrix<Float>]
  /// Whether each channel varies at all over squares and places.
  let varies: [Bool]

  /// Levels that are run at once.
  private static let piece = 48

  /// Runs a network on both versions of every level.
  ///
  /// - Throws: as a run of the agent does; ``CaptureError/notFinite(site:count:level:cell:channel:)``.
  init(
    _ agent: Agent, sample: EditSample, before: LevelSet, original: Tensor, edited: Tensor,
    squares: ConeSquares, places: ConePlaces, capture: Capture
  ) throws {
    let (count, channels) = (squares.count, places.channels)
    var differences = places.numbers.map { _ in Matrix<Float>(rows: count, columns: channels) }
    var states = differences
    var rowsOfEdit = [[Int]](repeating: [], count: sample.edits.count)
    for square in 0..<count { rowsOfEdit[squares.edit[square]].append(square) }
    for start in stride(from: 0, to: sample.edits.count, by: Self.piece) {
      let part = start..<min(start + Self.piece, sample.edits.count)
      let levels = try before.selecting(Array(part))
      let first = try capture.run(
        agent, on: levels, observations: original.samples(part))
      let second = try capture.run(
        agent, on: try sample.after.selecting(Array(part)), observations: edited.samples(part))
      for (place, sites) in places.sites.enumerated() {
        var column = 0
        for site in sites {
          let (old, new) = (try first.activations(at: site), try second.activations(at: site))
          let width = old.shape[3]
          try Self.checkFinite(old, site: site, levels: levels)
          try Self.checkFinite(new, site: site, levels: levels)
          let rows = part.flatMap { edit in
            rowsOfEdit[edit].map { square in
              (
                target: square * channels + column,
                source: ((edit - start) * levels.cells + squares.cell[square]) * width
              )
            }
          }
          states[place].elements.withUnsafeMutableBufferPointer { states in
            for row in rows {
              for channel in 0..<width {
                states[row.target + channel] = old.elements[row.source + channel]
              }
            }
          }
          differences[place].elements.withUnsafeMutableBufferPointer { differences in
            for row in rows {
              for channel in 0..<width {
                differences[row.target + channel] =
                  new.elements[row.source + channel] - old.elements[row.source + channel]
              }
            }
          }
          column += width
        }
      }
    }
    let (means, spreads) = Self.spreads(states, channels: channels)
    varies = spreads.map { $0 > 0 }
    let scales = spreads.map { $0 > 0 ? 1 / $0 : 0 }
    for place in states.indices {
      states[place].elements.withUnsafeMutableBufferPointer { states in
        for square in 0..<count {
          for channel in 0..<channels {
            let index = square * channels + channel
            states[index] = (states[index] - means[channel]) * scales[channel]
          }
        }
      }
      differences[place].elements.withUnsafeMutableBufferPointer { differences in
        for square in 0..<count {
          for channel in 0..<channels {
            differences[square * channels + channel] *= scales[channel]
          }
        }
      }
    }
    self.places = places
    self.squares = squares
    self.differences = differences
    self.states = states
  }

  private init(
    places: ConePlaces, squares: ConeSquares, differences: [Matrix<Float>],
    states: [Matrix<Float>], varies: [Bool]
  ) {
    self.places = places
    self.squares = squares
    self.differences = differences
    self.states = states
    self.varies = varies
  }

  /// The rows of some squares.
  func selecting(_ squares: ConeSquares, places chosen: [Int]) -> ConeRows {
    ConeRows(
      places: places, squares: squares,
      differences: differences.map { $0.selectingRows(chosen) },
      states: states.map { $0.selectingRows(chosen) }, varies: varies)
  }

  /// Each channel's mean and standard deviation; the latter 0 for one that never varies.
  private static func spreads(
    _ states: [Matrix<Float>], channels: Int
  ) -> (means: [Float], spreads: [Float]) {
    var sums = [Double](repeating: 0, count: channels)
    var squares = sums
    var count = 0.0
    for state in states {
      count += Double(state.rows)
      state.elements.withUnsafeBufferPointer { elements in
        for row in 0..<state.rows {
          for channel in 0..<channels {
            let value = Double(elements[row * channels + channel])
            sums[channel] += value
            squares[channel] += value * value
          }
        }
      }
    }
    count = max(1, count)
    let spreads = (0..<channels).map { channel -> Float in
      // A constant channel leaves rounding of its square behind.
      let variance = (squares[channel] - sums[channel] * sums[channel] / count) / count
      return variance > 1e-12 * squares[channel] / count ? Float(variance.squareRoot()) : 0
    }
    return (sums.map { Float($0 / count) }, spreads)
  }

  private static func checkFinite(
    _ maps: Tensor, site: Site, levels: LevelSet
  ) throws(CaptureError) {
    guard let first = maps.elements.firstIndex(where: { !$0.isFinite }) else { return }
    let square = first / maps.shape[3]
    throw CaptureError.notFinite(
      site: "\(site)", count: maps.elements.count { !$0.isFinite },
      level: levels.keys[square / levels.cells].id, cell: square % levels.cells,
      channel: first % maps.shape[3])
  }
}
