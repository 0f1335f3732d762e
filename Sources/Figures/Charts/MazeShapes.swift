internal import Foundation

/// The things in a maze as polygons, told apart by outline as well as by colour.
package enum MazeShapes {
  /// Cells smaller than this carry no letters.
  static let smallestLettered = 20.0

  static func colour(_ paint: MazeItem.Paint) -> Colour {
    switch paint {
    case .red: Colour(0xCF222E)
    case .blue: Colour(0x0969DA)
    case .green: Colour(0x1A7F37)
    case .grey: Colour(0x8C959F)
    }
  }

  /// A thing centred in its cell.
  package static func item(_ item: MazeItem, _ centre: Point, cell: Double) -> [Mark] {
    let fill = colour(item.colour)
    let edge = Stroke(.ink, width: max(0.75, cell * 0.035))
    func at(_ x: Double, _ y: Double) -> Point {
      Point(centre.x + x * cell, centre.y + y * cell)
    }
    func shape(_ points: [Point]) -> Mark {
      .path(points, closed: true, fill: fill, stroke: edge)
    }
    switch item.symbol {
    case .door:
      let arch = (0...8).map { step in
        let angle = Double.pi * Double(step) / 8
        return at(-0.24 * cos(angle), -0.12 - 0.24 * sin(angle))
      }
      let knob = Mark.circle(at(0.15, 0.2), radius: cell * 0.04, fill: .white, stroke: nil)
      return [shape([at(-0.24, 0.38)] + arch + [at(0.24, 0.38)]), knob]
    case .key:
      let shaft = [
        at(-0.05, -0.06), at(0.4, -0.06), at(0.4, 0.2), at(0.3, 0.2), at(0.3, 0.06),
        at(0.23, 0.06), at(0.23, 0.16), at(0.13, 0.16), at(0.13, 0.06), at(-0.05, 0.06),
      ]
      return [shape(shaft), .circle(at(-0.18, 0), radius: cell * 0.21, fill: fill, stroke: edge)]
    case .gem:
      return [
        shape([
          at(-0.22, -0.3), at(0.22, -0.3), at(0.4, -0.08), at(0, 0.36), at(-0.4, -0.08),
        ])
      ]
    case .chest:
      let band = Mark.rectangle(
        Rect(at(-0.36, 0).x, at(0, -0.08).y, cell * 0.72, cell * 0.06), fill: .ink, stroke: nil)
      return [
        shape([at(-0.36, -0.26), at(0.36, -0.26), at(0.36, 0.32), at(-0.36, 0.32)]), band,
      ]
    case .target:
      return [
        .circle(centre, radius: cell * 0.34, fill: .white, stroke: edge),
        .circle(centre, radius: cell * 0.24, fill: fill, stroke: nil),
      ]
    }
  }

  /// Where the letter of a thing's colour is centred.
  static func letterPlace(_ symbol: MazeItem.Symbol, _ centre: Point, cell: Double) -> Point {
    switch symbol {
    case .door: Point(centre.x, centre.y - cell * 0.06)
    case .key: Point(centre.x - cell * 0.18, centre.y)
    case .gem: Point(centre.x, centre.y - cell * 0.1)
    case .chest: Point(centre.x, centre.y + cell * 0.14)
    case .target: centre
    }
  }

  static func letterColour(_ item: MazeItem) -> Colour { colour(item.colour).readable }

  /// The agent: a head and shoulders inside a white ring.
  static func agent(_ centre: Point, cell: Double) -> [Mark] {
    let body = (0...10).map { step in
      let angle = Double.pi * Double(step) / 10
      return Point(
        centre.x - 0.27 * cell * cos(angle), centre.y + cell * (0.3 - 0.3 * sin(angle)))
    }
    let edge = Stroke(.ink, width: max(0.75, cell * 0.03))
    return [
      .circle(centre, radius: cell * 0.43, fill: .white, stroke: edge),
      .path(body, closed: true, fill: .ink, stroke: nil),
      .circle(
        Point(centre.x, centre.y - cell * 0.13), radius: cell * 0.15, fill: .ink, stroke: nil),
    ]
  }

  /// The agent's place where its own step is drawn in it: a ring around the arrow.
  static func ring(_ centre: Point, cell: Double) -> [Mark] {
    [
      .circle(
        centre, radius: cell * 0.43, fill: .white, stroke: Stroke(.ink, width: max(1, cell * 0.07)))
    ]
  }

  /// A broad line through cell centres with a head at its end, which lies `short` before the
  /// last centre.
  static func path(_ points: [Point], cell: Double, short: Double = 0) -> [Mark] {
    let width = max(1.5, cell * 0.13)
    guard let last = points.last else { return [] }
    guard points.count > 1 else {
      return [.circle(last, radius: width, fill: MazeBody.pathColour, stroke: nil)]
    }
    let before = points[points.count - 2]
    let tip = between(before, last, stop: short)
    let head = arrowHead(from: before, tip: tip, length: cell * 0.34, width: cell * 0.4)
    let stem = Array(points.dropLast()) + [between(before, tip, stop: cell * 0.3)]
    return [
      .path(stem, closed: false, fill: nil, stroke: Stroke(.white, width: width + 2)),
      .path(stem, closed: false, fill: nil, stroke: Stroke(MazeBody.pathColour, width: width)),
      .path(head, closed: true, fill: MazeBody.pathColour, stroke: Stroke(.white, width: 0.75)),
    ]
  }

  /// A step of a plan: whole and dark if right; broken, crossed at its tail and orange if
  /// wrong; thin with an open head if not judged.
  package static func arrow(
    _ arrow: MazeArrow, _ centre: Point, cell: Double, ground: Colour
  ) -> [Mark] {
    let length = Double(arrow.rowStep * arrow.rowStep + arrow.columnStep * arrow.columnStep)
      .squareRoot()
    let colour = arrow.judgement == .wrong ? Colour(0xD55E00) : ground.readable
    guard length > 0 else {
      return [
        .circle(
          centre, radius: cell * 0.1, fill: nil, stroke: Stroke(colour, width: max(1, cell * 0.06)))
      ]
    }
    let reach = cell * 0.34
    let (dx, dy) = (Double(arrow.columnStep) / length, Double(arrow.rowStep) / length)
    let tip = Point(centre.x + dx * reach, centre.y + dy * reach)
    let tail = Point(centre.x - dx * reach, centre.y - dy * reach)
    let width = max(1, cell * (arrow.judgement == .unjudged ? 0.045 : 0.075))
    let head = arrowHead(from: tail, tip: tip, length: cell * 0.26, width: cell * 0.32)
    let neck = between(tail, tip, stop: cell * 0.2)
    switch arrow.judgement {
    case .right:
      return [
        .path([tail, neck], closed: false, fill: nil, stroke: Stroke(colour, width: width)),
        .path(head, closed: true, fill: colour, stroke: nil),
      ]
    case .unjudged:
      return [
        .path([tail, tip], closed: false, fill: nil, stroke: Stroke(colour, width: width)),
        .path(
          [head[1], head[0], head[2]], closed: false, fill: nil,
          stroke: Stroke(colour, width: width)),
      ]
    case .wrong:
      let arm = cell * 0.11
      let box = Rect(tail.x - arm, tail.y - arm, 2 * arm, 2 * arm)
      let halo = Stroke(.white, width: width + 2)
      let line = Stroke(colour, width: width)
      return [
        .path([tail, neck], closed: false, fill: nil, stroke: halo)
      ] + Shapes.cross(box, halo) + [
        .path([tail, neck], closed: false, fill: nil, stroke: line)
      ] + Shapes.cross(box, line) + [
        .path(head, closed: true, fill: colour, stroke: Stroke(.white, width: 1))
      ]
    }
  }

  /// The tip and the two back corners of an arrow's head.
  private static func arrowHead(
    from tail: Point, tip: Point, length: Double, width: Double
  ) -> [Point] {
    let base = between(tail, tip, stop: length)
    let (dx, dy) = direction(tail, tip)
    return [
      tip, Point(base.x - dy * width / 2, base.y + dx * width / 2),
      Point(base.x + dy * width / 2, base.y - dx * width / 2),
    ]
  }

  /// The point on the way that lies a given distance before its end.
  private static func between(_ start: Point, _ end: Point, stop: Double) -> Point {
    let (dx, dy) = direction(start, end)
    return Point(end.x - dx * stop, end.y - dy * stop)
  }

  private static func direction(_ start: Point, _ end: Point) -> (Double, Double) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    return length > 0 ? (dx / length, dy / length) : (0, 0)
  }
}
