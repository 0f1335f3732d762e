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
  /// The median of each test's effect over the planted searches on which it supports its claim; nil where
  /// it does on none. Cards before revision 4 have none of these.
  package let planted: [Double?]?
  /// The lower triangle of the Cholesky factor of their covariance, row by row.
  package let factor: [Double]

  /// The revision of the ten tests and of the rules of the verdict: one more whenever a change of theirs
  /// may change what is said of a network.
  package static let revision = 8

  /// The 99th percentile of chi squared with ten degrees of freedom.
  private static let chiSquared = 23.209
  /// This share of each effect's own variance is added to it, and a little to all, so that an effect that
  /// hardly varies in the benchmark makes nothing far.
  private static let ridge = 0.1

  /// - Throws: `FactorizationError` for effects that are not finite.
  package init(_ summary: BenchmarkSummary) throws {
    let outcomes = summary.outcomes
    revision = outcomes.first?.revision ?? Self.revision
    version = outcomes.first?.version ?? ""
    seed = outcomes.first?.seed ?? 0
    networks = outcomes.count
    families = summary.families.count
    areaUnderCurve = summary.areaUnderCurve
    calibrationError = summary.calibrationError
    coverage = summary.coverage
    accuracyWhereDecided = summary.accuracyWhereDecided
    let effects = outcomes.map { Self.effects(SearchRecords($0.records)) }
    let moments = try Self.moments(effects)
    means = moments.means
    planted = SearchRecords.labels.map { label in
      let found = outcomes.filter { $0.label.isSearch }
        .compactMap { SearchRecords($0.records)[label] }
        .filter { $0.status == .supports }.compactMap(\.effect).filter(\.isFinite).sorted()
      return found.isEmpty ? nil : Sample.quantile(0.5, ofSorted: found)
    }
    let lower = moments.covariance.factor
    factor = (0..<lower.rows).flatMap { row in (0...row).map { lower[row, $0] } }
    let own = try effects.indices.map { place in
      let others = effects.indices.filter { $0 != place }.map { effects[$0] }
      return Self.squaredDistance(effects[place], from: try Self.moments(others))
    }.sorted()
    farthest = max(Self.chiSquared, Sample.quantile(0.99, ofSorted: own))
  }

  /// The middle effect of a test on planted searches, by its place among the labels.
  package func reference(_ place: Int) -> Double? {
    guard let planted, planted.indices.contains(place) else { return nil }
    return planted[place]
  }

  /// Whether a network lies too far from those of the benchmark for a verdict.
  package func isFar(_ evidence: [EvidenceRecord]) -> Bool {
    squaredDistance(evidence) > farthest
  }

  /// The ten effects, void ones and those that were not measured being 0, none larger than 2.
  private static func effects(_ records: SearchRecords) -> [Double] {
    records.effects.map { min(2, max(-2, $0)) }
  }

  /// How far the effects of a network lie from those of the benchmark's, as a squared Mahalanobis
  /// distance.
  package func squaredDistance(_ evidence: [EvidenceRecord]) -> Double {
    var lower = Matrix<Double>(rows: means.count, columns: means.count)
    for row in means.indices {
      for column in 0...row { lower[row, column] = factor[row * (row + 1) / 2 + column] }
    }
    return Self.squaredDistance(
      Self.effects(SearchRecords(evidence)), from: (means, Cholesky(factor: lower)))
  }

  private static func squaredDistance(
    _ effects: [Double], from moments: (means: [Double], covariance: Cholesky)
  ) -> Double {
    let centred = zip(effects, moments.means).map { $0 - $1 }
    return moments.covariance.solveLower(
      Matrix(rows: centred.count, columns: 1, elements: centred)
    ).elements.reduce(0) { $0 + $1 * $1 }
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

  private static func moments(
    _ rows: [[Double]]
  ) throws -> (means: [Double], covariance: Cholesky) {
    let (count, width) = (Double(max(1, rows.count)), rows.first?.count ?? 0)
    let means = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / count }
    var covariance = Matrix<Double>(rows: width, columns: width)
    for row in 0..<width {
      for column in 0...row {
        let value =
          rows.reduce(0) { $0 + ($1[row] - means[row]) * ($1[column] - means[column]) } / count
        covariance[row, column] = row == column ? value * (1 + ridge) + 1e-4 : value
      }
    }
    return (means, try Cholesky(covariance))
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
