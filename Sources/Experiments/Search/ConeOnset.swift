internal import Environments
internal import LinearAlgebra
internal import Statistics

/// Finds the first tick at which two runs of one network differ at each square.
struct ConeOnset {
  let series: SiteSeries
  let theta: Float
  /// At most so many levels give the channels' median changes.
  private static let levelsForMedians = 100

  /// The onset of each square: the number of the first place of the series at which any channel
  /// differs by more than its threshold; one after the last number where none does.
  func onsets(
    original: CaptureSet, edited: CaptureSet, squares: PerturbationCone.Squares
  ) throws -> [Double] {
    let before = try series.sites.map { try original.activations(at: $0) }
    let after = try series.sites.map { try edited.activations(at: $0) }
    let channels = before[0].shape[3]
    let cells = original.levels.cells
    try Self.checkFinite(before + after, cells: cells, levels: original.levels, series: series)
    let thresholds = thresholds(before, levels: original.levels)
    let never = Double(series.numbers[series.count - 1] + 1)
    var onsets = [Double](repeating: never, count: squares.count)
    for place in 0..<series.count {
      let number = Double(series.numbers[place])
      before[place].elements.withUnsafeBufferPointer { first in
        after[place].elements.withUnsafeBufferPointer { second in
          thresholds.withUnsafeBufferPointer { thresholds in
            for square in 0..<squares.count where onsets[square] == never {
              let start = (squares.edit[square] * cells + squares.cell[square]) * channels
              for channel in 0..<channels
              where abs(second[start + channel] - first[start + channel]) > thresholds[channel] {
                onsets[square] = number
                break
              }
            }
          }
        }
      }
    }
    return onsets
  }

  /// For each channel a share of its median non-zero one-tick change over free squares, the first
  /// place being a change from zero; infinite for a channel that never changes.
  private func thresholds(_ maps: [Tensor], levels: LevelSet) -> [Float] {
    let channels = maps[0].shape[3]
    var squares: [Int] = []
    for level in 0..<min(levels.count, Self.levelsForMedians) {
      let walls = levels.levels[level].grid.walls
      for cell in 0..<levels.cells where !walls[cell] {
        squares.append(level * levels.cells + cell)
      }
    }
    let places = squares
    let theta = theta
    return Parallel.map(channels) { channel in
      var changes: [Float] = []
      changes.reserveCapacity(places.count * maps.count)
      for (index, map) in maps.enumerated() {
        map.elements.withUnsafeBufferPointer { now in
          let last = index == 0 ? nil : maps[index - 1].elements
          for place in places {
            let offset = place * channels + channel
            let change = abs(now[offset] - (last?[offset] ?? 0))
            if change > 0 { changes.append(change) }
          }
        }
      }
      return changes.isEmpty ? .infinity : theta * Selection.median(&changes)
    }
  }

  private static func checkFinite(
    _ maps: [Tensor], cells: Int, levels: LevelSet, series: SiteSeries
  ) throws {
    for (index, map) in maps.enumerated() {
      guard let first = map.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      let square = first / map.shape[3]
      let count = map.elements.count { !$0.isFinite }
      throw CaptureError.notFinite(
        site: "\(series.sites[index % series.count])", count: count,
        level: levels.keys[square / cells].id, cell: square % cells, channel: first % map.shape[3])
    }
  }
}
