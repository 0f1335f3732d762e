package import Statistics

/// Figures of two runs side by side, with their difference.
package struct ComparisonTable: Sendable, Equatable {
  /// A number with its interval.
  package struct Figure: Sendable, Equatable {
    /// Not defined where the run leaves it open.
    package let value: Double?
    package let interval: Interval?

    package init(_ value: Double?, _ interval: Interval?) {
      self.value = value.flatMap { $0.isFinite ? $0 : nil }
      self.interval = interval
    }

    package init(_ estimate: BootstrapEstimate) {
      self.init(estimate.value, estimate.interval)
    }

    /// As in `0.50 (0.41 to 0.59)`, a dash where there is none.
    package var text: String {
      guard let value else { return "-" }
      guard let interval else { return GoalText.number(value) }
      return GoalText.estimate(value, interval)
    }
  }

  /// One quantity.
  package struct Row: Sendable, Equatable {
    package let name: String
    package let first: Figure
    package let second: Figure
    /// First minus second.
    package let difference: Figure
    /// Whether the difference was taken level by level.
    package let isPaired: Bool

    package init(
      _ name: String, first: Figure, second: Figure, difference: Figure, isPaired: Bool
    ) {
      self.name = name
      self.first = first
      self.second = second
      self.difference = difference
      self.isPaired = isPaired
    }
  }

  package let firstName: String
  package let secondName: String
  package let rows: [Row]

  package init(firstName: String, secondName: String, rows: [Row]) {
    self.firstName = firstName
    self.secondName = secondName
    self.rows = rows
  }

  package subscript(name: String) -> Row? { rows.first { $0.name == name } }

  /// The heading of each column.
  package var headings: [String] {
    ["quantity", firstName, secondName, "difference", "paired by level"]
  }

  /// The cells as text, row by row, intervals at 95 %.
  package var cells: [[String]] {
    rows.map { row in
      [
        row.name, row.first.text, row.second.text, row.difference.text,
        row.isPaired ? "yes" : "no",
      ]
    }
  }
}
