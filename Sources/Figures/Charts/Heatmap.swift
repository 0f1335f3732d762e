package import LinearAlgebra

/// A matrix of numbers as coloured cells with axes, units and a colour bar.
///
/// Edge cases that stay visible: NaN is hatched, an infinity carries a triangle that points
/// up or down, a masked cell is grey (with a cross where there was no measurement), and
/// numbers beyond the scale show as a pointed end of the colour bar.
package struct Heatmap: Chart {
  package var title: String
  /// One line under the title: what was measured, on what.
  package var subtitle: String
  /// What to know when reading the picture, under it.
  package var caption: String
  /// The numbers, `[row, column]`, row 0 at the top.
  package var values: Matrix<Double>
  package var rows: CategoryAxis
  package var columns: CategoryAxis
  /// The colour bar's label: the quantity and its unit.
  package var quantity: String
  /// The scale; `nil` makes a sequential one over the numbers that are not masked.
  package var scale: ColourScale?
  /// Text in each cell, row-major, for example the number of levels; left out where cells
  /// are too small for it.
  package var cellText: [String]?
  /// Which cells carry no claim, row-major.
  package var masks: [CellMask]?
  /// Which cells carry a star, row-major.
  package var stars: [Bool]?
  /// What a star means, for the key under the picture.
  package var starMeaning: String
  /// What plain grey means, for the key under the picture.
  package var maskMeaning: String
  /// Cells to draw an outline around, row-major, for example a maze's walls.
  package var outlined: [Bool]?
  package var overlays: [HeatmapLine]
  /// Whether cells are as high as wide, for maps of a place.
  package var squareCells: Bool

  /// - Precondition: every row-major array has one entry a cell, and an axis one label a row
  ///   or column, or none.
  package init(
    title: String, values: Matrix<Double>, rows: CategoryAxis, columns: CategoryAxis,
    quantity: String, subtitle: String = "", caption: String = "", scale: ColourScale? = nil,
    cellText: [String]? = nil, masks: [CellMask]? = nil, stars: [Bool]? = nil,
    starMeaning: String = "significant", maskMeaning: String = "below the detectable effect",
    outlined: [Bool]? = nil, overlays: [HeatmapLine] = [],
    squareCells: Bool = false
  ) {
    let count = values.rows * values.columns
    precondition(count > 0, "A heatmap needs at least one cell.")
    for length in [cellText?.count, masks?.count, stars?.count, outlined?.count] {
      precondition(
        length == nil || length == count,
        "A heatmap of \(count) cells needs \(count) marks, not \(length ?? 0).")
    }
    precondition(
      rows.labels.isEmpty || rows.labels.count == values.rows,
      "A heatmap of \(values.rows) rows needs as many labels, not \(rows.labels.count).")
    precondition(
      columns.labels.isEmpty || columns.labels.count == values.columns,
      "A heatmap of \(values.columns) columns needs as many labels, not \(columns.labels.count).")
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.values = values
    self.rows = rows
    self.columns = columns
    self.quantity = quantity
    self.scale = scale
    self.cellText = cellText
    self.masks = masks
    self.stars = stars
    self.starMeaning = starMeaning
    self.maskMeaning = maskMeaning
    self.outlined = outlined
    self.overlays = overlays
    self.squareCells = squareCells
  }
}

/// An axis of named places: rows or columns of a heatmap.
package struct CategoryAxis: Sendable, Equatable {
  /// What the places are, with the unit.
  package var title: String
  /// One label a place; none draws no labels.
  package var labels: [String]

  package init(_ title: String, labels: [String] = []) {
    self.title = title
    self.labels = labels
  }

  /// An axis of whole numbers, for example ticks or distances.
  package init(_ title: String, numbers: some Sequence<Int>) {
    self.init(title, labels: numbers.map { String($0) })
  }
}

/// Why a cell carries no claim.
package enum CellMask: Sendable, Equatable {
  /// The cell shows its number.
  case shown
  /// Grey: below the minimum detectable effect, or not significant.
  case belowEffect
  /// Grey with a cross: nothing was measured there.
  case void
}

/// A line over a heatmap, for example the wavefront that a theory predicts.
package struct HeatmapLine: Sendable, Equatable {
  package var name: String
  /// Corner points as (column, row) with whole numbers at cell centres; parts outside are cut.
  package var points: [Point]

  package init(_ name: String, points: [Point]) {
    self.name = name
    self.points = points
  }
}
