import Synchronization

/// Sums that the slices of a batch report beside their loss, added in the order of the slices.
final class SliceFigures: Sendable {
  private let sums: Mutex<[Int: [Double]]> = Mutex([:])

  func set(_ figures: [Double], slice: Int) {
    sums.withLock { $0[slice] = figures }
  }

  /// The sum over slices of the figure at a place.
  func total(_ place: Int) -> Double {
    sums.withLock { sums in
      sums.keys.sorted().reduce(0) { $0 + (sums[$1]?[place] ?? 0) }
    }
  }
}
