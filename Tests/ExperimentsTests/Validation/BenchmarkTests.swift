import Experiments
import LinearAlgebra
import Statistics
import Testing

@Suite struct BenchmarkTests {
  private func outcome(
    _ name: String, _ label: PlantedLabel, effect: Double, matched: String? = nil
  ) throws -> BenchmarkOutcome {
    let family = String(name.prefix { $0 != "-" })
    let found = effect > 0.5
    let tests = [
      "T1 x", "T3 x", "T4 x", "T5 x", "T6 x", "T8 x", "T9 x", CandidateNames.presence,
    ]
    let records = tests.map {
      EvidenceRecord(
        test: $0, claim: "", subject: EvidenceSubject(), levels: 100, effectName: "",
        effect: effect, p: 0.01, status: found ? .supports : .contradicts)
    }
    return BenchmarkOutcome(
      name: name, family: family, label: label, matched: matched, disguises: [], seed: 1,
      verdict: SearchVerdict(records), records: records, behaviour: nil, seconds: 1, version: "0")
  }

  private func outcomes() throws -> [BenchmarkOutcome] {
    try (1...3).flatMap { variant in
      [
        try outcome("P1-\(variant)", .search, effect: 0.9),
        try outcome("P2-\(variant)", .search, effect: 0.8),
        try outcome("N1-\(variant)", .noSearch, effect: 0.1, matched: "P1-\(variant)"),
        try outcome("N2-\(variant)", .noSearch, effect: 0, matched: "P1-\(variant)"),
        try outcome("N13-\(variant)", .ungraded, effect: 0.5, matched: "P1-\(variant)"),
      ]
    }
  }

  @Test func aDetectorThatTellsThemApartHasAnAreaOfOne() throws {
    var random = RandomStream(seed: 1)
    let summary = try BenchmarkSummary(
      outcomes(), table: AcceptanceTable.carried(), using: &random)
    #expect(summary.areaUnderCurve == 1 && summary.pairedAccuracy == 1)
    #expect(summary.pairs == 6 && summary.graded.scores.count == 12)
    #expect(summary.coverage == 1 && summary.accuracyWhereDecided == 1)
    #expect(summary.families.map(\.name) == ["P1", "P2", "N1", "N2", "N13"])
  }

  @Test func labelsThatAreExchangedAreSeen() throws {
    var random = RandomStream(seed: 1)
    // The weights cannot be negative: evidence for a search never counts against it.
    let wrong = try outcomes().map { outcome in
      try self.outcome(
        outcome.name, outcome.label, effect: outcome.label == .search ? 0 : 0.9,
        matched: outcome.matched)
    }
    let summary = try BenchmarkSummary(wrong, table: AcceptanceTable.carried(), using: &random)
    #expect(summary.areaUnderCurve <= 0.5)
    #expect(summary.accuracyWhereDecided == 0)
  }

  @Test func probabilitiesAreOfTheSharesThatWereMet() throws {
    // Scores that say little: one in four searches, whatever the score.
    let outcomes = try (0..<24).flatMap { family in
      try (1...2).map { variant in
        try outcome(
          "F\(family)-\(variant)", family % 4 == 0 ? .search : .noSearch,
          effect: 0.1 + 0.05 * Double((family + variant) % 5))
      }
    }
    let score = try DetectorScore(outcomes)
    let mean = score.probabilities.reduce(0, +) / Double(score.probabilities.count)
    #expect(abs(mean - 0.25) < 0.05)
    #expect(score.probabilities.allSatisfy { $0 > 0 && $0 < 0.5 })
  }

  @Test func verdictsFarFromTheBenchmarkAreWithheld() throws {
    var random = RandomStream(seed: 1)
    let summary = try BenchmarkSummary(
      outcomes(), table: AcceptanceTable.carried(), using: &random)
    let card = try summary.card()
    #expect(card.networks == 15 && card.families == 5 && card.areaUnderCurve == 1)
    #expect(try BenchmarkCard(json: card.json()) == card)
    for outcome in try outcomes() {
      #expect(card.squaredDistance(outcome.records) < card.farthest && !card.isFar(outcome.records))
      let verdict = SearchVerdict(outcome.records, card: card)
      #expect(verdict == outcome.verdict && verdict.withheld == nil)
    }
    // Effects that always go together there, one by one.
    let odd = try outcome("X-1", .search, effect: 0.9).records.enumerated().map { index, record in
      var record = record
      record.effect = index % 2 == 0 ? 1.9 : -1.9
      return record
    }
    #expect(card.squaredDistance(odd) > card.farthest && card.isFar(odd))
    let verdict = SearchVerdict(odd, card: card)
    #expect(verdict.conclusion == .inconclusive)
    #expect(verdict.withheld == SearchVerdict(odd).conclusion && verdict.withheld != nil)
    #expect(verdict.sentence.contains("how far to trust the tests there is not known"))
  }

  @Test func theProgramCarriesTheCardOfAFullRun() throws {
    let card = try BenchmarkCard.carried()
    #expect(card.means.count == 10 && card.factor.count == 55 && card.farthest > 23)
    #expect(card.revision <= BenchmarkCard.revision && card.families > 20)
    #expect(card.text.contains("not run again") == (card.revision != BenchmarkCard.revision))
  }

  @Test func deviationsFromTheTableAreListed() throws {
    let table = try AcceptanceTable.carried()
    let planted = try outcome("P1-1", .search, effect: 0.9)
    // T2 and T7 were not run; T1 and the others say what they have to.
    #expect(table.deviations([planted]).map(\.cell.test) == ["T2", "T7"])
    let blind = try outcome("P1-1", .search, effect: 0)
    #expect(table.deviations([blind]).count == 10)
    let fooled = try outcome("N2-1", .noSearch, effect: 0.9)
    let tests = table.deviations([fooled]).map(\.cell.test)
    #expect(tests == ["T1", "T2", "T3", "T4", "T7", "T8", "T9", "T10"])
  }

  @Test func theTableNamesEveryFamilyAndTestOnceWithAReason() throws {
    let cells = try AcceptanceTable.carried().cells
    #expect(cells.count == 250)
    let families = (1...9).map { "P\($0)" } + (1...16).map { "N\($0)" }
    for family in families {
      let own = cells.filter { $0.network == family }
      #expect(own.map(\.test) == SearchRecords.labels)
      for cell in own { #expect(cell.reason.count > 5) }
    }
    #expect(throws: ValidationError.badAcceptance(line: 2)) {
      try AcceptanceTable(csv: "network,test,expected,reason\nP1,T1,maybe,why\n")
    }
  }
}
