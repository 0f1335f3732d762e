/// Mazes side by side, for example the value map at each tick, with one scale and one key.
package struct MazeGrid: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  /// The panels; each panel's title is its heading, its caption is drawn under it.
  package var panels: [MazePicture]
  /// Panels a row; `nil` chooses a number that fills the page.
  package var panelsPerRow: Int?
  /// The colour bar's label; empty takes the first panel's.
  package var quantity: String
  /// The scale of all panels; `nil` makes a sequential one over the free cells of all.
  package var scale: ColourScale?

  /// - Precondition: there is at least one panel.
  package init(
    title: String, panels: [MazePicture], panelsPerRow: Int? = nil, quantity: String = "",
    scale: ColourScale? = nil, subtitle: String = "", caption: String = ""
  ) {
    precondition(!panels.isEmpty, "A grid of mazes needs at least one panel.")
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.panels = panels
    self.panelsPerRow = panelsPerRow
    self.quantity = quantity
    self.scale = scale
  }
}
