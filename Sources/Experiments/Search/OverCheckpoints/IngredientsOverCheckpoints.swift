package import Statistics
package import Storage

/// The ingredients of a search at checkpoints of a run: which grade each has where, and when each
/// appeared.
///
/// The ten tests run at every checkpoint on the same levels with the same settings, from scratch: the
/// untrained network at step 0 among them, which is what a grade is worth nothing without. A
/// checkpoint that cannot be read or studied is named, and leaves open what was there.
package struct IngredientsOverCheckpoints: Sendable, Equatable {
  static let test = "ingredients over checkpoints"

  /// A checkpoint to be measured.
  package struct Source: Sendable {
    package let step: Int
    /// Everything that its outcome depends on.
    package let key: String
    let evidence: @Sendable (@escaping ProgressHandler, Interruption) throws -> [EvidenceRecord]

    /// - Parameter evidence: runs the tests; called once, unless the outcome is on file.
    package init(
      step: Int, key: String,
      evidence:
        @escaping @Sendable (@escaping ProgressHandler, Interruption) throws -> [EvidenceRecord]
    ) {
      self.step = step
      self.key = key
      self.evidence = evidence
    }
  }

  /// Steps rising.
  package let outcomes: [CheckpointOutcome]
  /// One an ingredient, in their order.
  package let histories: [IngredientHistory]

  package init(_ outcomes: [CheckpointOutcome]) {
    let ordered = outcomes.sorted { $0.step < $1.step }
    self.outcomes = ordered
    histories = Ingredient.allCases.map { IngredientHistory($0, of: ordered) }
  }

  /// Measures the checkpoints that have no file yet, in order, and writes a file after each.
  ///
  /// - Throws: ``SearchError/noUsableCheckpoint(broken:)`` when none can be studied,
  ///   ``CaptureError/interrupted`` with the files so far whole, and ``SearchSeriesError``.
  package init(
    _ sources: [Source], folder: CheckpointOutcomeFolder?,
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    let ordered = sources.sorted { $0.step < $1.step }
    var outcomes: [CheckpointOutcome] = []
    for (number, source) in ordered.enumerated() {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      if let known = try folder?.read(step: source.step, key: source.key) {
        outcomes.append(known)
        continue
      }
      @Sendable func tell(_ detail: String) {
        progress(
          Progress(
            stage: "checkpoints", completed: number, total: ordered.count, unit: "checkpoints",
            detail: "step \(source.step)" + (detail.isEmpty ? "" : ", \(detail)")))
      }
      tell("")
      let outcome = try Self.measure(source, { tell($0.detail) }, interruption)
      // A file may be gone tomorrow, and with it the reason: what failed is tried again.
      if outcome.failure == nil { try folder?.write(outcome) }
      outcomes.append(outcome)
    }
    progress(
      Progress(
        stage: "checkpoints", completed: ordered.count, total: ordered.count, unit: "checkpoints"))
    guard outcomes.contains(where: { $0.failure == nil }) else {
      throw SearchError.noUsableCheckpoint(
        broken: outcomes.map { "Step \($0.step): \($0.failure ?? "")" })
    }
    self.init(outcomes)
  }

  private static func measure(
    _ source: Source, _ progress: @escaping ProgressHandler, _ interruption: Interruption
  ) throws -> CheckpointOutcome {
    do {
      return CheckpointOutcome(
        step: source.step, key: source.key, records: try source.evidence(progress, interruption))
    } catch CaptureError.interrupted {
      throw CaptureError.interrupted
    } catch {
      return CheckpointOutcome(
        step: source.step, key: source.key, records: [], failure: "\(error)")
    }
  }

  package var steps: [Int] { outcomes.map(\.step) }

  /// Checkpoints that could not be studied.
  package var broken: [CheckpointOutcome] { outcomes.filter { $0.failure != nil } }

  package func history(_ ingredient: Ingredient) -> IngredientHistory? {
    histories.first { $0.ingredient == ingredient }
  }

  /// The first checkpoint from which all ingredients that explicit search needs are at least readable
  /// up to the end; nil where there is none.
  package var allReadable: Int? {
    let steps = Ingredient.necessary.map { history($0)?.appearance(.correlational).step }
    return steps.contains(nil) ? nil : steps.compactMap { $0 }.max()
  }
}
