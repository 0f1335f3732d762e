package import Statistics

/// What the ten tests said of the network at one checkpoint of a run.
package struct CheckpointOutcome: Sendable, Equatable, Codable {
  package let step: Int
  /// What it was measured by: the checkpoint, the levels, the settings and the version.
  package let key: String
  /// All records, from which the verdict follows; empty where the tests could not be run.
  package let records: [EvidenceRecord]
  /// Why the tests could not be run, where they could not.
  package let failure: String?

  package init(step: Int, key: String, records: [EvidenceRecord], failure: String? = nil) {
    self.step = step
    self.key = key
    self.records = records
    self.failure = failure
  }

  /// What the records add up to; nil where the tests could not be run.
  package var verdict: SearchVerdict? { failure == nil ? SearchVerdict(records) : nil }

  /// How much is known of an ingredient; nil where the tests could not be run.
  package func grade(_ ingredient: Ingredient) -> IngredientGrade? {
    verdict?.reading(ingredient)?.grade
  }
}
