package import Statistics

extension ChartDescription {
  /// Lines with interval bands over a number: an increment by tick, a score by checkpoint.
  package struct Line: Sendable, Equatable {
    package var title: String
    package var subtitle: String
    package var caption: String
    package var x: Numbers
    package var y: Numbers
    package var series: [Series]
    package var references: [Reference]

    package init(
      title: String, x: Numbers, y: Numbers, series: [Series], references: [Reference] = [],
      subtitle: String = "", caption: String = ""
    ) {
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.x = x
      self.y = y
      self.series = series
      self.references = references
    }
  }

  /// One line of a chart.
  package struct Series: Sendable, Equatable {
    package var name: String
    package var points: [Point]
    /// Whether the line is a control, drawn quieter and dashed.
    package var isControl: Bool

    package init(_ name: String, points: [Point], isControl: Bool = false) {
      self.name = name
      self.points = points
      self.isControl = isControl
    }
  }

  /// A point of a line, with its interval where there is one.
  package struct Point: Sendable, Equatable {
    package var x: Double
    package var y: Double
    package var lower: Double?
    package var upper: Double?
    /// Text beside the point.
    package var label: String

    package init(
      x: Double, y: Double, lower: Double? = nil, upper: Double? = nil, label: String = ""
    ) {
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
      self.label = label
    }

    /// The point of an estimate with its interval.
    package init(x: Double, _ estimate: BootstrapEstimate, label: String = "") {
      self.init(
        x: x, y: estimate.value, lower: estimate.interval?.lower, upper: estimate.interval?.upper,
        label: label)
    }
  }
}
