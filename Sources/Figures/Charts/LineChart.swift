/// Lines with interval bands over a number: a score by tick, an increment by checkpoint.
///
/// The key stands beside the data, never on it. Points that are not finite break the line,
/// and a note counts them.
package struct LineChart: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  package var x: NumberAxis
  package var y: NumberAxis
  package var series: [LineSeries]
  /// Values to compare with, for example chance.
  package var references: [ReferenceLine]

  package init(
    title: String, x: NumberAxis, y: NumberAxis, series: [LineSeries],
    references: [ReferenceLine] = [], subtitle: String = "", caption: String = ""
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

/// An axis of numbers.
package struct NumberAxis: Sendable, Equatable {
  /// The quantity and its unit.
  package var title: String
  package var scale: Scale
  /// The ends of the axis; `nil` takes them from the data.
  package var range: ClosedRange<Double>?

  /// How numbers become places.
  package enum Scale: Sendable, Equatable {
    case linear
    /// Powers at equal distances. Zero has a place of its own left of the least number,
    /// for checkpoints at step 0; numbers below zero are not drawn, and a note counts them.
    case logarithmic
  }

  package init(_ title: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
    self.title = title
    self.scale = scale
    self.range = range
  }
}

/// One line of a ``LineChart``.
package struct LineSeries: Sendable, Equatable {
  package var name: String
  package var points: [LinePoint]
  package var role: Role

  /// What a line is there for; a control is drawn quieter and dashed.
  package enum Role: Sendable, Equatable {
    case measured
    case control
  }

  package init(_ name: String, points: [LinePoint], role: Role = .measured) {
    self.name = name
    self.points = points
    self.role = role
  }
}

/// A point of a line, with its interval where there is one.
package struct LinePoint: Sendable, Equatable {
  package var x: Double
  package var y: Double
  package var lower: Double?
  package var upper: Double?
  /// Text beside the point, left out where there is no room.
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
}

/// A dashed line across a chart at a value that has a meaning, named in the key.
package struct ReferenceLine: Sendable, Equatable {
  package var name: String
  package var value: Double

  package init(_ name: String, at value: Double) {
    self.name = name
    self.value = value
  }
}
