/// Heatmaps side by side, for example one a channel or one a tick.
///
/// With one shared scale there is one colour bar; with a scale each, every panel's heading
/// says its range.
package struct HeatmapGrid: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  /// The panels; each panel's title is its heading, its subtitle and caption are left out.
  package var panels: [Heatmap]
  /// Panels a row; `nil` chooses a number that fills the page.
  package var panelsPerRow: Int?
  package var scaling: Scaling

  /// Whether the panels can be compared by colour.
  package enum Scaling: Sendable, Equatable {
    /// One scale, with its colour bar.
    case shared(ColourScale)
    /// Each panel's own scale, said in its heading.
    case perPanel
  }

  /// - Precondition: there is at least one panel.
  package init(
    title: String, panels: [Heatmap], scaling: Scaling, panelsPerRow: Int? = nil,
    subtitle: String = "", caption: String = ""
  ) {
    precondition(!panels.isEmpty, "A grid of heatmaps needs at least one panel.")
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.panels = panels
    self.panelsPerRow = panelsPerRow
    self.scaling = scaling
  }
}
