/// A report that a person can read in any browser: one HTML file without outside resources
/// but the pictures and tables beside it.
package struct ReportPage: Sendable {
  package var title: String
  /// What was asked and what came out, in a few plain sentences.
  package var lead: [String]
  /// What the findings come to together; nil where nothing does.
  package var answers: ReportAnswers?
  /// What was run: agents, environment, steps, seeds, time.
  package var facts: [Provenance.Fact]
  package var sections: [ReportSection]
  package var provenance: Provenance
  /// The commands that make the report again, one a line.
  package var reproduction: [String]
  /// Words that a newcomer needs, with their meaning.
  package var glossary: [Provenance.Fact]

  package init(
    title: String, lead: [String], answers: ReportAnswers? = nil, facts: [Provenance.Fact] = [],
    sections: [ReportSection] = [],
    provenance: Provenance, reproduction: [String] = [], glossary: [Provenance.Fact] = []
  ) {
    self.title = title
    self.lead = lead
    self.answers = answers
    self.facts = facts
    self.sections = sections
    self.provenance = provenance
    self.reproduction = reproduction
    self.glossary = glossary
  }
}

/// Answers to a few questions, side by side for everything that they were asked of.
package struct ReportAnswers: Sendable, Equatable {
  /// What was asked about.
  package var columns: [String]
  /// A question with one answer a column.
  package var rows: [Row]

  package struct Row: Sendable, Equatable {
    package var question: String
    package var answers: [String]

    package init(question: String, answers: [String]) {
      self.question = question
      self.answers = answers
    }
  }

  package init(columns: [String], rows: [Row]) {
    self.columns = columns
    self.rows = rows
  }
}

/// One finding with its figures and evidence.
package struct ReportSection: Sendable {
  package var heading: String
  /// The finding in one sentence.
  package var finding: String
  /// What the evidence says, as a chip beside the heading; `nil` for sections without evidence.
  package var status: EvidenceRow.Status?
  /// What stands behind it; `nil` for sections that only describe.
  package var account: FindingAccount?
  /// Further paragraphs, before the figures.
  package var paragraphs: [String]
  package var figures: [ReportFigure]
  package var evidence: [EvidenceRow]
  /// The number of rows that are not shown; they are in records.jsonl.
  package var furtherEvidence: Int

  package init(
    heading: String, finding: String, status: EvidenceRow.Status? = nil,
    account: FindingAccount? = nil, paragraphs: [String] = [], figures: [ReportFigure] = [],
    evidence: [EvidenceRow] = [], furtherEvidence: Int = 0
  ) {
    self.heading = heading
    self.finding = finding
    self.status = status
    self.account = account
    self.paragraphs = paragraphs
    self.figures = figures
    self.evidence = evidence
    self.furtherEvidence = furtherEvidence
  }
}

/// What was measured, against which control, and what that does and does not show.
package struct FindingAccount: Sendable, Equatable {
  package var measured: String
  package var control: String
  package var shows: String
  package var doesNotShow: String

  package init(measured: String, control: String, shows: String, doesNotShow: String) {
    self.measured = measured
    self.control = control
    self.shows = shows
    self.doesNotShow = doesNotShow
  }
}

/// A picture in a report, by paths relative to the page.
package struct ReportFigure: Sendable, Equatable {
  package var image: String
  /// The table of the picture's numbers; empty where there is none.
  package var table: String
  package var alternativeText: String
  package var caption: String
  /// The picture's size in logical pixels; `nil` leaves it to the browser.
  package var size: Size?

  package init(
    image: String, table: String = "", alternativeText: String, caption: String,
    size: Size? = nil
  ) {
    self.image = image
    self.table = table
    self.alternativeText = alternativeText
    self.caption = caption
    self.size = size
  }
}

/// One claim with its effect, its null, its controls and what follows.
package struct EvidenceRow: Sendable, Equatable {
  package var claim: String
  /// The effect with its unit.
  package var effect: String
  package var interval: String
  /// What the effect was compared with, and the p-value.
  package var null: String
  package var controls: String
  package var status: Status

  /// What the evidence says about the claim.
  package enum Status: Sendable, Equatable {
    case supports
    case contradicts
    /// Neither, with the reason in a few words.
    case inconclusive(String)
  }

  package init(
    claim: String, effect: String, interval: String = "", null: String = "",
    controls: String = "", status: Status
  ) {
    self.claim = claim
    self.effect = effect
    self.interval = interval
    self.null = null
    self.controls = controls
    self.status = status
  }
}
