import Statistics
import Testing

@Suite struct EvidenceRecordTests {
  static func record(_ status: EvidenceStatus) -> EvidenceRecord {
    EvidenceRecord(
      test: "T1 plan decodability", claim: "The plan can be read beyond the observation.",
      subject: EvidenceSubject(
        run: "r", checkpoint: "abc", step: 500, site: "cell/hidden", tick: 3),
      levels: 120, effectName: "increment of macro-F1", effect: 0.21,
      interval: Interval(lower: 0.18, upper: 0.24, method: "percentile"), p: 0.001,
      pAdjusted: .nan, minimumDetectableEffect: 0.04, equivalenceMargin: 0.03,
      null: EvidenceNull(PermutationNull(name: "maps", observed: 4, draws: [1, 2, 3])),
      controls: [EvidenceControl(name: "observation only", value: 0.76)],
      gates: [EvidenceGate(name: "levels", passed: true, detail: "120 of at least 100")],
      status: status, notes: ["a note"])
  }

  @Test(arguments: [EvidenceStatus.supports, .contradicts, .inconclusive("too few levels")])
  func aRecordIsReadBackFromItsLine(status: EvidenceStatus) throws {
    let record = Self.record(status)
    let line = try record.jsonLine()
    #expect(!line.contains("\n"))
    #expect(try EvidenceRecord(jsonLine: line) == record)
    #expect(try EvidenceRecord(jsonLine: line).jsonLine() == line)
  }

  @Test func numbersThatAreNotDefinedAreAbsent() throws {
    let line = try Self.record(.supports).jsonLine()
    #expect(!line.contains("pAdjusted"))
    #expect(!line.lowercased().contains("nan"))
    #expect(line.contains("\"site\":\"cell/hidden\""))
  }

  @Test func unknownStatusesAreRefused() throws {
    let line = try Self.record(.supports).jsonLine()
      .replacing("\"supports\"", with: "\"proves\"")
    #expect(throws: DecodingError.self) { try EvidenceRecord(jsonLine: line) }
  }

  @Test func failedGatesVoidAResult() {
    let gate = EvidenceGate(name: "levels", passed: false, detail: "12 of at least 100")
    let status = EvidenceStatus.judging(
      effect: 0.5, interval: Interval(lower: 0.4, upper: 0.6, method: "percentile"),
      pAdjusted: 0.001, power: PowerCard(standardError: 0.01), margin: 0.03, gates: [gate])
    #expect(status == .inconclusive("void: levels: 12 of at least 100"))
  }

  @Test func effectsAreJudgedByIntervalNullAndPower() {
    func judge(_ lower: Double, _ upper: Double, _ p: Double, _ error: Double) -> EvidenceStatus {
      .judging(
        effect: (lower + upper) / 2,
        interval: Interval(lower: lower, upper: upper, method: "percentile"), pAdjusted: p,
        power: PowerCard(standardError: error), margin: 0.03, gates: [])
    }
    #expect(judge(0.1, 0.2, 0.001, 0.025) == .supports)
    #expect(judge(-0.01, 0.01, 0.4, 0.005) == .contradicts)
    #expect(judge(-0.2, -0.1, 1, 0.025) == .contradicts)
    for unclear in [judge(-0.1, 0.2, 0.3, 0.075), judge(0.1, 0.2, 0.2, 0.025)] {
      guard case .inconclusive = unclear else {
        Issue.record("\(unclear) should be inconclusive.")
        continue
      }
    }
  }
}
