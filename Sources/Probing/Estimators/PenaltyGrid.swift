internal import Foundation

/// The penalties that a ridge chooses from, relative to the mean eigenvalue of its Gram matrix.
package struct PenaltyGrid: Sendable, Equatable, Codable {
  /// How many penalties.
  package let count: Int
  /// The smallest, relative to the mean eigenvalue.
  package let smallest: Double
  /// The largest, relative to the mean eigenvalue.
  package let largest: Double

  /// - Parameter count: how many penalties, evenly spaced in their logarithm; at least one.
  package init(count: Int = 25, smallest: Double = 1e-6, largest: Double = 1e3) {
    precondition(
      count > 0 && smallest > 0 && largest >= smallest,
      "A grid of penalties needs a positive count and positive ascending ends.")
    self.count = count
    self.smallest = smallest
    self.largest = largest
  }

  /// The penalties in ascending order for this mean eigenvalue.
  package func penalties(meanEigenvalue: Double) -> [Double] {
    guard count > 1 else { return [smallest * meanEigenvalue] }
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      return meanEigenvalue * smallest * pow(largest / smallest, share)
    }
  }
}
