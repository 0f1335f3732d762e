package import Environments
package import LinearAlgebra
package import NeuralNetworks
package import Probing
internal import Statistics

/// A linear reader of the plan at one place of a network: fitted once on the fit levels, then frozen.
///
/// It reads the optimal move of any square of any level from the activations alone. Tests that edit
/// levels or activations read the plan through it, so that before and after are read alike.
package struct PlanReader: Sendable {
  package let place: Site
  package let kernel: PlanKernel
  package let moves: MoveSet
  package let channels: Int
  /// On the kernel's features as they are, `[features, moves]`.
  package let weights: Matrix<Double>
  /// One a move: what is added to its score before the largest is taken.
  package let offsets: [Double]
  /// The macro-F1 on the report levels.
  package let score: Double
  /// The share of the labels' variance that is left over by leave-one-level-out on the fit levels:
  /// what places and kernels are chosen by.
  package let heldOutError: Double

  /// Fits the reader.
  ///
  /// - Parameters:
  ///   - maps: `[level, row, column, channel]` at the place.
  ///   - data: the plan of the levels, as ``data(_:)`` gives it.
  /// - Throws: `ProbingError` as a fit does.
  package init(
    _ maps: Tensor, at place: Site, kernel: PlanKernel, levels: LevelSet, data: ProbeData
  ) throws {
    let fitted = try RidgeProbe().fit(
      kernel.gather(maps, levels: levels, for: data), data)
    self.place = place
    self.kernel = kernel
    moves = levels.moves
    channels = maps.shape[3]
    var weights = fitted.weights
    var offsets = fitted.targetMeans
    for feature in 0..<weights.rows {
      for move in 0..<weights.columns {
        offsets[move] -= fitted.means[feature] * weights[feature, move]
        weights[feature, move] *= fitted.scale
      }
    }
    self.weights = weights
    self.offsets = offsets.indices.map { offsets[$0] - fitted.thresholds[$0] }
    score = fitted.score(.macroF1)
    let chosen = fitted.penalties.firstIndex(of: fitted.penalty) ?? 0
    // The regressions' targets are one-hot: the variance of each is p (1 - p).
    let variance = fitted.targetMeans.reduce(0) { $0 + $1 * (1 - $1) }
    heldOutError =
      variance > 0 ? fitted.errors[chosen] * Double(fitted.targetMeans.count) / variance : 1
  }

  /// The labels of the reader: the one optimal move of every square that has one.
  ///
  /// - Throws: `ProbingError` when no square has one.
  package static func data(_ levels: LevelSet) throws -> ProbeData {
    try ConceptRows.data(ConceptCatalogue.concept("plan-direction", moves: levels.moves), levels)
  }

  /// The score of each move at each labelled square, `[rows, moves]`.
  package func scores(
    _ maps: Tensor, levels: LevelSet, for data: ProbeData
  ) throws -> Matrix<Double> {
    var result = try kernel.gather(maps, levels: levels, for: data).converted(to: Double.self)
      .multiplied(by: weights)
    let moves = offsets.count
    result.elements.withUnsafeMutableBufferPointer { scores in
      for index in scores.indices { scores[index] += offsets[index % moves] }
    }
    return result
  }

  /// The move read at every free square of every level, `[level][cell]`; nil on walls and at a tie.
  package func classes(of maps: Tensor, levels: LevelSet) throws -> [[Int?]] {
    let data = try Self.everySquare(levels)
    let scores = try scores(maps, levels: levels, for: data)
    var result = [[Int?]](
      repeating: [Int?](repeating: nil, count: levels.cells), count: levels.count)
    for row in 0..<data.rows {
      let values = Array(scores.row(row))
      guard let best = values.indices.max(by: { values[$0] < values[$1] }),
        values.indices.allSatisfy({ $0 == best || values[$0] < values[best] })
      else { continue }
      result[data.rowLevel[row]][data.rowCell[row]] = best
    }
    return result
  }

  /// Rows for every free square, labelled or not.
  private static func everySquare(_ levels: LevelSet) throws -> ProbeData {
    let labels = levels.levels.flatMap { level in
      level.grid.walls.map { $0 ? nil : Double?.some(0) }
    }
    return try ProbeData(levels: levels.keys, cells: levels.cells, values: labels)
  }

  /// How the score of a move at a square changes with the square's own channels, `[channel]`, for a
  /// square whose neighbours in `open` directions can be entered.
  package func ownGradient(of move: Int, open: [Int]) -> [Double] {
    (0..<channels).map { channel in
      kernel == .square
        ? weights[channel, move]
        : open.reduce(weights[channel, move]) {
          $0 - weights[(1 + $1) * channels + channel, move]
        }
    }
  }

  /// How the score of a move at a square changes with the channels of its neighbour in a direction,
  /// `[channel]`; zero where the reader sees the square alone.
  package func neighbourGradient(of move: Int, towards direction: Int) -> [Double] {
    (0..<channels).map { channel in
      kernel == .square ? 0 : weights[(1 + direction) * channels + channel, move]
    }
  }
}
