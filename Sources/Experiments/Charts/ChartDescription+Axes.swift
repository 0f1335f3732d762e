extension ChartDescription {
  /// How numbers become colours.
  package enum Scale: Sendable, Equatable {
    /// Dark to light over the data, for quantities without a meaningful sign.
    case sequential
    /// Dark to light between two given numbers.
    case sequentialBetween(Double, Double)
    /// Two hues about zero over the data, for quantities whose sign matters.
    case diverging
    /// Two hues about zero up to this magnitude.
    case divergingUpTo(Double)
  }

  /// An axis of named places: the rows or columns of a heatmap.
  package struct Categories: Sendable, Equatable {
    /// What the places are, with the unit.
    package var title: String
    /// One label a place; none draws none.
    package var labels: [String]

    package init(_ title: String, labels: [String] = []) {
      self.title = title
      self.labels = labels
    }

    /// An axis of whole numbers: ticks, distances.
    package init(_ title: String, numbers: some Sequence<Int>) {
      self.init(title, labels: numbers.map { String($0) })
    }
  }

  /// An axis of numbers.
  package struct Numbers: Sendable, Equatable {
    /// The quantity and its unit.
    package var title: String
    /// Whether equal distances are equal ratios; zero then has a place of its own on the left.
    package var isLogarithmic: Bool
    /// The ends of the axis; the data's own when `nil`.
    package var range: ClosedRange<Double>?

    package init(
      _ title: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil
    ) {
      self.title = title
      self.isLogarithmic = isLogarithmic
      self.range = range
    }
  }

  /// A line across a chart at a value that has a meaning: chance, a margin.
  package struct Reference: Sendable, Equatable {
    package var name: String
    package var value: Double

    package init(_ name: String, at value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// Why a cell of a map carries no claim.
  package enum Mask: Sendable, Equatable {
    /// The cell shows its number.
    case shown
    /// Grey: not significant, or below the smallest effect that the test could have found.
    case belowEffect
    /// Grey with a cross: nothing was measured there.
    case void
  }

  /// A line over a heatmap: where a theory puts the wavefront.
  package struct Overlay: Sendable, Equatable {
    /// A corner, in columns and rows of the map counted from 0 at their centres.
    package struct Corner: Sendable, Equatable {
      package var column: Double
      package var row: Double

      package init(column: Double, row: Double) {
        self.column = column
        self.row = row
      }
    }

    package var name: String
    package var corners: [Corner]

    package init(_ name: String, corners: [Corner]) {
      self.name = name
      self.corners = corners
    }
  }
}
