package import LinearAlgebra

/// In which measure random changes are as large as the ones they stand beside.
package enum MatchedLength: String, Sendable, Codable, CaseIterable {
  /// The plain length: most random directions of equal length are rare in the network.
  case euclidean
  /// The length in standard deviations of the activations (Mahalanobis): random directions in which
  /// the network varies as much.
  case mahalanobis

  /// In a sentence: `equal Euclidean length`.
  package var phrase: String {
    switch self {
    case .euclidean: "equal Euclidean length"
    case .mahalanobis: "equal Mahalanobis length"
    }
  }
}

/// A random turn of changes to activations: every change keeps its length, its square and its tick,
/// and points elsewhere.
///
/// The main direction of what is turned can be turned away from itself: among few channels a random
/// direction holds much of it, and says nothing of what other directions do. Away from it is where a
/// linear reader of it (Fisher's discriminant, `S^-1 d`) finds nothing of it, in both measures of
/// length: beside channels that only go along with what the network uses, a direction at a right angle to
/// the whole change can still move what is used as far as the change does.
///
/// One orthogonal matrix `Q` is drawn for a whole write, so that changes that were alike stay alike:
/// `d -> Q d` keeps the Euclidean length, `d -> S^1/2 Q S^-1/2 d` the Mahalanobis length. In a map of
/// one or two channels there is next to nothing to turn; there the changes change places among the
/// squares of the write, with random signs.
package struct MatchedTurn: Sendable {
  /// `[channel, channel]`.
  package let matrix: Matrix<Float>
  /// For maps of few channels: from which the order of squares and the signs are drawn.
  private let exchanging: RandomStream?

  /// Maps of fewer channels exchange squares.
  package static let fewestChannels = 3

  /// Draws a turn.
  ///
  /// - Parameter main: `[square, channel]`, whose largest square is turned into a direction in which a
  ///   linear reader finds nothing of it.
  package init(
    _ length: MatchedLength, _ moments: ChannelMoments, away main: [Float] = [],
    drawnFrom random: RandomStream
  ) {
    let channels = moments.means.count
    guard channels >= Self.fewestChannels else {
      matrix = .identity(channels)
      exchanging = random
      return
    }
    exchanging = nil
    let longest = Self.longest(main, channels)
    // In units of the standard deviations the reader points along the change.
    let inverse = moments.inverseRoot
    let turn =
      switch length {
      case .euclidean:
        Self.turn(
          channels, away: Self.unit(longest),
          unread: Self.unit(inverse.times(inverse.times(longest))), random)
      case .mahalanobis:
        Self.turn(
          channels, away: Self.unit(inverse.times(longest)),
          unread: Self.unit(inverse.times(longest)), random)
      }
    switch length {
    case .euclidean: matrix = turn.converted(to: Float.self)
    case .mahalanobis:
      matrix = moments.root.multiplied(by: turn).multiplied(by: moments.inverseRoot)
        .converted(to: Float.self)
    }
  }

  /// The longest of the vectors, `[square, channel]`; nothing where there is none.
  private static func longest(_ changes: [Float], _ channels: Int) -> [Double] {
    var best: (vector: [Double], squares: Double) = ([], 0)
    for start in stride(from: 0, to: changes.count, by: channels) {
      let vector = changes[start..<start + channels].map(Double.init)
      let squares = vector.reduce(0) { $0 + $1 * $1 }
      if squares > best.squares { best = (vector, squares) }
    }
    return best.vector
  }

  /// A vector of length one; nil for one without length.
  private static func unit(_ vector: [Double]) -> [Double]? {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : nil
  }

  /// A random orthogonal matrix; one that takes a unit vector to one that is orthogonal to its reader
  /// where given.
  private static func turn(
    _ channels: Int, away vector: [Double]?, unread reader: [Double]?, _ random: RandomStream
  ) -> Matrix<Double> {
    let rows = random.orthonormalRows(channels)
    let plain = Matrix(rows: channels, columns: channels, elements: rows.flatMap { $0 })
    guard let vector, let reader else { return plain }
    // Two random bases: one that begins with the vector, one with a direction that is not read.
    let from = basis(first: vector, rows)
    let others = random.split("to").orthonormalRows(channels)
    let overlap = zip(others[0], reader).reduce(0) { $0 + $1.0 * $1.1 }
    let across = zip(others[0], reader).map { $0 - overlap * $1 }
    let to = basis(first: across, Array(others.dropFirst()) + [others[0]])
    return to.transposedMultiplied(by: from)
  }

  /// An orthonormal basis as rows, the first along a vector.
  private static func basis(first: [Double], _ others: [[Double]]) -> Matrix<Double> {
    var rows: [[Double]] = []
    for candidate in [first] + others where rows.count < first.count {
      var row = candidate
      for _ in 0..<2 {
        for other in rows {
          let overlap = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in row.indices { row[index] -= overlap * other[index] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-6 else { continue }
      rows.append(row.map { $0 / length })
    }
    return Matrix(rows: rows.count, columns: first.count, elements: rows.flatMap { $0 })
  }

  /// Changes of the squares of one write, `[square, channel]`, turned.
  ///
  /// - Parameter write: the number of the write, by which squares are exchanged alike at all ticks.
  package func apply(to changes: [Float], write: Int) -> [Float] {
    let channels = matrix.columns
    let squares = changes.count / channels
    var result = [Float](repeating: 0, count: changes.count)
    if let exchanging {
      var random = exchanging.split(UInt64(write))
      let order = random.permutation(squares)
      for square in 0..<squares {
        let sign: Float = random.below(2) == 0 ? 1 : -1
        for channel in 0..<channels {
          result[order[square] * channels + channel] = sign * changes[square * channels + channel]
        }
      }
      return result
    }
    matrix.elements.withUnsafeBufferPointer { turn in
      for square in 0..<squares {
        for row in 0..<channels {
          var sum: Float = 0
          for column in 0..<channels {
            sum += turn[row * channels + column] * changes[square * channels + column]
          }
          result[square * channels + row] = sum
        }
      }
    }
    return result
  }
}

extension Matrix where Scalar == Double {
  /// The product with a vector; nothing for no vector.
  fileprivate func times(_ vector: [Double]) -> [Double] {
    guard !vector.isEmpty else { return [] }
    return (0..<rows).map { row in zip(self.row(row), vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
