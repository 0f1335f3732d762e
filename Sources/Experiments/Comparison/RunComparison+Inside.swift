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
    let places: [GoalCodes.Place] = [.goal, .end]
    let parts = places.count * (2 + GoalTransfer.Concept.allCases.count)
    var done = 0
    func advance(_ next: String) throws {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      progress(
        Progress(
          stage: "comparing codes", completed: done, total: parts, unit: "parts", detail: next))
      done += 1
    }
    var findings: [Finding] = []
    for place in places {
      try advance("codes of things \(place.title)")
      let codes = try GoalCodes(runs, measured, on: levels, at: place, random: random)
      guard codes.codes.count(where: { !$0.isUntrained }) > 1 else {
        findings.append(leftOut(codes))
        continue
      }
      do {
        try advance("similarity \(place.title)")
        findings += try GoalSimilarity(self, codes, random: random).findings()
        for concept in GoalTransfer.Concept.allCases {
          try advance("probe transfer \(place.title)")
          findings.append(try GoalTransfer(concept, self, codes, random: random).finding())
        }
      } catch let error as SimilarityError {
        findings.append(leftOut(codes, error.description))
      } catch let error where GoalStudy.isOfTheData(error) {
        findings.append(leftOut(codes, "\(error)"))
      }
    }
    done = parts
    try advance("")
    return findings
  }

  private func leftOut(_ codes: GoalCodes, _ reason: String? = nil) -> Finding {
    let few = "fewer than two runs have codes of things to compare"
    let why = GoalText.clause(
      reason ?? codes.leftOut.first.map { "\(few): \($0.why)" } ?? few)
    return cautious(
      Finding(
        id: "compare-\(codes.place.id)codes-left-out",
        title: "Codes of things, \(codes.place.title): left out",
        measured: "Nothing was measured.", control: "", shows: "Left out, for: \(why).",
        doesNotShow: "This says nothing about the networks.",
        records: [
          EvidenceRecord(
            test: GoalSimilarity.test, claim: "Left out.", subject: subject,
            levels: levels.factorial.count, effectName: "none", status: .inconclusive(why))
        ]))
  }
}
