/// Where the channels of an array with rows and columns stand.
package enum ArrayLayout: String, Sendable, CaseIterable {
  /// `[n, row, column, channel]`.
  case channelsLast = "nhwc"
  /// `[n, channel, row, column]`, as a convolution of PyTorch has them.
  case channelsFirst = "nchw"

  /// The layout that it is not.
  package var other: ArrayLayout { self == .channelsLast ? .channelsFirst : .channelsLast }

  /// The shape of a row as `[row, column, channel]`, with the ticks before; a row without rows and
  /// columns keeps its shape.
  package func channelsLast(_ rowShape: [Int]) -> [Int] {
    guard self == .channelsFirst, rowShape.count >= 3 else { return rowShape }
    let axes = Array(rowShape.suffix(3))
    return rowShape.dropLast(3) + [axes[1], axes[2], axes[0]]
  }

  /// The shape of a row in a file of this layout: undoes ``channelsLast(_:)``.
  package func inFile(_ rowShape: [Int]) -> [Int] {
    guard self == .channelsFirst, rowShape.count >= 3 else { return rowShape }
    let axes = Array(rowShape.suffix(3))
    return rowShape.dropLast(3) + [axes[2], axes[0], axes[1]]
  }

  /// Puts the channels of maps `[..., channel, row, column]` last.
  ///
  /// - Parameter maps: the number of maps.
  /// - Precondition: both hold `maps * channels * squares` elements and do not overlap.
  package static func moveChannelsLast(
    _ source: UnsafePointer<Float>, maps: Int, channels: Int, squares: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let size = channels * squares
    for map in 0..<maps {
      let (from, into) = (source + map * size, target + map * size)
      for channel in 0..<channels {
        for square in 0..<squares {
          into[square * channels + channel] = from[channel * squares + square]
        }
      }
    }
  }
}
