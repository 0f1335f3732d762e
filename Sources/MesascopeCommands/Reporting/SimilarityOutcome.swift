internal import Experiments
internal import Figures
internal import Probing
internal import Storage

/// The end of a comparison: figures, records and page, and what is printed.
struct SimilarityOutcome {
  private let similarity: SimilarityFinding
  private let report: StudyReport
  private let subject: String
  private let json: [JSON.Member]

  init(
    _ similarity: SimilarityFinding, subject: String, facts: [(name: String, value: String)],
    note: String? = nil, json: [JSON.Member], folder: String, provenance: Provenance
  ) throws {
    self.similarity = similarity
    self.subject = subject
    self.json = json
    report = try StudyReport(
      similarity.findings.map { $0.noting(note) }, in: folder, provenance: provenance)
    try report.writePage(
      title: "How alike the networks are",
      lead: [
        "Each figure compares two networks at the same place on the same inputs. It is read between "
          + "its floor, what comes out when there is nothing to find, and its ceiling."
      ], facts: facts.map { .init($0.name, $0.value) })
  }

  func print(json isJSON: Bool) throws {
    guard !isJSON else {
      Console.print(try report.json(json))
      return
    }
    Console.print(subject + "\n")
    for matrix in similarity.report.matrices {
      Console.print(matrix.measure.title)
      Console.print(table(matrix) + "\n")
    }
    Console.print(report.text)
    Console.print("\nFigures, records and report: \(report.pagePath)")
  }

  private func table(_ matrix: SimilarityMatrix) -> String {
    var table = TextTable([""] + matrix.names)
    for (row, name) in matrix.names.enumerated() {
      table.add(
        [name]
          + matrix.names.indices.map { column in
            if row == column {
              return matrix.ceilings[row].map { "(\(Wording.number($0)))" } ?? "-"
            }
            return matrix.entry(row, column)?.value.map { Wording.number($0) } ?? "-"
          })
    }
    return table.text + "\n(in brackets: the ceiling of each)"
  }
}
