internal import LinearAlgebra
package import Statistics

/// Does exchanging the decoded values of the two goals exchange the choice?
///
/// The values of the winning and the losing first move are read after the last tick, either at the
/// agent's square (one probe a move) or at the first squares of both ways (one probe for all
/// squares). The smallest change of the state, in the metric of its covariance, that exchanges the
/// two readings is added; a success is a level in which the winner was chosen and the loser is.
/// Beside it stand random changes of equal Mahalanobis and of equal Euclidean length.
package struct ValueSwap: Sendable {
  /// Where the values are exchanged.
  package enum Place: String, Sendable, CaseIterable {
    case agent = "the agent's square"
    case firstSquares = "the first squares of both ways"
  }

  /// Chosen on the fit levels.
  package let place: Place
  package let success: BootstrapEstimate
  /// Random changes of equal length, by the measure of length.
  package let mahalanobis: BootstrapEstimate
  package let euclidean: BootstrapEstimate
  /// Success minus that of the more successful kind of random changes.
  package let effect: BootstrapEstimate
  /// The share of random changes, draw by draw, of both kinds.
  package let null: PermutationNull
  /// How often the way that is read as shorter is the one that is chosen.
  package let orderPredicts: BootstrapEstimate
  /// Report levels in which the winner is chosen.
  package let levels: Int

  /// The change of one square's state, and what matches its length.
  struct Change: Sendable {
    let cell: Int
    let vector: [Double]
    let mahalanobis: Double
    var euclidean: Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// One level's readings and changes.
  struct Plan: Sendable {
    let winner: Double
    let loser: Double
    let changes: [Change]
  }
}

/// The covariance of states with its Cholesky factor.
struct StateCovariance: Sendable {
  let matrix: Matrix<Double>
  let factor: Matrix<Double>

  /// - Throws: `FactorizationError` for states that are not finite.
  init(_ states: Matrix<Float>) throws {
    let width = states.columns
    var means = [Double](repeating: 0, count: width)
    for row in 0..<states.rows {
      for column in 0..<width { means[column] += Double(states[row, column]) }
    }
    for column in 0..<width { means[column] /= Double(max(1, states.rows)) }
    let centred = Matrix(
      rows: states.rows, columns: width,
      elements: (0..<states.rows).flatMap { row in
        (0..<width).map { Double(states[row, $0]) - means[$0] }
      })
    var matrix = centred.transposed().multiplied(by: centred)
    var trace = 0.0
    for index in matrix.elements.indices { matrix.elements[index] /= Double(max(1, states.rows)) }
    for index in 0..<width { trace += matrix[index, index] }
    // Channels that do not vary stay as they are.
    for index in 0..<width { matrix[index, index] += 1e-8 * trace / Double(max(1, width)) + 1e-12 }
    self.matrix = matrix
    factor = try Cholesky(matrix).factor
  }

  /// `S w`.
  func applied(to weights: [Double]) -> [Double] {
    matrix.multiplied(by: Matrix(rows: weights.count, columns: 1, elements: weights)).elements
  }

  /// A random change of a Mahalanobis length.
  func random(length: Double, using random: inout RandomStream) -> [Double] {
    let draw = Self.direction(factor.rows, using: &random).map { $0 * length }
    return factor.multiplied(by: Matrix(rows: draw.count, columns: 1, elements: draw)).elements
  }

  /// A uniformly random direction.
  static func direction(_ count: Int, using random: inout RandomStream) -> [Double] {
    let values = (0..<count).map { _ in random.normal() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { length > 0 ? $0 / length : 0 }
  }
}
