internal import Environments
internal import LinearAlgebra
internal import Statistics

/// Finds the first tick at which two runs of one network differ at each square.
struct ConeOnset {
  let series: SiteSeries
  /// Shares of a channel's spread from which on a difference counts, rising.
  let thresholds: [Float]

  /// For each threshold the onset of each square: the number of the first place of the series at
  /// which any channel differs by more; one after the last number where none does.
  func onsets(
    original: CaptureSet, edited: CaptureSet, squares: PerturbationCone.Squares
  ) throws -> [[Double]] {
    let before = try series.sites.map { try original.activations(at: $0) }
    let after = try series.sites.map { try edited.activations(at: $0) }
    let channels = before[0].shape[3]
    let cells = original.levels.cells
    try Self.checkFinite(before + after, cells: cells, levels: original.levels, series: series)
    let spreads = Self.spreads(before, levels: original.levels)
    let never = Double(series.numbers[series.count - 1] + 1)
    var onsets = [[Double]](
      repeating: [Double](repeating: never, count: squares.count), count: thresholds.count)
    for place in 0..<series.count {
      let number = Double(series.numbers[place])
      before[place].elements.withUnsafeBufferPointer { first in
        after[place].elements.withUnsafeBufferPointer { second in
          for square in 0..<squares.count {
            let start = (squares.edit[square] * cells + squares.cell[square]) * channels
            var largest: Float = 0
            for channel in 0..<channels where spreads[channel] > 0 {
              let change = abs(second[start + channel] - first[start + channel])
              largest = max(largest, change / spreads[channel])
            }
            for (index, threshold) in thresholds.enumerated() {
              guard largest > threshold else { break }
              if onsets[index][square] == never { onsets[index][square] = number }
            }
          }
        }
      }
    }
    return onsets
  }

  /// Each channel's standard deviation over free squares, levels and places of the series; 0 for
  /// one that never varies.
  static func spreads(_ maps: [Tensor], levels: LevelSet) -> [Float] {
    let channels = maps[0].shape[3]
    var places: [Int] = []
    for (level, maze) in levels.levels.enumerated() {
      for cell in 0..<levels.cells where !maze.grid.walls[cell] {
        places.append(level * levels.cells + cell)
      }
    }
    let free = places
    // Sums of each map are added in the order of the maps.
    let parts = Parallel.map(maps.count) { index in
      maps[index].elements.withUnsafeBufferPointer { values in
        var sums = [Double](repeating: 0, count: 2 * channels)
        for place in free {
          for channel in 0..<channels {
            let value = Double(values[place * channels + channel])
            sums[channel] += value
            sums[channels + channel] += value * value
          }
        }
        return sums
      }
    }
    let count = Double(max(1, free.count * maps.count))
    return (0..<channels).map { channel in
      let sum = parts.reduce(0) { $0 + $1[channel] }
      let squares = parts.reduce(0) { $0 + $1[channels + channel] }
      // A constant channel leaves rounding of its square behind.
      let variance = (squares - sum * sum / count) / count
      return variance > 1e-12 * squares / count ? Float(variance.squareRoot()) : 0
    }
  }

  private static func checkFinite(
    _ maps: [Tensor], cells: Int, levels: LevelSet, series: SiteSeries
  ) throws {
    for (index, map) in maps.enumerated() {
      guard let first = map.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      let square = first / map.shape[3]
      throw CaptureError.notFinite(
        site: "\(series.sites[index % series.count])",
        count: map.elements.count { !$0.isFinite },
        level: levels.keys[square / cells].id, cell: square % cells, channel: first % map.shape[3])
    }
  }
}
