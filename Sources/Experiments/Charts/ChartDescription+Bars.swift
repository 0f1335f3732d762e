package import Statistics

extension ChartDescription {
  /// Bars with intervals, one a row: choice weights, success rates.
  package struct Bars: Sendable, Equatable {
    /// One bar; bars of a group share a colour.
    package struct Bar: Sendable, Equatable {
      package var label: String
      /// What the bar belongs to (an agent); empty for one group.
      package var group: String
      package var value: Double
      package var lower: Double?
      package var upper: Double?

      package init(
        _ label: String, group: String = "", value: Double, lower: Double? = nil,
        upper: Double? = nil
      ) {
        self.label = label
        self.group = group
        self.value = value
        self.lower = lower
        self.upper = upper
      }

      /// The bar of an estimate with its interval.
      package init(_ label: String, group: String = "", _ estimate: BootstrapEstimate) {
        self.init(
          label, group: group, value: estimate.value, lower: estimate.interval?.lower,
          upper: estimate.interval?.upper)
      }
    }

    package var title: String
    package var subtitle: String
    package var caption: String
    /// The axis of the values; always linear.
    package var value: Numbers
    package var bars: [Bar]
    package var references: [Reference]

    package init(
      title: String, value: Numbers, bars: [Bar], references: [Reference] = [],
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
}
