package import Statistics

extension ChartDescription {
  /// A forest plot: one row a run, a mean a group, and one panel a quantity.
  package struct Forest: Sendable, Equatable {
    /// One quantity with an axis of its own.
    package struct Panel: Sendable, Equatable {
      package var name: String
      /// Always linear.
      package var value: Numbers
      package var references: [Reference]

      package init(_ name: String, value: Numbers, references: [Reference] = []) {
        self.name = name
        self.value = value
        self.references = references
      }
    }

    /// What a row is of.
    package enum Role: String, Sendable, Equatable { case heading, run, mean }

    /// A number with its interval.
    package struct Figure: Sendable, Equatable {
      package var value: Double
      package var interval: Interval?
      /// Whether it says at least this much, away from zero.
      package var isBound: Bool
      /// Whether it may be read.
      package var isRead: Bool

      package init(
        _ value: Double, _ interval: Interval?, isBound: Bool = false, isRead: Bool = true
      ) {
        self.value = value
        self.interval = interval
        self.isBound = isBound
        self.isRead = isRead
      }
    }

    /// One row over all panels.
    package struct Row: Sendable, Equatable {
      package var label: String
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

    package var title: String
    package var subtitle: String
    package var caption: String
    package var panels: [Panel]
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
  }
}
