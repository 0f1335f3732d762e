package import Statistics

/// What the detector said of one network of the benchmark.
package struct BenchmarkOutcome: Sendable, Equatable, Codable {
  package let name: String
  package let family: String
  package let label: PlantedLabel
  package let matched: String?
  package let disguises: [String]
  /// The seed of the benchmark.
  package let seed: UInt64
  package let verdict: SearchVerdict
  package let records: [EvidenceRecord]
  /// For a twin with a pair: what it does on the levels of the pair, and what its positive does.
  package let behaviour: PairBehaviour?
  /// Why the tests could not be run, where they could not: an abstention with this reason.
  package let failure: String?
  package let seconds: Double
  package let version: String
  /// The revision of the tests, ``BenchmarkCard/revision``.
  package let revision: Int?
  /// Whether it is of the quick form, with fewer levels and untrained networks.
  package let isQuick: Bool?

  package init(
    name: String, family: String, label: PlantedLabel, matched: String?, disguises: [String],
    seed: UInt64, verdict: SearchVerdict, records: [EvidenceRecord], behaviour: PairBehaviour?,
    failure: String? = nil, seconds: Double, version: String,
    revision: Int = BenchmarkCard.revision, isQuick: Bool = false
  ) {
    self.name = name
    self.family = family
    self.label = label
    self.matched = matched
    self.disguises = disguises
    self.seed = seed
    self.verdict = verdict
    self.records = records
    self.behaviour = behaviour
    self.failure = failure
    self.seconds = seconds
    self.version = version
    self.revision = revision
    self.isQuick = isQuick
  }

  /// The effect of each test in their order; 0 where it was not measured, or is void.
  package var effects: [Double] { SearchRecords(records).effects }

  /// What a test said: `supports`, `contradicts`, `inconclusive`, `not applicable` or `not run`.
  package func word(_ label: String) -> String {
    guard let record = SearchRecords(records)[label] else { return "not run" }
    return record.status.isNotApplicable ? "not applicable" : record.status.word
  }
}
