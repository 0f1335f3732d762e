package import Agents
package import Environments
internal import LinearAlgebra

/// Levels kept in the weights of a network: what is seen is compared with each of them, the
/// nearest is taken, and what is kept of it is recalled.
///
/// With a reading `x` of an observation, a vector of weighted sums of planes over all squares, and
/// that of a kept level `k`, the match `2 k.x - |k|^2` is `|x|^2` less the squared distance. A
/// softmax of ``sharpness`` times the match is one-hot to single precision at a kept level; of a
/// level that is not kept the nearest answers, or equally near ones in equal parts.
package struct LevelTable: Sendable {
  /// The site of what is recalled: four numbers a square.
  package static let site = "recalled"
  package static let sharpness: Float = 32

  private let reading: [[Float]]
  private let keys: Matrix<Float>
  private let values: Matrix<Float>

  /// - Parameters:
  ///   - reading: the weights over planes of each sum that a level is known by.
  ///   - values: what is kept of a level: four numbers a square, row-major.
  package init(
    _ levels: LevelSet, reading: [[Float]], encoder: any ObservationEncoder,
    values: (MazeLevel) -> [Float]
  ) {
    self.reading = reading
    let observations = encoder.observations(of: levels.levels)
    let (cells, planes) = (levels.cells, encoder.planes)
    var keys = Matrix<Float>(rows: levels.count, columns: cells * reading.count)
    for row in 0..<levels.count {
      for cell in 0..<cells {
        let start = (row * cells + cell) * planes
        for (channel, weights) in reading.enumerated() {
          var sum: Float = 0
          for plane in 0..<planes { sum += weights[plane] * observations.elements[start + plane] }
          keys[row, cell * reading.count + channel] = sum
        }
      }
    }
    self.keys = keys
    self.values = Matrix(
      rows: levels.count, columns: 4 * cells, elements: levels.levels.flatMap(values))
  }

  /// The plan of a level: of each square and move, `gain` where the move begins a shortest way.
  package static func plan(_ level: MazeLevel, gain: Float) -> [Float] {
    level.paths().optimalActionMap().flatMap { actions in
      (0..<4).map { actions.contains($0) ? gain : 0 }
    }
  }

  /// Adds the statements up to ``site``, before anything that is repeated.
  package func add(to program: inout PlantedProgram) {
    program.convolution(
      "key", of: "observation", channels: reading.count,
      reading.indices.flatMap { PlantedTap.sum(reading[$0], into: $0) })
    program.say("keys = flatten key")
    var matches = Matrix<Float>(rows: keys.columns, columns: keys.rows)
    var norms = [Float](repeating: 0, count: keys.rows)
    for row in 0..<keys.rows {
      for column in 0..<keys.columns {
        matches[column, row] = 2 * keys[row, column]
        norms[row] -= keys[row, column] * keys[row, column]
      }
    }
    program.dense("match", of: "keys", matches, bias: norms)
    program.say("nearest = softmax match by=\(Self.sharpness)")
    program.dense("kept", of: "nearest", values)
    program.say("\(Self.site) = unflatten kept")
  }
}
