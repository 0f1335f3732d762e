internal import Foundation
internal import LinearAlgebra
package import Statistics

/// What the benchmark says of verdicts, in the numbers that are printed beside them, and where the ten
/// effects of its networks lie.
package struct BenchmarkCard: Sendable, Equatable, Codable {
  /// The revision of the tests that it was measured for.
  package let revision: Int
  package let version: String
  package let seed: UInt64
  package let networks: Int
  package let families: Int
  package let areaUnderCurve: Double
  package let calibrationError: Double
  package let coverage: Double
  package let accuracyWhereDecided: Double
  /// Verdicts on networks further from those of the benchmark than this squared distance are withheld:
  /// the 99th percentile of chi squared with ten degrees of freedom, or that of the benchmark's networks
  /// themselves, each held against the others, where that is larger. Their effects are not normal, and
  /// their spread is estimated.
  package let farthest: Double
  /// The mean of the ten effects over its networks.
  package let means: [Double]
  /// The lower triangle of the Cholesky factor of their covariance, row by row.
  package let factor: [Double]

  /// The revision of the ten tests and of the rules of the verdict: one more whenever a change of theirs
  /// may change what is said of a network.
  package static let revision = 2

  /// The 99th percentile of chi squared with ten degrees of freedom.
  private static let chiSquared = 23.209
  /// This share of each effect's own variance is added to it, so that an effect that hardly varies in the
  /// benchmark makes nothing far.
  private static let ridge = 0.1

  package init(_ summary: BenchmarkSummary) {
    let outcomes = summary.outcomes
    revision = Self.revision
    version = outcomes.first?.version ?? ""
    seed = outcomes.first?.seed ?? 0
    networks = outcomes.count
    families = summary.families.count
    areaUnderCurve = summary.areaUnderCurve
    calibrationError = summary.calibrationError
    coverage = summary.coverage
    accuracyWhereDecided = summary.accuracyWhereDecided
    let effects = outcomes.map { Self.effects(SearchRecords($0.records)) }
    let moments = Self.moments(effects)
    (means, factor) = moments
    let own = effects.indices.map { place in
      let others = effects.indices.filter { $0 != place }.map { effects[$0] }
      return Self.squaredDistance(effects[place], from: Self.moments(others))
    }.sorted()
    farthest = max(Self.chiSquared, Sample.quantile(0.99, ofSorted: own))
  }

  /// Whether a network lies too far from those of the benchmark for a verdict.
  package func isFar(_ evidence: [EvidenceRecord]) -> Bool {
    squaredDistance(evidence) > farthest
  }

  /// The ten effects, void ones and those that were not measured being 0, none beyond what any
  /// network can have by more than its own size.
  private static func effects(_ records: SearchRecords) -> [Double] {
    records.effects.map { min(2, max(-2, $0)) }
  }

  /// How far the effects of a network lie from those of the benchmark's, as a squared Mahalanobis
  /// distance.
  package func squaredDistance(_ evidence: [EvidenceRecord]) -> Double {
    Self.squaredDistance(Self.effects(SearchRecords(evidence)), from: (means, factor))
  }

  private static func squaredDistance(
    _ effects: [Double], from moments: (means: [Double], factor: [Double])
  ) -> Double {
    let (means, factor) = moments
    // Solves L z = x - m; the distance is the length of z.
    var (solved, place, sum) = ([Double](), 0, 0.0)
    for row in effects.indices {
      var value = effects[row] - means[row]
      for column in 0..<row { value -= factor[place + column] * solved[column] }
      value /= factor[place + row]
      solved.append(value)
      sum += value * value
      place += row + 1
    }
    return sum
  }

  /// In one sentence.
  package var text: String {
    let area = Wording.number(areaUnderCurve, decimals: 3)
    let error = Wording.number(calibrationError, decimals: 3)
    var text =
      "Benchmark of \(Wording.count(networks, "network")) of known workings in \(families) families, seed "
      + "\(seed), version \(version), revision \(revision) of the tests: area under the curve \(area), "
      + "expected calibration error \(error), decided in \(Wording.percent(coverage)), right in "
      + "\(Wording.percent(accuracyWhereDecided)) of these."
    if revision != Self.revision {
      text +=
        " These tests are of revision \(Self.revision), for which it was not run again; mesascope validate "
        + "does."
    }
    return text
  }

  /// The card that is part of the program, of its last full run.
  ///
  /// - Throws: what a damaged file is refused for.
  package static func carried() throws -> BenchmarkCard {
    try BenchmarkCard(json: String(decoding: PackageResources.benchmark_json, as: UTF8.self))
  }

  /// - Throws: what another text is refused for.
  package init(json: String) throws {
    self = try JSONDecoder().decode(BenchmarkCard.self, from: Data(json.utf8))
  }

  /// The file of ``carried()``.
  ///
  /// - Throws: where a figure is not finite.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private static func moments(_ rows: [[Double]]) -> (means: [Double], factor: [Double]) {
    let (count, width) = (Double(max(1, rows.count)), rows.first?.count ?? 0)
    let means = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / count }
    func covariance(_ first: Int, _ second: Int) -> Double {
      rows.reduce(0) { $0 + ($1[first] - means[first]) * ($1[second] - means[second]) } / count
    }
    var factor: [Double] = []
    func element(_ row: Int, _ column: Int) -> Double { factor[row * (row + 1) / 2 + column] }
    for row in 0..<width {
      for column in 0...row {
        var value = covariance(row, column)
        if row == column { value = value * (1 + ridge) + 1e-4 }
        for inner in 0..<column { value -= element(row, inner) * element(column, inner) }
        factor.append(
          row == column ? max(value, 1e-8).squareRoot() : value / element(column, column))
      }
    }
    return (means, factor)
  }
}

extension SearchRecords {
  /// The effect of each test in their order; 0 where it was not measured, or is void.
  var effects: [Double] {
    Self.labels.map { label in
      guard let record = self[label], let effect = record.effect, effect.isFinite else { return 0 }
      let isVoid = record.status.reason?.hasPrefix("void") ?? false
      return isVoid ? 0 : effect
    }
  }
}
