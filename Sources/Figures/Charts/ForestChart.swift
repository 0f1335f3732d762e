/// A forest plot: figures with intervals, one row a run and a diamond for the mean of a group, and
/// one panel a quantity beside the other.
///
/// Each figure also stands beside its panel in digits.
package struct ForestChart: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  package var panels: [Panel]
  /// From top to bottom.
  package var rows: [Row]

  package init(
    title: String, panels: [Panel], rows: [Row], subtitle: String = "", caption: String = ""
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.panels = panels
    self.rows = rows
  }

  /// One quantity, with an axis of its own.
  package struct Panel: Sendable, Equatable {
    package var name: String
    /// Always linear.
    package var value: NumberAxis
    package var references: [ReferenceLine]

    package init(_ name: String, value: NumberAxis, references: [ReferenceLine] = []) {
      self.name = name
      self.value = value
      self.references = references
    }
  }

  /// What a row is of.
  package enum Role: String, Sendable, Equatable {
    /// A line of text over the rows of a group.
    case heading
    case run
    case mean
  }

  /// One row over all panels.
  package struct Row: Sendable, Equatable {
    package var label: String
    /// What the row belongs to; rows of a group share a colour.
    package var group: String
    package var role: Role
    /// One a panel; nil where there is none.
    package var figures: [Figure?]

    package init(_ label: String, group: String, role: Role = .run, figures: [Figure?] = []) {
      self.label = label
      self.group = group
      self.role = role
      self.figures = figures
    }
  }

  /// A number with its interval.
  package struct Figure: Sendable, Equatable {
    package var value: Double
    package var lower: Double?
    package var upper: Double?
    /// Whether it says at least this much, away from zero.
    package var isBound: Bool
    /// Whether it may be read; where not, it is drawn hollow.
    package var isRead: Bool

    package init(
      value: Double, lower: Double? = nil, upper: Double? = nil, isBound: Bool = false,
      isRead: Bool = true
    ) {
      self.value = value
      self.lower = lower
      self.upper = upper
      self.isBound = isBound
      self.isRead = isRead
    }
  }
}

extension ForestChart {
  package var alternativeText: String {
    let means = rows.filter { $0.role == .mean }
    let named = (means.isEmpty ? rows.filter { $0.role == .run } : means).prefix(6).map { row in
      let figures = zip(panels, row.figures).compactMap { panel, figure in
        figure.map { "\(panel.name) \(Self.text($0, decimals: 2))" }
      }
      return "\(row.label), \(row.group): \(figures.joined(separator: ", "))"
    }
    let runs = rows.count { $0.role == .run }
    return "Forest plot of \(runs) run\(runs == 1 ? "" : "s"). \(title). "
      + named.joined(separator: "; ") + "."
  }

  package func table() -> FigureTable {
    var table = FigureTable(
      headers: ["group", "label", "role", "quantity", "value", "lower", "upper", "mark"])
    for row in rows where row.role != .heading {
      for (panel, figure) in zip(panels, row.figures) {
        guard let figure else { continue }
        table.rows.append([
          row.group, row.label, row.role.rawValue, panel.name, FigureTable.text(figure.value),
          FigureTable.text(figure.lower), FigureTable.text(figure.upper),
          figure.isRead ? figure.isBound ? "at least" : "" : "not read",
        ])
      }
    }
    for panel in panels {
      for reference in panel.references {
        table.rows.append([
          "", reference.name, "reference", panel.name, FigureTable.text(reference.value), "", "",
          "",
        ])
      }
    }
    return table
  }

  /// A figure in digits.
  static func text(_ figure: Figure, decimals: Int) -> String {
    func digits(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
    let sign = figure.isBound ? figure.value < 0 ? "≤ " : "≥ " : ""
    guard let lower = figure.lower, let upper = figure.upper, lower.isFinite, upper.isFinite
    else { return sign + digits(figure.value) }
    return sign + "\(digits(figure.value)) [\(digits(lower)), \(digits(upper))]"
  }
}
