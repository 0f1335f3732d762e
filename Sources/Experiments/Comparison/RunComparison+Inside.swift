internal import LinearAlgebra
internal import Probing
internal import Statistics
package import Storage

extension RunComparison {
  /// How alike codes of things are from run to run, and whether probes carry over; one finding that says
  /// why where too few runs have codes or these cannot be compared.
  ///
  /// - Throws: ``CaptureError/interrupted`` between parts, and as a run of the networks does.
  package func insideFindings(
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> [Finding] {
    let parts = 2 + GoalTransfer.Concept.allCases.count
    func advance(_ completed: Int, _ next: String) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "comparing codes", completed: completed, total: parts, unit: "parts", detail: next)
      )
    }
    try advance(0, "reading codes of things")
    let codes = try GoalCodes(runs, measured, on: levels, random: random)
    guard codes.codes.count(where: { !$0.isUntrained }) > 1 else {
      return [
        leftOut(
          codes.leftOut.first.map {
            "fewer than two runs have codes of things to compare: \($0.why)"
          }
            ?? "fewer than two runs have codes of things to compare")
      ]
    }
    try advance(1, "similarity")
    var findings: [Finding] = []
    do {
      findings += try GoalSimilarity(self, codes, random: random).findings()
      for (index, concept) in GoalTransfer.Concept.allCases.enumerated() {
        try advance(2 + index, "probe transfer")
        findings.append(try GoalTransfer(concept, self, codes, random: random).finding())
      }
    } catch let error as SimilarityError {
      findings.append(leftOut(error.description))
    } catch let error where GoalStudy.isOfTheData(error) {
      findings.append(leftOut("\(error)"))
    }
    try advance(parts, "")
    return findings
  }

  private func leftOut(_ why: String) -> Finding {
    cautious(
      Finding(
        id: "compare-codes-left-out", title: "Codes of things: left out",
        measured: "Nothing was measured.", control: "", shows: "Left out, for: \(why)",
        doesNotShow: "This says nothing about the networks.",
        records: [
          EvidenceRecord(
            test: GoalSimilarity.test, claim: "Left out.", subject: subject,
            levels: levels.factorial.count, effectName: "none", status: .inconclusive(why))
        ]))
  }
}
