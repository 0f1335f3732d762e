package import Statistics

/// A test of search that could not be applied to a network, with the reason.
package struct RefusedTest: Sendable, Equatable {
  /// As in ``Finding/id``.
  package var id: String
  package var title: String
  /// As in ``EvidenceRecord/test``.
  package var test: String
  package var claim: String
  package var effectName: String

  package init(id: String, title: String, test: String, claim: String, effectName: String) {
    self.id = id
    self.title = title
    self.test = test
    self.claim = claim
    self.effectName = effectName
  }

  /// The finding: nothing was measured.
  ///
  /// - Parameter reason: a clause without a full stop, as in `the network has no ticks`.
  package func finding(_ subject: StudySubject, levels: LevelSet?, reason: String) -> Finding {
    var identity = subject.identity
    identity.levels = levels?.digest
    return finding(identity, reason: reason)
  }

  /// The finding about a network that acts in no levels.
  package func finding(_ identity: EvidenceSubject, reason: String) -> Finding {
    let record = EvidenceRecord(
      test: test, claim: claim, subject: identity, levels: 0, effectName: effectName,
      status: .notApplicable(reason))
    return Finding(
      id: id, title: title, measured: "Not measured.", control: "",
      shows: "The test cannot be applied here: \(reason).",
      doesNotShow: "This says nothing for or against a search.", records: [record])
  }
}
