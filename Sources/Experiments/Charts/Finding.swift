package import Statistics

/// What one test found: records for programs, a paragraph for people, charts for both.
package struct Finding: Sendable, Equatable {
  /// Lower-case words joined by hyphens, unique in a report: `t1-plan-decodability`.
  package var id: String
  package var title: String
  /// What was measured and on what.
  package var measured: String
  /// What it was held against.
  package var control: String
  /// What it shows.
  package var shows: String
  /// What it does not show.
  package var doesNotShow: String
  /// One record a claim; the first is the test's own.
  package var records: [EvidenceRecord]
  package var charts: [NamedChart]

  package init(
    id: String, title: String, measured: String, control: String, shows: String,
    doesNotShow: String, records: [EvidenceRecord], charts: [NamedChart] = []
  ) {
    self.id = id
    self.title = title
    self.measured = measured
    self.control = control
    self.shows = shows
    self.doesNotShow = doesNotShow
    self.records = records
    self.charts = charts
  }

  /// The finding with a note on how it was measured, in its account and in every record; unchanged
  /// where there is nothing to note.
  package func noting(_ note: String?) -> Finding {
    guard let note else { return self }
    var result = self
    result.measured += " \(note)"
    for index in result.records.indices { result.records[index].notes.append(note) }
    return result
  }

  /// The whole in one paragraph.
  package var paragraph: String {
    [measured, control, shows, doesNotShow].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The status of the test's own record.
  package var status: EvidenceStatus {
    records.first?.status ?? .inconclusive("nothing was measured")
  }
}
