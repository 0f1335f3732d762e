import Experiments
import Statistics
import Testing

@Suite struct FindingTests {
  @Test func theParagraphJoinsItsSentencesAndTheFirstRecordDecides() {
    let record = EvidenceRecord(
      test: "T", claim: "c", subject: EvidenceSubject(), levels: 1, effectName: "e",
      status: .contradicts)
    let finding = Finding(
      id: "x", title: "X", measured: "A.", control: "", shows: "B.", doesNotShow: "C.",
      records: [record])
    #expect(finding.paragraph == "A. B. C.")
    #expect(finding.status == .contradicts)
  }

  @Test func numbersReadAsAPersonWouldWriteThem() {
    #expect(Wording.signed(-0.0001) == "+0.000")
    #expect(Wording.number(.nan) == "not defined")
    #expect(Wording.percent(0.346) == "35 %")
    #expect(Wording.count(1, "level") == "one level")
    #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
    let estimate = BootstrapEstimate(value: 0.5, percentileOf: (0...100).map { Double($0) / 100 })
    #expect(Wording.signed(estimate) == "+0.500 (95 % interval +0.025 to +0.975)")
  }
}
