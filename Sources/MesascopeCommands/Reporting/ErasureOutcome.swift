internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import Probing
internal import Statistics
internal import Storage
internal import Training

/// The end of an erasure: the erasers as a file, figures, records and page, and what is printed.
struct ErasureOutcome {
  private let erasure: ErasureFinding
  private let report: StudyReport
  private let eraserPath: String
  private let subject: String
  private let json: [JSON.Member]

  init(
    _ erasure: ErasureFinding, subject: String, facts: [(name: String, value: String)],
    note: String? = nil, json: [JSON.Member], folder: String, provenance: Provenance
  ) throws {
    self.erasure = erasure
    self.subject = subject
    self.json = json
    eraserPath = Path.join(folder, "erasers.safetensors")
    let finding = erasure.finding.noting(note)
    report = try StudyReport([finding], in: folder, provenance: provenance)
    try EraserFile.write(
      erasure.result,
      metadata: ["tool": CommandProvenance.software, "place": erasure.place], to: eraserPath)
    try report.writePage(
      title: "What is left after erasing",
      lead: [
        "Each concept was taken out of the activations by the smallest linear edit that hides it "
          + "from every linear reader; the table says what fresh probes read afterwards."
      ], facts: facts.map { .init($0.name, $0.value) })
  }

  func print(json isJSON: Bool) throws {
    guard !isJSON else {
      Console.print(try report.json(json + [.init("erasers", .string(eraserPath))]))
      return
    }
    Console.print(subject + "\n")
    Console.print(table)
    Console.print("\n" + report.text)
    Console.print("\nErasers: \(eraserPath)\nFigures, records and report: \(report.pagePath)")
  }

  private var table: String {
    let result = erasure.result
    var table = TextTable(["erased"] + result.names.map { "R2 of \($0)" } + ["check"])
    table.add(
      ["nothing"] + result.before.map { Wording.number($0) } + [""])
    for (row, concept) in result.concepts.enumerated() {
      table.add(
        [concept.name]
          + result.names.indices.map { column in
            let left = Wording.number(result.after[row, column])
            guard row != column else { return left }
            let most = result.mostLeft[row, column]
            return "\(left) (ceiling \(Wording.number(most)))"
          } + [concept.isVoid ? "void" : "passed"])
    }
    return table.text
  }
}
