import Experiments
import Testing

@Suite struct SharedEndTests {
  @Test func whatAllEndWithIsFoundFromTheBeginningOfASentence() {
    #expect(
      SharedEnd.of(["One thing. One run. It ends.", "Another. One run. It ends.", "C. It ends."])
        == "It ends.")
    #expect(SharedEnd.of(["a. Same.", "b. Same.", "Same."]) == "Same.")
    #expect(SharedEnd.of(["The same.", "The same.", "The same."]) == "The same.")
    // Half a sentence is none.
    #expect(SharedEnd.of(["It is so here.", "Not here.", "Nor here."]) == "")
    #expect(SharedEnd.of(["a. Same.", "b. Same."]) == "")
    #expect(SharedEnd.of(["a. Same.", "b. Same.", ""]) == "")
  }
}
