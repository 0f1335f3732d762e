package import Statistics

/// What the tests of search found on one network, test by test. There is no overall verdict.
package struct SearchEvidence: Sendable, Equatable {
  package var findings: [Finding]

  package init(_ findings: [Finding]) { self.findings = findings }

  /// Every record of every test, in order.
  package var records: [EvidenceRecord] { findings.flatMap(\.records) }

  /// The finding of an id.
  package func finding(_ id: String) -> Finding? { findings.first { $0.id == id } }
}
