/// A place on a page, in logical pixels (1/96 inch), x to the right and y downward.
package struct Point: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The point moved by an offset.
  func moved(_ offset: Point) -> Point { Point(x + offset.x, y + offset.y) }
}

/// A width and a height in logical pixels.
package struct Size: Sendable, Equatable {
  package var width: Double
  package var height: Double

  package init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// A rectangle in logical pixels, its origin at the top left.
package struct Rect: Sendable, Equatable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var right: Double { x + width }
  package var bottom: Double { y + height }
  package var centre: Point { Point(x + width / 2, y + height / 2) }

  /// The rectangle moved by an offset.
  package func moved(_ offset: Point) -> Rect { Rect(x + offset.x, y + offset.y, width, height) }

  /// The rectangle made smaller on every side; larger where the margin is negative.
  package func inset(_ margin: Double) -> Rect {
    Rect(x + margin, y + margin, width - 2 * margin, height - 2 * margin)
  }

  /// Whether two rectangles share more than their borders; `slack` is forgiven.
  package func overlaps(_ other: Rect, slack: Double = 0.01) -> Bool {
    min(right, other.right) - max(x, other.x) > slack
      && min(bottom, other.bottom) - max(y, other.y) > slack
  }

  /// Whether another rectangle lies inside this one; `slack` is forgiven.
  package func contains(_ other: Rect, slack: Double = 0.01) -> Bool {
    other.x >= x - slack && other.y >= y - slack && other.right <= right + slack
      && other.bottom <= bottom + slack
  }
}
