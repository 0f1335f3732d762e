import Synchronization

/// Sums that pieces of work report beside their result, added in the order of the pieces.
final class SliceFigures: Sendable {
  private let sums: Mutex<[Int: [Double]]> = Mutex([:])

  func set(_ figures: [Double], slice: Int) {
    sums.withLock { $0[slice] = figures }
  }

  /// Adds to the first figure of a slice.
  func add(_ figure: Double, slice: Int) {
    sums.withLock { $0[slice] = [($0[slice]?[0] ?? 0) + figure] }
  }

  /// The sum over slices of the figure at a place.
  func total(_ place: Int) -> Double {
    sums.withLock { sums in
      sums.keys.sorted().reduce(0) { $0 + (sums[$1]?[place] ?? 0) }
    }
  }
}
