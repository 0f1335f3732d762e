package import LinearAlgebra

/// An estimate, its baseline on the same colours, and the masked difference about zero.
///
/// The layout of METHODS.md S6: no decodability map is shown without the map of what an
/// untrained network or the observation alone gives.
package struct HeatmapTriple: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  package var estimate: Panel
  package var baseline: Panel
  /// `estimate - baseline` unless given, for example with a paired correction.
  package var difference: Panel
  package var rows: CategoryAxis
  package var columns: CategoryAxis
  /// The quantity of the estimate and baseline, with its unit.
  package var quantity: String
  /// The limits of the shared scale; `nil` spans both panels.
  package var scale: ColourScale?
  /// Which cells of the difference carry no claim, row-major.
  package var masks: [CellMask]
  /// What plain grey means, for the key under the picture.
  package var maskMeaning: String
  /// Text in every cell of the difference, for example the number of levels.
  package var cellText: [String]?
  /// Lines over all three panels.
  package var overlays: [HeatmapLine]

  /// A panel's heading and numbers.
  package struct Panel: Sendable, Equatable {
    package var name: String
    package var values: Matrix<Double>

    package init(_ name: String, _ values: Matrix<Double>) {
      self.name = name
      self.values = values
    }
  }

  /// - Precondition: the panels have the same shape and `masks` one entry a cell.
  package init(
    title: String, estimate: Panel, baseline: Panel, difference: Panel? = nil,
    rows: CategoryAxis, columns: CategoryAxis, quantity: String, masks: [CellMask],
    maskMeaning: String = "below the detectable effect", subtitle: String = "",
    caption: String = "", scale: ColourScale? = nil, cellText: [String]? = nil,
    overlays: [HeatmapLine] = []
  ) {
    let shape = (estimate.values.rows, estimate.values.columns)
    precondition(
      (baseline.values.rows, baseline.values.columns) == shape,
      "An estimate and its baseline need the same rows and columns.")
    precondition(
      masks.count == shape.0 * shape.1,
      "A difference of \(shape.0 * shape.1) cells needs as many masks, not \(masks.count).")
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.estimate = estimate
    self.baseline = baseline
    self.difference =
      difference
      ?? Panel(
        "Difference",
        Matrix(
          rows: shape.0, columns: shape.1,
          elements: zip(estimate.values.elements, baseline.values.elements).map { $0 - $1 }))
    precondition(
      (self.difference.values.rows, self.difference.values.columns) == shape,
      "A difference needs the rows and columns of its estimate.")
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
