package import Statistics

/// The records of the ten tests on one network, found by the names of the tests.
package struct SearchRecords: Sendable {
  /// The tests in order, by the beginning of their records' names.
  package static let labels = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"]

  package let records: [EvidenceRecord]

  package init(_ records: [EvidenceRecord]) { self.records = records }

  /// The test's own record: the first of that label, the input audit apart.
  package subscript(label: String) -> EvidenceRecord? {
    records.first { $0.test.hasPrefix(label + " ") && $0.test != InputAudit.test }
  }

  /// The first record whose test has this whole name.
  package func named(_ test: String) -> EvidenceRecord? { records.first { $0.test == test } }

  /// Whether a plane of the observation gives the plan away.
  package var leaks: Bool { named(InputAudit.test)?.status == .contradicts }

  /// What is said of tests, those of which the same is said in one: `T5, T6: the reason`.
  static func joined(_ tests: [(label: String, says: String)]) -> [String] {
    var all: [String] = []
    for test in tests where !all.contains(test.says) { all.append(test.says) }
    return all.map { says in
      tests.filter { $0.says == says }.map(\.label).joined(separator: ", ") + says
    }
  }

  func supports(_ label: String) -> Bool { self[label]?.status == .supports }
  func contradicts(_ label: String) -> Bool { self[label]?.status == .contradicts }
  /// Whether the test was run and could be applied.
  func applies(_ test: String) -> Bool {
    named(test).map { !$0.status.isNotApplicable } ?? false
  }
}

extension EvidenceStatus {
  /// What a test says of a network that it cannot be applied to begins like this.
  package static let notApplicablePrefix = "not applicable: "

  /// The status of a test that cannot be applied.
  package static func notApplicable(_ why: String) -> EvidenceStatus {
    .inconclusive(notApplicablePrefix + why)
  }

  package var isNotApplicable: Bool {
    reason?.hasPrefix(Self.notApplicablePrefix) ?? false
  }
}
