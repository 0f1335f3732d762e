/// What each test has to say of each planted network and twin, from their construction.
package struct AcceptanceTable: Sendable {
  package enum Expectation: String, Sendable, CaseIterable {
    /// The test supports its claim.
    case pass
    /// It does not, be it that it contradicts or is inconclusive.
    case fail
    case notApplicable = "not applicable"
    /// The construction does not decide it.
    case free
  }

  package struct Cell: Sendable {
    package let network: String
    package let test: String
    package let expected: Expectation
    package let reason: String
  }

  package let cells: [Cell]

  /// Reads the table from CSV with the columns network, test, expected and reason.
  ///
  /// - Throws: ``ValidationError/badAcceptance(line:)``.
  package init(csv text: String) throws(ValidationError) {
    var cells: [Cell] = []
    for (number, line) in text.split(separator: "\n").enumerated().dropFirst() {
      let parts = line.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let expected = Expectation(rawValue: String(parts[2])) else {
        throw .badAcceptance(line: number + 1)
      }
      var reason = String(parts[3])
      if reason.hasPrefix("\""), reason.hasSuffix("\""), reason.count > 1 {
        reason = String(reason.dropFirst().dropLast())
      }
      cells.append(
        Cell(
          network: String(parts[0]), test: String(parts[1]), expected: expected, reason: reason))
    }
    self.cells = cells
  }

  package func cell(_ network: String, _ test: String) -> Cell? {
    cells.first { $0.network == network && $0.test == test }
  }

  /// A cell that an outcome does not agree with.
  package struct Deviation: Sendable {
    package let cell: Cell
    package let network: String
    package let found: String
  }

  /// How many cells of the outcomes the table says something of.
  package func decided(_ outcomes: [BenchmarkOutcome]) -> Int {
    outcomes.reduce(0) { sum, outcome in
      sum
        + SearchRecords.labels.count { label in
          cell(outcome.family, label).map { $0.expected != .free } ?? false
        }
    }
  }

  /// Where outcomes differ from the table.
  package func deviations(_ outcomes: [BenchmarkOutcome]) -> [Deviation] {
    outcomes.flatMap { outcome in
      SearchRecords.labels.compactMap { label -> Deviation? in
        guard let cell = cell(outcome.family, label) else { return nil }
        let found = outcome.word(label)
        let agrees =
          switch cell.expected {
          case .pass: found == "supports"
          case .fail: found != "supports" && found != "not run"
          case .notApplicable: found == "not applicable"
          case .free: true
          }
        return agrees ? nil : Deviation(cell: cell, network: outcome.name, found: found)
      }
    }
  }
}

extension AcceptanceTable {
  /// The table of `Fixtures/acceptance.csv`, which is part of the program.
  package static func carried() throws(ValidationError) -> AcceptanceTable {
    try AcceptanceTable(csv: String(decoding: PackageResources.acceptance_csv, as: UTF8.self))
  }
}
