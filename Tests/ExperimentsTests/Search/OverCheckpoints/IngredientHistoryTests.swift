import Experiments
import Statistics
import Testing

@Suite struct IngredientHistoryTests {
  private let no = IngredientGrade.none

  private func appearance(
    _ grades: [IngredientGrade?], _ wanted: IngredientGrade = .correlational
  ) -> IngredientAppearance {
    IngredientHistory(
      .selection, test: nil,
      points: grades.enumerated().map { .init(step: 10 * $0, grade: $1, why: "") }
    ).appearance(wanted)
  }

  @Test func theStepIsTheFirstFromWhichTheGradeStays() {
    #expect(
      appearance([no, no, .correlational, .causal]) == .appeared(step: 20, after: 10))
    #expect(
      appearance([no, no, .correlational, .causal], .causal)
        == .appeared(step: 30, after: 20))
    // What came and went does not count from where it came.
    #expect(appearance([no, .causal, no, .causal]) == .appeared(step: 30, after: 20))
    #expect(appearance([.causal, .causal]) == .appeared(step: 0, after: nil))
  }

  @Test func anOpenGradeBeforeMakesAnIntervalOfSteps() {
    #expect(
      appearance([no, .inconclusive, .inconclusive, .causal])
        == .between(earliest: 10, latest: 30))
    #expect(
      appearance([no, .causal, .inconclusive, .causal]) == .between(earliest: 10, latest: 30))
    #expect(appearance([nil, .causal]) == .between(earliest: 0, latest: 10))
    // Nothing is open between the last checkpoint without it and the first with it.
    #expect(
      appearance([.inconclusive, no, .causal]) == .appeared(step: 20, after: 10))
  }

  @Test func whatIsNotThereAtTheEndDidNotAppearAndAnOpenEndCannotBeTold() {
    #expect(appearance([no, no]) == .absent(seen: []))
    #expect(appearance([no, .causal, no]) == .absent(seen: [10]))
    #expect(appearance([no, .correlational], .causal) == .absent(seen: []))
    #expect(appearance([no, .causal, .inconclusive]) == .open(seen: [10]))
    #expect(appearance([.causal, nil]) == .open(seen: [0]))
    #expect(appearance([]) == .open(seen: []))
  }

  @Test func theWordsNameTheSteps() {
    #expect(appearance([no, .causal]).short == "step 10")
    #expect(appearance([no, .causal]).sentence.contains("not at step 0"))
    #expect(appearance([.inconclusive, .causal]).sentence.contains("cannot be told"))
    #expect(appearance([.causal, no]).sentence.contains("did not stay"))
    #expect(appearance([no, no]).short == "did not appear")
    #expect(appearance([no, .inconclusive]).short == "cannot be told")
    #expect(appearance([no, .inconclusive]).step == nil)
    #expect(appearance([no, .inconclusive, .causal]).step == 20)
  }
}
