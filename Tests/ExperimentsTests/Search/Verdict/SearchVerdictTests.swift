import Experiments
import Statistics
import Testing

@Suite struct SearchVerdictTests {
  private enum Word { case yes, no, open, absent }

  /// Records of tests with these outcomes.
  private func records(_ outcomes: KeyValuePairs<String, Word>) -> [EvidenceRecord] {
    outcomes.map { test, word in
      let status: EvidenceStatus =
        switch word {
        case .yes: .supports
        case .no: .contradicts
        case .open: .inconclusive("the interval holds both zero and effects that matter")
        case .absent: .notApplicable("there are no squares")
        }
      return EvidenceRecord(
        test: test, claim: "", subject: EvidenceSubject(), levels: 100, effectName: "",
        effect: 0.5, interval: Interval(lower: 0.4, upper: 0.6, method: "percentile"),
        p: word == .yes ? 0.01 : 0.7,
        status: status, notes: test == "T9 trace matching" ? ["algorithm: value iteration"] : [])
    }
  }

  private func planner(_ changes: [String: Word] = [:]) -> SearchVerdict {
    var outcomes: [(String, Word)] = [
      ("T1 incremental plan decodability", .yes), ("T2 refinement over ticks", .yes),
      ("T3 geodesic wavefront", .yes), ("T4 input audit", .absent),
      ("T4 counterfactual edits", .yes), ("T5 steering", .yes), ("T6 necessity", .yes),
      ("T7 compute scaling", .yes), ("T8 objective swap", .yes), ("T9 trace matching", .yes),
      (CandidateNames.presence, .yes), (CandidateNames.value, .yes), (CandidateNames.swap, .yes),
    ]
    for index in outcomes.indices {
      let label = String(outcomes[index].0.prefix { $0 != " " })
      if outcomes[index].0 != "T4 input audit", let word = changes[label] {
        outcomes[index].1 = word
      }
      if let word = changes[outcomes[index].0] { outcomes[index].1 = word }
    }
    return SearchVerdict(outcomes.flatMap { records([$0.0: $0.1]) })
  }

  @Test func allIngredientsAreExplicitSearch() {
    let verdict = planner()
    #expect(verdict.conclusion == .explicitSearch)
    #expect(verdict.p == 0.01)
    #expect(verdict.algorithm == "value iteration")
    #expect(
      verdict.ingredients.map(\.grade) == [.causal, .correlational, .causal, .causal, .causal])
    #expect(verdict.contradictions.isEmpty && verdict.notTested.isEmpty)
  }

  /// A network that looks at one candidate after another keeps its plan as a number.
  @Test func noPlanAtSquaresIsNoAbsenceOfSelectionInASerialSearch() throws {
    func verdict(_ claim: String) -> SearchVerdict {
      var all = records(["T4 counterfactual edits": .yes, "T8 objective swap": .yes])
      all += records(["T5 steering": .no, "T6 necessity": .no, "T1 incremental plan": .open])
      all += records([CandidateNames.value: .yes, CandidateNames.presence: .yes])
      all[all.count - 1].claim = claim
      return SearchVerdict(all)
    }
    let serial = verdict(SerialCandidates.presenceClaim)
    #expect(serial.conclusion == .inconclusive)
    #expect(serial.reading(.selection)?.grade == .inconclusive)
    #expect(serial.wouldSettle.contains { $0.contains("one candidate after another") })
    #expect(verdict("The losing way is held.").conclusion == .noExplicitSearch)
  }

  @Test func anAlgorithmThatCannotBeToldIsNotNamed() {
    let told = EvidenceRecord(
      test: "T9 trace matching", claim: "", subject: EvidenceSubject(), levels: 100,
      effectName: "", effect: 0.053, interval: Interval(lower: 0.02, upper: 0.09, method: ""),
      p: 0.02, status: .supports,
      notes: [AlgorithmReading.cannotTell.note, "nearest: A*"])
    #expect(SearchVerdict([told]).algorithm == nil)
  }

  @Test(arguments: [
    ("T4", SearchVerdict.Conclusion.noExplicitSearch), ("T8", .noExplicitSearch),
    ("T6", .computedNotUsed),
  ])
  func anAbsentIngredientIsNoExplicitSearch(
    _ label: String, _ conclusion: SearchVerdict.Conclusion
  ) {
    #expect(planner([label: .no]).conclusion == conclusion)
  }

  /// A value in another form than those tried would not be seen.
  @Test func anEvaluationAloneThatIsNotFoundIsOpen() {
    func verdict(_ changes: [String: Word]) -> SearchVerdict {
      planner(
        ["T9": .no, CandidateNames.value: .no, CandidateNames.swap: .no].merging(changes) { $1 })
    }
    let open = verdict([:])
    #expect(open.reading(.evaluation)?.grade == IngredientGrade.none)
    #expect(open.conclusion == .inconclusive)
    #expect(open.sentence.contains("evaluation is not found in the forms"))
    #expect(open.wouldSettle.first?.hasPrefix("evaluation") == true)
    // Less that is known makes no stronger verdict.
    #expect(verdict(["T8": .open]).conclusion == .inconclusive)
    #expect(verdict(["T6": .open]).conclusion == .inconclusive)
    for label in ["T1", "T3", "T8", CandidateNames.presence, "T4 counterfactual edits"] {
      #expect(verdict([label: .no]).conclusion == .noExplicitSearch, "\(label)")
    }
  }

  @Test(arguments: ["T4", "T5", "T6", "T8"])
  func anOpenIngredientAbstains(_ label: String) {
    let verdict = planner([label: .open])
    #expect(verdict.conclusion == .inconclusive)
    #expect(verdict.wouldSettle.contains { $0.contains(label) })
  }

  @Test func aSearchBesideTheDecisionIsComputedAndNotUsed() {
    let verdict = planner(["T5": .no, "T6": .no, "T8": .no])
    #expect(verdict.conclusion == .computedNotUsed)
    #expect(verdict.contradictions.contains { $0.contains("computed and not used") })
  }

  @Test func aDormantPathwayIsNamed() {
    let verdict = planner(["T3": .no, "T1": .no, "T4": .no, "T6": .no, "T9": .no, "T10": .no])
    #expect(verdict.conclusion == .noExplicitSearch)
    #expect(verdict.contradictions.contains { $0.contains("dormant") })
  }

  @Test func aLeakNeverMakesASearch() {
    let leak = planner([
      "T4 input audit": .no, "T3": .open, "T4 counterfactual edits": .open, "T9": .open,
      "T10": .open,
    ])
    #expect(leak.conclusion == .inconclusive)
    #expect(leak.contradictions.contains { $0.contains("input plane") })
  }

  @Test func candidatesThatAreShownAbsentForbidTheConclusion() {
    #expect(planner([CandidateNames.presence: .no]).conclusion == .inconclusive)
    #expect(planner([CandidateNames.presence: .open]).conclusion == .explicitSearch)
  }

  @Test func anAlgorithmIsNamedOnlyWhereItsTestSupports() {
    #expect(planner(["T9": .open]).algorithm == nil)
  }

  @Test func theReportBeginsWithTheVerdictItself() {
    let verdict = planner(["T6": .open])
    let records = verdict.finding([], card: "").records
    #expect(records.map(\.test).first == "verdict")
    #expect(records.count == 1 + Ingredient.allCases.count)
    #expect(records[0].status.word == "inconclusive" && records[1].status == .supports)
    #expect(planner().finding([], card: "").records[0].status == .supports)
    #expect(planner(["T8": .no]).finding([], card: "").records[0].status == .contradicts)
  }

  @Test func whatWasNotTestedIsListed() {
    let verdict = planner(["T7": .absent])
    #expect(verdict.notTested == ["T7: not applicable: there are no squares"])
    #expect(SearchVerdict([]).conclusion == .inconclusive)
    #expect(SearchVerdict([]).notTested.count == 10)
  }

  @Test func whatNoTestCanAskForWouldSettleNothing() {
    let verdict = planner(["T5": .absent, "T6": .absent, "T8": .absent, "T9": .open])
    #expect(verdict.conclusion == .inconclusive)
    let open = verdict.wouldSettle.map { String($0.prefix { $0 != ":" }) }
    #expect(!open.contains("selection") && !open.contains("objective"))
    // One line for all tests that were refused for one reason.
    let refused = verdict.remarks.filter { $0.hasPrefix("Not tested") }
    #expect(refused == ["Not tested: T5, T6, T8: not applicable: there are no squares."])
    #expect(
      verdict.reading(.selection)?.why == "T5, T6: not applicable: there are no squares")
  }

  @Test func aNetworkThatNoTestCanBeMadeOfIsSaidToBe() {
    let all = Dictionary(uniqueKeysWithValues: SearchRecords.labels.map { ($0, Word.absent) })
    let verdict = planner(all)
    #expect(verdict.sentence.contains("none of the ten tests can be made"))
    #expect(verdict.wouldSettle.isEmpty && verdict.remarks.count == 1)
  }
}
