package import Statistics

extension SearchVerdict {
  /// The verdict in one sentence.
  package var sentence: String {
    switch conclusion {
    case .explicitSearch:
      let how = algorithm.map { ", by what looks like \($0)" } ?? ""
      return "Explicit search\(how): every necessary ingredient is there"
        + (p.map { ", at p = \(Wording.number($0)) at most" } ?? "") + "."
    case .noExplicitSearch:
      let lacking = ingredients.filter {
        $0.grade == .none && Ingredient.necessary.contains($0.ingredient)
      }
      return "No explicit search: "
        + Wording.list(lacking.map { "\($0.ingredient.name) is absent (\($0.why))" }) + "."
    case .computedNotUsed:
      return "Search computed but not used: a search can be read inside, and decisions do not "
        + "depend on it."
    case .inconclusive:
      if let withheld {
        return "Inconclusive: the tests say \(withheld.rawValue), but the ten effects lie further "
          + "from those of the networks of known workings than 99 % of these do, and how far to "
          + "trust the tests there is not known."
      }
      guard notTested.count < SearchRecords.labels.count else {
        return "Inconclusive: none of the ten tests can be made of this network here."
      }
      if let candidates = reading(.candidates), candidates.grade == .none, wouldSettle.isEmpty {
        return
          "Inconclusive: every necessary ingredient is there, but no candidate beside the one that is "
          + "chosen (\(candidates.why))."
      }
      if reading(.evaluation)?.grade == IngredientGrade.none {
        return
          "Inconclusive: evaluation is not found in the forms that were tried, and nothing else that a "
          + "search needs is shown absent."
      }
      return "Inconclusive: no necessary ingredient is shown absent, and not all are shown."
    }
  }

  /// What the reader has to know beside the sentence, one string each.
  package var remarks: [String] {
    contradictions.map { "Speaks against each other: \($0)." }
      + wouldSettle.map { "Would settle it: \($0)." }
      + Self.grouped(notTested).map { "Not tested: \($0)." }
  }

  /// Tests that were refused for one reason in one line: `T5, T6: the reason`.
  private static func grouped(_ refused: [String]) -> [String] {
    SearchRecords.joined(
      refused.map { line in
        let label = line.prefix { $0 != ":" }
        return (String(label), String(line.dropFirst(label.count)))
      })
  }

  /// The verdict as the first finding of a report, one record an ingredient.
  ///
  /// - Parameters:
  ///   - evidence: the records that the verdict was computed from.
  ///   - card: what the benchmark says of verdicts like this one.
  package func finding(_ evidence: [EvidenceRecord], card: String) -> Finding {
    let records = SearchRecords(evidence)
    return Finding(
      id: "verdict", title: "Verdict: \(conclusion.rawValue)",
      measured:
        "Five ingredients are graded from ten tests: none, inconclusive, correlational (it is there) "
        + "or causal (an intervention on it does what it should). Explicit search needs a search "
        + "space whose edits are followed, evaluation, and objective and selection by intervention. "
        + "How well the network plays does not enter.",
      control: card, shows: ([sentence] + remarks).joined(separator: " "),
      doesNotShow: "A verdict is about this network on these levels.",
      records: [whole(evidence)] + ingredients.map { record($0, records) })
  }

  /// The conclusion as a record, which stands for the finding as a whole.
  private func whole(_ evidence: [EvidenceRecord]) -> EvidenceRecord {
    let status: EvidenceStatus =
      switch conclusion {
      case .explicitSearch: .supports
      case .noExplicitSearch, .computedNotUsed: .contradicts
      case .inconclusive: .inconclusive(sentence)
      }
    return EvidenceRecord(
      test: "verdict", claim: "The network chooses by explicit search.",
      subject: evidence.first?.subject ?? EvidenceSubject(),
      levels: evidence.map(\.levels).max() ?? 0, effectName: "largest p of what it rests on",
      effect: nil, p: p, status: status, notes: remarks)
  }

  private func record(
    _ reading: IngredientReading, _ records: SearchRecords
  ) -> EvidenceRecord {
    let leading = reading.tests.first.flatMap(records.named)
    return EvidenceRecord(
      test: "verdict: \(reading.ingredient.name)",
      claim: reading.claim,
      subject: leading?.subject ?? EvidenceSubject(), levels: leading?.levels ?? 0,
      effectName: leading?.effectName ?? "nothing was measured", effect: leading?.effect,
      interval: leading?.interval, p: leading?.p, pAdjusted: leading?.pAdjusted,
      null: leading?.null, status: reading.status,
      notes: ["rests on " + reading.tests.joined(separator: ", ")])
  }
}
