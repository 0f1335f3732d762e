internal import Experiments
internal import Figures
internal import Statistics
internal import Storage

/// The end of a command that studies one network: figures, records, page, and what is printed.
struct StudyOutcome {
  private let report: StudyReport
  private let network: LoadedCheckpoint
  private let source: String
  /// The digest and number of levels, or of episodes without levels.
  private let sample: (digest: String, count: Int)?
  private let note: String?
  private let answers: [GoalAnswer]

  /// - Parameters:
  ///   - episodes: what stands for levels in a task without them.
  ///   - note: how the network was run where that needs saying.
  ///   - answers: what the findings come to, printed before them.
  init(
    _ findings: [Finding], network: LoadedCheckpoint, levels: (set: LevelSet?, source: String),
    episodes: (digest: String, count: Int)? = nil, note: String? = nil, folder: String,
    title: String, lead: [String], answers: [GoalAnswer] = []
  ) throws {
    sample = episodes ?? levels.set.map { ($0.digest, $0.count) }
    source = levels.source
    report = try StudyReport(
      findings, in: folder,
      provenance: CommandProvenance.make(checkpoint: network.digest, data: sample?.digest ?? "")
    )
    try report.writePage(
      title: title, lead: lead, answers: ReportAnswers(answers),
      facts: network.facts(levels: levels.source).map { .init($0.name, $0.value) })
    self.network = network
    self.note = note
    self.answers = answers
  }

  /// Prints the findings, or a summary in their place.
  ///
  /// - Parameter extra: what a document for programs holds beside the findings.
  func print(json: Bool, summary: String? = nil, extra: [JSON.Member] = []) throws {
    guard !json else {
      Console.print(
        try report.json(
          [
            .init("checkpoint", network.json),
            .init(
              "levels",
              .object([
                .init("source", .string(source)),
                .init("sha256", sample.map { .string($0.digest) } ?? .null),
                .init("count", .integer(sample?.count ?? 0)),
              ])),
          ] + (answers.isEmpty ? [] : [.init("answers", .array(answers.map(\.json)))]) + extra))
      return
    }
    Console.print(network.heading(levels: source, note: note) + "\n")
    for answer in answers { Console.print(answer.text + "\n") }
    Console.print(summary ?? report.text)
    Console.print("\nFigures, records and report: \(report.pagePath)")
  }
}
