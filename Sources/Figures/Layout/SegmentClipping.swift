/// Lines cut at the borders of a rectangle (Liang and Barsky, 1984).
package enum SegmentClipping {
  /// The pieces of a line that lie inside, each a run of points.
  package static func pieces(_ points: [Point], in rect: Rect) -> [[Point]] {
    var pieces: [[Point]] = []
    for (start, end) in zip(points, points.dropFirst()) {
      guard let (from, to) = segment(start, end, in: rect) else { continue }
      if pieces.last?.last == from {
        pieces[pieces.count - 1].append(to)
      } else {
        pieces.append([from, to])
      }
    }
    return pieces
  }

  private static func segment(_ start: Point, _ end: Point, in rect: Rect) -> (Point, Point)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (enter, leave) = (0.0, 1.0)
    let borders = [
      (-dx, start.x - rect.x), (dx, rect.right - start.x), (-dy, start.y - rect.y),
      (dy, rect.bottom - start.y),
    ]
    for (slope, distance) in borders {
      if slope == 0 {
        if distance < 0 { return nil }
      } else if slope < 0 {
        enter = max(enter, distance / slope)
      } else {
        leave = min(leave, distance / slope)
      }
    }
    guard enter <= leave else { return nil }
    let from = enter == 0 ? start : Point(start.x + enter * dx, start.y + enter * dy)
    let to = leave == 1 ? end : Point(start.x + leave * dx, start.y + leave * dy)
    return (from, to)
  }
}
