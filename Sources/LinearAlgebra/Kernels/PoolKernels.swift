/// The largest and the mean number of each channel over a map.
package enum PoolKernels {
  /// `result = [maxima, means]` of each sample of `[batch, position, channel]`.
  ///
  /// - Parameter winners: the position of each maximum, the first of equals,
  ///   `[batch, channel]`. Where a number is not one, neither is the maximum.
  package static func pool(
    _ source: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
    winners: UnsafeMutablePointer<Int32>, batch: Int, positions: Int, channels: Int
  ) {
    for sample in 0..<batch {
      let map = source + sample * positions * channels
      let largest = result + sample * 2 * channels
      let mean = largest + channels
      let place = winners + sample * channels
      largest.update(from: map, count: channels)
      mean.update(from: map, count: channels)
      place.update(repeating: 0, count: channels)
      for position in 1..<max(positions, 1) {
        let row = map + position * channels
        let number = Int32(truncatingIfNeeded: position)
        for channel in 0..<channels {
          let (value, best) = (row[channel], largest[channel])
          mean[channel] += value
          let wins = value > best || (value != value && best == best)
          largest[channel] = wins ? value : best
          place[channel] = wins ? number : place[channel]
        }
      }
      let factor = 1 / Float(positions)
      for channel in 0..<channels { mean[channel] *= factor }
    }
  }

  /// Adds to the gradient of the map what those of the maxima and means are.
  package static func poolGradient(
    _ gradient: UnsafePointer<Float>, winners: UnsafePointer<Int32>,
    into target: UnsafeMutablePointer<Float>, batch: Int, positions: Int, channels: Int
  ) {
    let factor = 1 / Float(positions)
    for sample in 0..<batch {
      let slopes = gradient + sample * 2 * channels
      let map = target + sample * positions * channels
      for position in 0..<positions {
        let row = map + position * channels
        for channel in 0..<channels { row[channel] += factor * slopes[channels + channel] }
      }
      for channel in 0..<channels {
        map[Int(winners[sample * channels + channel]) * channels + channel] += slopes[channel]
      }
    }
  }
}
