/// One thing to draw.
package enum Mark: Sendable, Equatable {
  case rectangle(Rect, fill: Colour?, stroke: Stroke?)
  /// A polygon where `closed`, else a line through the points.
  case path([Point], closed: Bool, fill: Colour?, stroke: Stroke?)
  case circle(Point, radius: Double, fill: Colour?, stroke: Stroke?)
  case text(TextMark)
  case raster(RasterMark)
  /// Diagonal lines inside a rectangle, the pattern of values that are not numbers.
  case hatching(Rect, colour: Colour, spacing: Double)
}

/// How a line is drawn.
package struct Stroke: Sendable, Equatable {
  package var colour: Colour
  package var width: Double
  /// Lengths of dashes and gaps in turn; empty is a whole line.
  package var dashes: [Double]

  package init(_ colour: Colour, width: Double = 1, dashes: [Double] = []) {
    self.colour = colour
    self.width = width
    self.dashes = dashes
  }
}

/// One line of text at a place.
package struct TextMark: Sendable, Equatable {
  package var text: String
  /// The left end of the baseline; the lower end where the text reads upward.
  package var origin: Point
  package var style: TextStyle
  package var colour: Colour
  /// Whether the text is turned a quarter to the left, to be read from below.
  package var upward: Bool
  /// The space that the text takes.
  package var bounds: Rect
}

/// Cells of equal size, each with a colour, row 0 at the top.
package struct RasterMark: Sendable, Equatable {
  package var rect: Rect
  package var rows: Int
  package var columns: Int
  /// Row-major.
  package var colours: [Colour]
}
