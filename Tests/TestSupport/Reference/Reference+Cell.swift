/// The parts of a convolutional LSTM cell in double precision.
extension Reference {
  /// All maxima, then all means, of each sample's channels.
  static func pool(_ source: [Double], batch: Int, channels: Int) -> [Double] {
    let width = source.count / max(batch, 1)
    return (0..<batch).flatMap { sample in
      let columns = (0..<channels).map { channel in
        stride(from: sample * width + channel, to: (sample + 1) * width, by: channels).map {
          source[$0]
        }
      }
      return columns.map { $0.max() ?? 0 }
        + columns.map { $0.reduce(0, +) / Double($0.count) }
    }
  }

  /// A place's kind along one axis: 0 for the first, then inner, then last, as many as there are.
  static func kind(_ place: Int, of extent: Int) -> Int {
    place == 0 ? 0 : place < extent - 1 ? 1 : min(extent, 3) - 1
  }

  /// Sums of a 3x3 kernel's taps by class, from the convolution of a map of ones (or of zeros with a
  /// ring of ones around), one input at a time, read at a place of each class.
  static func borderSums(
    _ weights: [Double], inputs: Int, outputs: Int, rows: Int, columns: Int, outside: Bool
  ) -> [Double] {
    var result: [Double] = []
    for input in 0..<inputs {
      for row in Set((0..<rows).map { kind($0, of: rows) }).sorted() {
        for column in Set((0..<columns).map { kind($0, of: columns) }).sorted() {
          let y = (0..<rows).first { kind($0, of: rows) == row } ?? 0
          let x = (0..<columns).first { kind($0, of: columns) == column } ?? 0
          for output in 0..<outputs {
            var sum = 0.0
            for tap in 0..<9 {
              let (atRow, atColumn) = (y + tap / 3 - 1, x + tap % 3 - 1)
              let isOnMap = atRow >= 0 && atRow < rows && atColumn >= 0 && atColumn < columns
              if isOnMap != outside { sum += weights[(tap * inputs + input) * outputs + output] }
            }
            result.append(sum)
          }
        }
      }
    }
    return result
  }

  /// For each element of a state the four gates that belong to it.
  static func split(_ gates: [Double], channels: Int) -> [[Double]] {
    (0..<gates.count / 4).map { index in
      let (position, channel) = (index / channels, index % channels)
      return (0..<4).map { gates[position * 4 * channels + $0 * channels + channel] }
    }
  }
}
