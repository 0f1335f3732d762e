internal import Foundation

/// Small figures made of polygons.
package enum Shapes {
  /// A five-pointed star.
  static func star(_ centre: Point, radius: Double) -> [Point] {
    (0..<10).map { index in
      let angle = Double(index) * Double.pi / 5 - Double.pi / 2
      let reach = index % 2 == 0 ? radius : radius * 0.42
      return Point(centre.x + reach * cos(angle), centre.y + reach * sin(angle))
    }
  }

  /// A regular polygon; `turn` is in radians, 0 points upward.
  static func polygon(_ centre: Point, sides: Int, radius: Double, turn: Double = 0) -> [Point] {
    (0..<sides).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(sides) - Double.pi / 2 + turn
      return Point(centre.x + radius * cos(angle), centre.y + radius * sin(angle))
    }
  }

  /// Two lines across a rectangle.
  static func cross(_ rect: Rect, _ stroke: Stroke) -> [Mark] {
    [
      .path(
        [Point(rect.x, rect.y), Point(rect.right, rect.bottom)], closed: false, fill: nil,
        stroke: stroke),
      .path(
        [Point(rect.x, rect.bottom), Point(rect.right, rect.y)], closed: false, fill: nil,
        stroke: stroke),
    ]
  }

  /// The sign of a series: discs, squares, triangles and diamonds in turn.
  package static func marker(_ index: Int, _ centre: Point, radius: Double, colour: Colour) -> Mark
  {
    let edge = Stroke(.white, width: 0.75)
    switch index % 5 {
    case 0: return .circle(centre, radius: radius, fill: colour, stroke: edge)
    case 1:
      let points = polygon(centre, sides: 4, radius: radius * 1.25, turn: Double.pi / 4)
      return .path(points, closed: true, fill: colour, stroke: edge)
    case 2:
      let points = polygon(centre, sides: 3, radius: radius * 1.35)
      return .path(points, closed: true, fill: colour, stroke: edge)
    case 3:
      let points = polygon(centre, sides: 4, radius: radius * 1.35)
      return .path(points, closed: true, fill: colour, stroke: edge)
    default:
      let points = polygon(centre, sides: 3, radius: radius * 1.35, turn: Double.pi)
      return .path(points, closed: true, fill: colour, stroke: edge)
    }
  }
}
