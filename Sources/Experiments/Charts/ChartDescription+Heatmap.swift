package import LinearAlgebra

extension ChartDescription {
  /// A matrix as coloured cells. NaN is a number that could not be computed, and is marked.
  package struct Heatmap: Sendable, Equatable {
    package var title: String
    /// One line under the title: what was measured, on what.
    package var subtitle: String
    /// What to know when reading the picture.
    package var caption: String
    /// `[row, column]`, row 0 at the top.
    package var values: Matrix<Double>
    package var rows: Categories
    package var columns: Categories
    /// What the colours stand for, with the unit.
    package var quantity: String
    package var scale: Scale
    /// Text in each cell, row-major (the number of levels); empty for none.
    package var cellText: [String]
    /// Which cells carry no claim, row-major; empty when all do.
    package var masks: [Mask]
    /// What plain grey means.
    package var maskMeaning: String
    /// Which cells carry a star, row-major; empty for none.
    package var stars: [Bool]
    package var starMeaning: String
    /// Cells with an outline, row-major (a maze's walls); empty for none.
    package var outlined: [Bool]
    package var overlays: [Overlay]

    package init(
      title: String, values: Matrix<Double>, rows: Categories, columns: Categories,
      quantity: String, scale: Scale, subtitle: String = "", caption: String = "",
      cellText: [String] = [], masks: [Mask] = [],
      maskMeaning: String = "below the detectable effect", stars: [Bool] = [],
      starMeaning: String = "significant", outlined: [Bool] = [], overlays: [Overlay] = []
    ) {
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
      self.maskMeaning = maskMeaning
      self.stars = stars
      self.starMeaning = starMeaning
      self.outlined = outlined
      self.overlays = overlays
    }
  }

  /// Heatmaps side by side: one a channel, one a tick.
  package struct HeatmapGrid: Sendable, Equatable {
    package var title: String
    package var subtitle: String
    package var caption: String
    /// The panels; a panel's title is its heading.
    package var panels: [Heatmap]
    /// One scale for all panels, or `nil` for each panel's own.
    package var sharedScale: Scale?
    /// Panels a row; chosen when drawn if `nil`.
    package var panelsPerRow: Int?

    package init(
      title: String, panels: [Heatmap], sharedScale: Scale?, panelsPerRow: Int? = nil,
      subtitle: String = "", caption: String = ""
    ) {
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.panels = panels
      self.sharedScale = sharedScale
      self.panelsPerRow = panelsPerRow
    }
  }

  /// An estimate, its baseline on the same colours, and their difference about zero with the cells
  /// that carry no claim in grey.
  package struct HeatmapTriple: Sendable, Equatable {
    /// A panel's heading and numbers, `[row, column]`.
    package struct Panel: Sendable, Equatable {
      package var name: String
      package var values: Matrix<Double>

      package init(_ name: String, _ values: Matrix<Double>) {
        self.name = name
        self.values = values
      }
    }

    package var title: String
    package var subtitle: String
    package var caption: String
    package var estimate: Panel
    package var baseline: Panel
    package var difference: Panel
    package var rows: Categories
    package var columns: Categories
    /// What estimate and baseline are in, with the unit.
    package var quantity: String
    /// The scale that estimate and baseline share.
    package var scale: Scale
    /// Which cells of the difference carry no claim, row-major.
    package var masks: [Mask]
    package var maskMeaning: String
    /// Text in each cell of the difference, row-major; empty for none.
    package var cellText: [String]
    /// Lines over all three panels.
    package var overlays: [Overlay]

    package init(
      title: String, estimate: Panel, baseline: Panel, difference: Panel, rows: Categories,
      columns: Categories, quantity: String, scale: Scale, masks: [Mask],
      maskMeaning: String = "below the detectable effect", subtitle: String = "",
      caption: String = "", cellText: [String] = [], overlays: [Overlay] = []
    ) {
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.estimate = estimate
      self.baseline = baseline
      self.difference = difference
      self.rows = rows
      self.columns = columns
      self.quantity = quantity
      self.scale = scale
      self.masks = masks
      self.maskMeaning = maskMeaning
      self.cellText = cellText
      self.overlays = overlays
    }
  }
}
