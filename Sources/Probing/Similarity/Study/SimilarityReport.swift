/// What a study found.
package struct SimilarityReport: Sendable, Equatable {
  /// One matrix a measure, in the order asked for.
  package let matrices: [SimilarityMatrix]
  /// What a reader should know of the sets and the levels.
  package let notes: [SimilarityNote]
  /// The number of units of levels.
  package let levels: Int
  /// The number of rows.
  package let rows: Int

  package init(matrices: [SimilarityMatrix], notes: [SimilarityNote], levels: Int, rows: Int) {
    self.matrices = matrices
    self.notes = notes
    self.levels = levels
    self.rows = rows
  }
}
