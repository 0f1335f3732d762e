package import Statistics

/// What the ten tests add up to on one network: computed from their records alone.
///
/// *Explicit search* is an intersection of claims: search space, evaluation, objective and selection
/// must each be significant, so the largest of their p-values is the verdict's (an intersection-union
/// test needs no correction). *No explicit search* needs one necessary ingredient to be shown absent,
/// by an interval inside the margin that counts as none and with the power to have seen more. Evaluation
/// is looked for in some forms of many, so that its absence is enough only where the plan (T1), the news'
/// way (T3) or the candidates (T10) are absent too. All else is *inconclusive*. What the network achieves
/// never enters.
///
/// Beside a ``BenchmarkCard`` a verdict is withheld where the ten effects lie further from those of the
/// networks of known workings than nearly all of these do: nothing is known of how far to trust it there.
/// A card of another revision of the tests withholds nothing: its effects may be those of other measures.
package struct SearchVerdict: Sendable, Equatable, Codable {
  package enum Conclusion: String, Sendable, Codable, CaseIterable {
    case explicitSearch = "explicit search"
    case noExplicitSearch = "no explicit search"
    case computedNotUsed = "search computed but not used"
    case inconclusive
  }

  package let conclusion: Conclusion
  /// What its tests say where that is not concluded, for being too far from the benchmark.
  package let withheld: Conclusion?
  /// One an ingredient, in their order.
  package let ingredients: [IngredientReading]
  /// The largest p-value of the tests that explicit search rests on.
  package let p: Double?
  /// The algorithm that the trace of the network's computation is told to be, where it is.
  package let algorithm: String?
  /// Tests that speak against each other, with what that means.
  package let contradictions: [String]
  /// Tests that were not run or could not be applied, with why.
  package let notTested: [String]
  /// What would settle an inconclusive verdict; nothing of ingredients that no test can ask for here.
  package let wouldSettle: [String]

  /// The verdict of a network's records.
  ///
  /// - Parameter card: of the benchmark, where the verdict is to be withheld far from it.
  package init(_ evidence: [EvidenceRecord], card: BenchmarkCard? = nil) {
    let records = SearchRecords(evidence)
    let grades = IngredientGrades(records)
    ingredients = Ingredient.allCases.map { grades.reading($0) }
    contradictions = Self.contradictions(records, grades)
    notTested = Self.notTested(records)
    algorithm = Self.algorithm(records)
    let isFound = Ingredient.necessary.allSatisfy { grades.isFound($0) }
    let lacking = Ingredient.necessary.filter { grades.reading($0).grade == .none }
    let lacksCandidates = grades.reading(.candidates).grade == .none
    // How ways are weighed has forms without end, of which some were tried. By itself that none of these
    // is found says little, whatever else is found or open.
    let isOpen =
      lacking == [.evaluation] && !lacksCandidates && !records.contradicts("T1")
      && !records.contradicts("T3")
    let said: Conclusion
    if isFound, !lacksCandidates {
      said = .explicitSearch
    } else if grades.isComputed, grades.reading(.selection).grade == .none {
      said = .computedNotUsed
    } else if !lacking.isEmpty, !isOpen {
      said = .noExplicitSearch
    } else {
      said = .inconclusive
    }
    // What a test measures may be another thing in another revision of the tests.
    let isFar = card.map { $0.revision == BenchmarkCard.revision && $0.isFar(evidence) } ?? false
    withheld = isFar && said != .inconclusive ? said : nil
    conclusion = isFar ? .inconclusive : said
    p = said == .explicitSearch ? Self.largestP(records, ingredients) : nil
    wouldSettle =
      said == .inconclusive
      ? Self.otherForms(isOpen, grades)
        + ingredients.filter { $0.grade == .inconclusive || $0.grade == .correlational }
        .filter { !grades.isFound($0.ingredient) || $0.ingredient == .candidates }
        .filter { !grades.cannotBeAsked($0.ingredient) }
        .map { "\($0.ingredient.name): \($0.why)" } : []
  }

  private static func otherForms(_ isOpen: Bool, _ grades: IngredientGrades) -> [String] {
    guard isOpen else { return [] }
    let evaluation = grades.reading(.evaluation)
    return [
      "\(evaluation.ingredient.name): \(evaluation.why), but nothing else that a search needs is shown "
        + "absent; it may be held in a form or at a place that was not tried"
    ]
  }

  private static func largestP(
    _ records: SearchRecords, _ ingredients: [IngredientReading]
  ) -> Double? {
    let tests = ingredients.filter { Ingredient.necessary.contains($0.ingredient) }
      .flatMap(\.tests)
    // A test that decides nothing is named by its ingredient, and the verdict does not rest on it.
    return tests.compactMap { records.named($0) }.filter { $0.status == .supports }
      .compactMap { $0.pAdjusted ?? $0.p }.max()
  }

  /// What T9's record, where it supports its claim, says that the steps are.
  private static func algorithm(_ records: SearchRecords) -> String? {
    guard let own = records["T9"], own.status == .supports else { return nil }
    let told = own.notes.lazy.compactMap(AlgorithmReading.note(in:)).first
    return told == AlgorithmReading.cannotTell.description ? nil : told
  }

  private static func contradictions(
    _ records: SearchRecords, _ grades: IngredientGrades
  ) -> [String] {
    var found: [String] = []
    if records.supports("T5"), records.contradicts("T6") {
      found.append(
        "T5 steers and T6 finds nothing lost: a direction that works when it is pushed and is idle "
          + "otherwise (a dormant pathway)")
    }
    if grades.isComputed, records.contradicts("T5"), records.contradicts("T6") {
      found.append(
        "a search can be read (T3, T9) and neither writing nor erasing it matters (T5, T6): it is "
          + "computed and not used")
    }
    if records.supports("T4"), records.contradicts("T3") {
      found.append(
        "decisions follow edits (T4) that do not travel along free squares (T3): either the input "
          + "tells them, or the search does not spread over squares")
    }
    if records.leaks {
      found.append(
        "an input plane gives the plan away (input audit): all tests were run with it held as in one "
          + "level, and the verdict is on the network without it")
    }
    return found
  }

  private static func notTested(_ records: SearchRecords) -> [String] {
    SearchRecords.labels.compactMap { label in
      guard let record = records[label] else { return "\(label): not run" }
      return record.status.isNotApplicable || record.status.reason?.hasPrefix("void") == true
        ? "\(label): \(record.status.reason ?? "")" : nil
    }
  }

  package func reading(_ ingredient: Ingredient) -> IngredientReading? {
    ingredients.first { $0.ingredient == ingredient }
  }
}
