/// What a chart draws, laid out: marks in order, on a page of its own size.
package struct Scene: Sendable, Equatable {
  package var size: Size
  package var marks: [Mark]
  /// Named areas that must not overlap: plots, keys, colour bars.
  package var regions: [Region]

  /// A named area of a page.
  package struct Region: Sendable, Equatable {
    package var name: String
    package var rect: Rect

    package init(_ name: String, _ rect: Rect) {
      self.name = name
      self.rect = rect
    }
  }

  package init(size: Size = Size(0, 0), marks: [Mark] = [], regions: [Region] = []) {
    self.size = size
    self.marks = marks
    self.regions = regions
  }

  /// The texts of the page in drawing order.
  package var texts: [TextMark] {
    marks.compactMap { mark in
      if case .text(let text) = mark { text } else { nil }
    }
  }

  /// Adds another scene's marks and regions, moved by an offset, and grows to hold it.
  mutating func place(_ other: Scene, at offset: Point) {
    marks.append(contentsOf: other.marks.map { $0.moved(offset) })
    regions.append(contentsOf: other.regions.map { Region($0.name, $0.rect.moved(offset)) })
    size.width = max(size.width, offset.x + other.size.width)
    size.height = max(size.height, offset.y + other.size.height)
  }
}

extension Mark {
  /// The mark moved by an offset.
  func moved(_ offset: Point) -> Mark {
    switch self {
    case .rectangle(let rect, let fill, let stroke):
      return .rectangle(rect.moved(offset), fill: fill, stroke: stroke)
    case .path(let points, let closed, let fill, let stroke):
      return .path(points.map { $0.moved(offset) }, closed: closed, fill: fill, stroke: stroke)
    case .circle(let centre, let radius, let fill, let stroke):
      return .circle(centre.moved(offset), radius: radius, fill: fill, stroke: stroke)
    case .text(var text):
      text.origin = text.origin.moved(offset)
      text.bounds = text.bounds.moved(offset)
      return .text(text)
    case .raster(var raster):
      raster.rect = raster.rect.moved(offset)
      return .raster(raster)
    case .hatching(let rect, let colour, let spacing):
      return .hatching(rect.moved(offset), colour: colour, spacing: spacing)
    }
  }
}
