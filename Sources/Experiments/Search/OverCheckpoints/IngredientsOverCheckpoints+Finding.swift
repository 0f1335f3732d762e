package import Statistics

extension IngredientsOverCheckpoints {
  /// The records (the whole first, then one an ingredient, then every grade at every checkpoint), the
  /// paragraph and the figures.
  ///
  /// - Parameter identity: the run; checkpoint and step are left out of records about all of them.
  package func finding(_ identity: EvidenceSubject) -> Finding {
    var subject = identity
    (subject.checkpoint, subject.step) = (nil, nil)
    subject.levels = outcomes.lazy.flatMap(\.records).compactMap(\.subject.levels).first
    return Finding(
      id: "ingredients-by-step", title: "When did each ingredient appear?",
      measured: measured, control: control, shows: shows,
      doesNotShow:
        "Steps between two checkpoints were not looked at, and a grade is of these levels: "
        + "an ingredient can be there earlier, or in other levels.",
      records: [whole(subject)] + histories.map { record($0, subject) }
        + outcomes.flatMap { grades($0, subject) }, charts: charts())
  }

  private var levels: Int { outcomes.flatMap(\.records).map(\.levels).max() ?? 0 }

  private func whole(_ subject: EvidenceSubject) -> EvidenceRecord {
    let grades = Ingredient.necessary.map { history($0)?.appearance(.correlational) }
    let isAbsent = grades.contains { if case .absent = $0 { true } else { false } }
    let status: EvidenceStatus =
      allReadable != nil
      ? .supports
      : isAbsent ? .contradicts : .inconclusive("an ingredient is open at the last checkpoint")
    return EvidenceRecord(
      test: Self.test,
      claim: "From some checkpoint on, every ingredient that explicit search needs is there.",
      subject: subject, levels: levels,
      effectName: "first step from which all are at least readable",
      effect: allReadable.map(Double.init), status: status,
      notes: broken.map { "step \($0.step) was not measured: \($0.failure ?? "")" })
  }

  private func record(_ history: IngredientHistory, _ subject: EvidenceSubject) -> EvidenceRecord {
    let appearance = history.appearance(.correlational)
    let status: EvidenceStatus =
      switch appearance {
      case .appeared, .between: .supports
      case .absent: .contradicts
      case .open: .inconclusive(history.points.last?.why ?? "nothing was measured")
      }
    let (first, last) = (history.points.first?.record, history.points.last?.record)
    return EvidenceRecord(
      test: "\(Self.test): \(history.ingredient.name)",
      claim: "\(history.ingredient.name): \(appearance.sentence).", subject: subject,
      levels: last?.levels ?? 0,
      effectName: (last?.effectName ?? "nothing was measured") + ", at the last checkpoint",
      effect: last?.effect, interval: last?.interval, p: last?.p, pAdjusted: last?.pAdjusted,
      equivalenceMargin: last?.equivalenceMargin,
      controls: [
        EvidenceControl(
          name: "the same at step \(history.points.first?.step ?? 0)", value: first?.effect,
          interval: first?.interval)
      ], status: status,
      notes: [
        "readable: \(appearance.short); causal: \(history.appearance(.causal).short)",
        "leading test: \(history.test ?? "none")",
      ])
  }

  private func grades(
    _ outcome: CheckpointOutcome, _ subject: EvidenceSubject
  ) -> [EvidenceRecord] {
    guard let verdict = outcome.verdict else { return [] }
    return zip(verdict.ingredients, histories).map { reading, history in
      let record = history.test.flatMap { SearchRecords(outcome.records).named($0) }
      var identity = record?.subject ?? subject
      identity.step = outcome.step
      return EvidenceRecord(
        test: "\(Self.test): \(reading.ingredient.name), one checkpoint",
        claim: reading.claim,
        subject: identity, levels: record?.levels ?? 0,
        effectName: record?.effectName ?? "nothing was measured", effect: record?.effect,
        interval: record?.interval, p: record?.p, pAdjusted: record?.pAdjusted,
        null: record?.null, status: reading.status,
        notes: ["verdict: \(verdict.conclusion.rawValue)", "test: \(history.test ?? "none")"])
    }
  }

  private var measured: String {
    "The ten tests ran at \(Wording.count(outcomes.count - broken.count, "checkpoint")) (step "
      + "\(Wording.list(steps.map(String.init)))), from scratch and on the same levels at each."
  }

  private var control: String {
    guard let first = outcomes.first, first.step == 0, let verdict = first.verdict else {
      return "No untrained network of the run was among them; each test has untrained networks of "
        + "its own beside it."
    }
    let grades = verdict.ingredients.map { "\($0.ingredient.name) \($0.grade.rawValue)" }
    return "At step 0, untrained: \(Wording.list(grades)) (\(verdict.conclusion.rawValue))."
  }

  private var shows: String {
    var text =
      allReadable.map { "From step \($0) on, every necessary ingredient is there." }
      ?? "At no checkpoint are all necessary ingredients there to stay."
    for history in histories {
      let readable = history.appearance(.correlational)
      let name = history.ingredient.name
      text += " \(name.prefix(1).uppercased() + name.dropFirst()): \(readable.sentence)"
      let causal = history.appearance(.causal)
      if readable.step != nil { text += "; causal: \(causal.short)" }
      text += "."
    }
    for outcome in broken {
      text += " Step \(outcome.step) was not measured: \(outcome.failure ?? "")"
      if !text.hasSuffix(".") { text += "." }
    }
    return text
  }
}
