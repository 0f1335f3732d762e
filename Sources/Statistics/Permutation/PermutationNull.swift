/// A statistic beside its distribution under permuted labels.
package struct PermutationNull: Sendable, Equatable {
  /// What was permuted and how, in words.
  package let name: String
  /// The statistic of the labels as they are.
  package let observed: Double
  /// The statistic under each permutation.
  package let draws: [Double]

  package init(name: String, observed: Double, draws: [Double]) {
    self.name = name
    self.observed = observed
    self.draws = draws
  }

  /// The share of draws at least as large, the observed one counted among them.
  package var p: Double {
    Double(1 + draws.count { $0 >= observed }) / Double(1 + draws.count)
  }

  /// The observed statistic in standard deviations from the mean, over draws and observed together;
  /// zero when all are equal.
  package var studentised: Double {
    let all = draws + [observed]
    let spread = Sample.standardDeviation(all)
    return spread > 0 ? (observed - Sample.mean(all)) / spread : 0
  }

  /// The quantiles of the draws.
  package func quantiles(_ shares: [Double] = [0.05, 0.5, 0.95, 0.99]) -> [Quantile] {
    let sorted = draws.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return [] }
    return shares.map { Quantile(share: $0, value: Sample.quantile($0, ofSorted: sorted)) }
  }
}

/// One quantile of a distribution.
package struct Quantile: Sendable, Equatable, Codable {
  /// The share of the distribution below.
  package let share: Double
  /// The value that it lies below.
  package let value: Double

  package init(share: Double, value: Double) {
    self.share = share
    self.value = value
  }
}
