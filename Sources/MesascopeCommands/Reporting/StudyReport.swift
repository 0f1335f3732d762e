internal import Experiments
internal import Figures
internal import Foundation
internal import LinearAlgebra
internal import Statistics
internal import Storage

/// The findings of a study with their figures: drawn, recorded, written as a page and printed.
struct StudyReport {
  let folder: FigureFolder
  let findings: [Finding]
  /// The files of each finding's charts, in their order.
  private let files: [[FigureFile]]

  /// Draws the charts of all findings and writes their records; nothing is written before all
  /// findings are there.
  ///
  /// - Parameter subfolder: where figures go, relative to the folder; empty for the folder itself.
  init(_ findings: [Finding], in path: String, provenance: Provenance) throws {
    let folder = try FigureFolder(path, provenance: provenance)
    var charts: [(name: String, chart: any Chart)] = []
    var counts: [Int] = []
    for finding in findings {
      counts.append(finding.charts.count)
      for named in finding.charts {
        charts.append(("\(finding.id)-\(named.name)", named.chart.drawn))
      }
    }
    var drawn = try folder.write(charts)[...]
    files = counts.map { count in
      defer { drawn = drawn.dropFirst(count) }
      return Array(drawn.prefix(count))
    }
    self.folder = folder
    self.findings = findings
    let lines = try findings.flatMap(\.records).map { try $0.jsonLine() + "\n" }
    try AtomicFile.write(text: lines.joined(), to: Path.join(path, "records.jsonl"))
  }

  /// One section a finding, links relative to a page some folders above the figures.
  func sections(linkPrefix: String = "") -> [ReportSection] {
    zip(findings, files).map { finding, files in
      let figures = zip(finding.charts, files).map { named, file in
        ReportFigure(
          image: linkPrefix + Path.name(of: file.image),
          table: linkPrefix + Path.name(of: file.table),
          alternativeText: named.chart.drawn.alternativeText, caption: "", size: file.size)
      }
      let (first, rest) = Self.split(finding.shows)
      return ReportSection(
        heading: finding.title, finding: first,
        status: finding.records.isEmpty ? nil : finding.status.row,
        account: FindingAccount(
          measured: finding.measured, control: finding.control, shows: rest,
          doesNotShow: finding.doesNotShow), figures: figures,
        evidence: finding.records.prefix(Self.recordsShown).map(\.row),
        furtherEvidence: max(0, finding.records.count - Self.recordsShown))
    }
  }

  /// The first sentence of a text, and the rest.
  static func split(_ text: String) -> (first: String, rest: String) {
    var place = text.startIndex
    while let stop = text[place...].range(of: ". ") {
      if text[stop.upperBound...].first?.isUppercase == true {
        return (String(text[..<stop.upperBound].dropLast()), String(text[stop.upperBound...]))
      }
      place = stop.upperBound
    }
    return (text, "")
  }

  /// Records in a report's table; all are in records.jsonl.
  private static let recordsShown = 6

  /// Writes `index.html` beside the figures.
  func writePage(
    title: String, lead: [String], answers: ReportAnswers? = nil, facts: [Provenance.Fact]
  ) throws {
    let page = ReportPage(
      title: title, lead: lead, answers: answers, facts: facts, sections: sections(),
      provenance: folder.provenance, reproduction: [folder.provenance.command],
      glossary: Glossary.entries)
    try page.write(to: pagePath)
  }

  var pagePath: String { Path.join(folder.path, "index.html") }

  /// The findings as text for a terminal; what all of them end with stands once, at the end.
  var text: String {
    let shared = SharedEnd.of(findings.map(\.doesNotShow))
    let parts = findings.map { finding in
      var lines = [finding.title]
      let evidence =
        finding.records.first.map { "Claim: \($0.claim) The evidence: \(finding.status)." } ?? ""
      let limits = String(finding.doesNotShow.dropLast(shared.count))
        .trimmingCharacters(in: .whitespaces)
      for paragraph in [evidence, finding.shows, limits] where !paragraph.isEmpty {
        lines += DefinitionList.wrap(paragraph, width: 88).map { "  " + $0 }
      }
      return lines.joined(separator: "\n")
    }
    let end =
      shared.isEmpty
      ? [] : [DefinitionList.wrap("Of all of these: " + shared, width: 90).joined(separator: "\n")]
    return (parts + end).joined(separator: "\n\n")
  }

  /// The findings for programs.
  func json(_ subject: [JSON.Member]) throws -> JSON {
    .object(
      subject + [
        .init(
          "findings",
          .array(
            try zip(findings, files).map { finding, files in
              .object([
                .init("id", .string(finding.id)), .init("title", .string(finding.title)),
                .init(
                  "status",
                  finding.records.isEmpty ? .null : .string(finding.status.word)),
                .init("measured", .string(finding.measured)),
                .init("control", .string(finding.control)),
                .init("shows", .string(finding.shows)),
                .init("does_not_show", .string(finding.doesNotShow)),
                .init("records", .array(try finding.records.map { try $0.json() })),
                .init("figures", .array(files.map { .string($0.image) })),
              ])
            })),
        .init("report", .string(pagePath)),
      ])
  }
}
