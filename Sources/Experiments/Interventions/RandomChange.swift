package import LinearAlgebra

/// A random counterpart of changes: every change keeps its level, square, tick and length, and points
/// elsewhere.
///
/// One turn is drawn for all levels, squares and ticks, so that changes that were alike stay alike;
/// the largest change is turned into a direction orthogonal to it. With fewer than three directions
/// there is next to nothing to turn: there the changes keep their direction, change places among the
/// squares that are changed, and get random signs.
package struct RandomChange: Sendable {
  /// `[channel, channel]`, nil where squares are exchanged.
  package let matrix: Matrix<Float>?
  private let exchanging: RandomStream

  /// - Parameter main: the largest change, one number a channel.
  package init(_ space: ChangeSpace, away main: [Double], drawnFrom random: RandomStream) throws {
    exchanging = random
    let size = space.dimensions
    guard size >= MatchedTurn.fewestChannels else {
      matrix = nil
      return
    }
    let unit = try ChannelMoments(
      means: [Double](repeating: 0, count: size), covariance: .identity(size))
    let turn = MatchedTurn(
      .euclidean, unit, away: space.coordinates(main).map { Float($0) }, drawnFrom: random)
    matrix = space.back.multiplied(by: turn.matrix.converted(to: Double.self))
      .multiplied(by: space.forward).converted(to: Float.self)
  }

  /// The changes of one level, `[square, channel]`, turned.
  ///
  /// - Parameters:
  ///   - squares: those that are changed, among which changes may change places.
  ///   - level: the number of the level, by which squares are exchanged alike at all ticks.
  package func apply(
    to changes: ArraySlice<Float>, channels: Int, squares: [Int], level: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: changes.count)
    let start = changes.startIndex
    guard let matrix else {
      var random = exchanging.split(UInt64(level))
      let order = random.permutation(squares.count)
      for (from, place) in zip(squares, order) {
        let sign: Float = random.below(2) == 0 ? 1 : -1
        for channel in 0..<channels {
          result[squares[place] * channels + channel] =
            sign * changes[start + from * channels + channel]
        }
      }
      return result
    }
    changes.withUnsafeBufferPointer { changes in
      matrix.elements.withUnsafeBufferPointer { turn in
        result.withUnsafeMutableBufferPointer { result in
          for square in squares {
            for row in 0..<channels {
              var sum: Float = 0
              for column in 0..<channels {
                sum += turn[row * channels + column] * changes[square * channels + column]
              }
              result[square * channels + row] = sum
            }
          }
        }
      }
    }
    return result
  }
}
