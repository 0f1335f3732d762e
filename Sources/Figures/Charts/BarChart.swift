/// Bars with intervals, one a row so that long names can be read: choice weights, rates.
///
/// Each row ends with its number and interval in figures.
package struct BarChart: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  /// The axis of the values; always linear.
  package var value: NumberAxis
  package var bars: [Bar]
  /// Values to compare with, for example chance.
  package var references: [ReferenceLine]

  package init(
    title: String, value: NumberAxis, bars: [Bar], references: [ReferenceLine] = [],
    subtitle: String = "", caption: String = ""
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.value = value
    self.bars = bars
    self.references = references
  }
}

/// One bar of a ``BarChart``.
package struct Bar: Sendable, Equatable {
  package var label: String
  /// What the bar belongs to, for example an agent; bars of a group share a colour and a
  /// line in the key. Empty for one group.
  package var group: String
  package var value: Double
  package var lower: Double?
  package var upper: Double?

  package init(
    _ label: String, group: String = "", value: Double, lower: Double? = nil, upper: Double? = nil
  ) {
    self.label = label
    self.group = group
    self.value = value
    self.lower = lower
    self.upper = upper
  }
}
