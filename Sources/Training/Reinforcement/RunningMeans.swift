import Storage

/// Means of figures since the last row of the metrics.
struct RunningMeans<Figure: CaseIterable & RawRepresentable<String> & Hashable & Sendable>:
  Sendable, Equatable
{
  private var sums: [Double]
  private var counts: [Int]

  init() {
    sums = Figure.allCases.map { _ in 0 }
    counts = Figure.allCases.map { _ in 0 }
  }

  /// Adds the sum of a number of values.
  mutating func add(_ figure: Figure, _ sum: Double, count: Int = 1) {
    let index = Self.index(figure)
    sums[index] += sum
    counts[index] += count
  }

  /// Nil before the first value.
  func mean(_ figure: Figure) -> Double? {
    let index = Self.index(figure)
    return counts[index] == 0 ? nil : sums[index] / Double(counts[index])
  }

  func count(_ figure: Figure) -> Int { counts[Self.index(figure)] }

  private static func index(_ figure: Figure) -> Int {
    Figure.allCases.enumerated().first { $0.element == figure }?.offset ?? 0
  }

  func keep(in checkpoint: inout Checkpoint) {
    for (index, figure) in Figure.allCases.enumerated() {
      checkpoint.setState(sums[index], for: "mean-\(figure.rawValue)-sum")
      checkpoint.setState(counts[index], for: "mean-\(figure.rawValue)-count")
    }
  }

  /// - Throws: ``TrainingError/badReplay(reason:)`` for what no figures can be.
  init(_ checkpoint: Checkpoint) throws {
    self.init()
    for (index, figure) in Figure.allCases.enumerated() {
      sums[index] = try checkpoint.stateDouble("mean-\(figure.rawValue)-sum")
      counts[index] = try checkpoint.stateInteger(
        "mean-\(figure.rawValue)-count", in: 0...Checkpoint.largestNumber)
      guard sums[index].isFinite else {
        throw TrainingError.badReplay(reason: "the sum of \(figure.rawValue) is not finite")
      }
    }
  }
}
