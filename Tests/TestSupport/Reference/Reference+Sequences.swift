import Foundation
import NeuralNetworks

// Operations of sequence models and of pooling, written down from their definitions.
extension Reference {
  /// `left * transpose(right)` of row-major matrices.
  static func productTransposed(
    _ left: [Double], _ right: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var result: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        result.append(
          (0..<inner).map { left[row * inner + $0] * right[column * inner + $0] }.reduce(0, +))
      }
    }
    return result
  }

  static func layerNorm(_ source: [Double], gain: [Double], bias: [Double]) -> [Double] {
    let width = gain.count
    return stride(from: 0, to: source.count, by: width).flatMap { start in
      let row = Array(source[start..<start + width])
      let mean = row.reduce(0, +) / Double(width)
      let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(width)
      return row.indices.map {
        (row[$0] - mean) / (variance + 1e-5).squareRoot() * gain[$0] + bias[$0]
      }
    }
  }

  static func gelu(_ value: Double) -> Double {
    let argument = (2 / Double.pi).squareRoot() * (value + 0.044715 * value * value * value)
    return 0.5 * value * (1 + Foundation.tanh(argument))
  }

  /// `[batch, head, query, key]` from queries and keys `[batch, 1, token, channel]`.
  static func scores(
    _ queries: [Double], _ keys: [Double], _ pairs: Extent, channels: Int
  ) -> [Double] {
    let width = channels / pairs.rows
    var result: [Double] = []
    for sample in 0..<pairs.batch {
      for head in 0..<pairs.rows {
        for query in 0..<pairs.columns {
          for key in 0..<pairs.channels {
            let left = (sample * pairs.columns + query) * channels + head * width
            let right = (sample * pairs.channels + key) * channels + head * width
            result.append(
              (0..<width).map { queries[left + $0] * keys[right + $0] }.reduce(0, +))
          }
        }
      }
    }
    return result
  }

  /// `[batch, 1, query, channel]` from weights `[batch, head, query, key]` and values.
  static func mix(
    _ weights: [Double], _ values: [Double], _ pairs: Extent, channels: Int
  ) -> [Double] {
    let width = channels / pairs.rows
    var result: [Double] = []
    for sample in 0..<pairs.batch {
      for query in 0..<pairs.columns {
        for channel in 0..<channels {
          let row =
            ((sample * pairs.rows + channel / width) * pairs.columns + query) * pairs.channels
          var sum = 0.0
          for key in 0..<pairs.channels {
            let value = values[(sample * pairs.channels + key) * channels + channel]
            sum += weights[row + key] * value
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  static func softmax(_ source: [Double], _ extent: Extent, isCausal: Bool) -> [Double] {
    (0..<extent.positions).flatMap { position in
      let row = source[position * extent.channels..<(position + 1) * extent.channels]
      let powers = row.enumerated().map { channel, value in
        isCausal && channel > position % extent.columns ? 0 : exp(value)
      }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  static func meanOverPositions(_ source: [Double], _ extent: Extent) -> [Double] {
    let cells = extent.rows * extent.columns
    return (0..<extent.batch * extent.channels).map { index in
      let (sample, channel) = (index / extent.channels, index % extent.channels)
      return (0..<cells).map { source[(sample * cells + $0) * extent.channels + channel] }
        .reduce(0, +) / Double(cells)
    }
  }

  static func maximumPool(_ source: [Double], _ extent: Extent) -> [Double] {
    var result: [Double] = []
    for sample in 0..<extent.batch {
      for row in 0..<extent.rows / 2 {
        for column in 0..<extent.columns / 2 {
          for channel in 0..<extent.channels {
            let square = [(0, 0), (0, 1), (1, 0), (1, 1)].map { down, right in
              source[
                ((sample * extent.rows + 2 * row + down) * extent.columns + 2 * column + right)
                  * extent.channels + channel]
            }
            result.append(square.max() ?? 0)
          }
        }
      }
    }
    return result
  }
}
