/// A plot with what stands around it, in coordinates that begin at the plot's top left.
///
/// Pieces are added outward: labels, then axis titles, then what stands beside; each takes
/// the space next to what is there already, so that nothing overlaps.
struct PlotBody {
  /// The marks; those left of or above the plot have negative coordinates.
  var scene: Scene
  let plot: Size
  /// The space that the plot and everything around it takes.
  private(set) var extent: Rect

  init(plot: Size) {
    self.plot = plot
    scene = Scene(regions: [Scene.Region("plot", Rect(0, 0, plot.width, plot.height))])
    extent = Rect(0, 0, plot.width, plot.height)
  }

  /// Grows the extent to hold a rectangle.
  mutating func reserve(_ rect: Rect) {
    let x = min(extent.x, rect.x)
    let y = min(extent.y, rect.y)
    extent = Rect(
      x, y, max(extent.right, rect.right) - x, max(extent.bottom, rect.bottom) - y)
  }

  /// Adds a scene at a place and reserves its space.
  mutating func add(_ piece: Scene, at place: Point) {
    scene.place(piece, at: place)
    reserve(Rect(place.x, place.y, piece.size.width, piece.size.height))
  }

  /// Adds one line of text and reserves its space.
  mutating func write(
    _ text: String, at anchor: Point, _ style: TextStyle, colour: Colour = .ink,
    align: Scene.Alignment = .leading, upward: Bool = false
  ) {
    let before = scene.marks.count
    if upward {
      scene.writeUpward(text, at: anchor, style, colour: colour, align: align)
    } else {
      scene.write(text, at: anchor, style, colour: colour, align: align)
    }
    guard scene.marks.count > before, case .text(let mark) = scene.marks[before] else { return }
    reserve(mark.bounds)
  }

  /// The title of the vertical axis, reading upward, left of everything.
  mutating func addVerticalTitle(_ title: String) {
    let style = TextStyle.axis
    let lines = TextBlock.lines(title, style, width: max(plot.height, 130))
    var right = extent.x - 8 - style.descent
    for line in lines.reversed() {
      write(
        line, at: Point(right, plot.height / 2), style, align: .centre, upward: true)
      right -= style.lineHeight
    }
  }

  /// The title of the horizontal axis, below everything.
  mutating func addHorizontalTitle(_ title: String) {
    let style = TextStyle.axis
    var baseline = extent.bottom + 6 + style.ascent
    for line in TextBlock.lines(title, style, width: max(plot.width, 150)) {
      write(line, at: Point(plot.width / 2, baseline), style, align: .centre)
      baseline += style.lineHeight
    }
  }

  /// A heading above everything, its lines beginning at the plot's left.
  mutating func addHeading(_ heading: String, note: String = "") {
    let width = max(plot.width, 90)
    let name = Scene.paragraph(heading, .heading, width: width)
    let rest = Scene.paragraph(note, .caption, width: width, colour: .quietInk)
    let gap = note.isEmpty || heading.isEmpty ? 0.0 : 3
    let height = name.size.height + gap + rest.size.height
    guard height > 0 else { return }
    let top = extent.y - 6 - height
    add(name, at: Point(0, top))
    add(rest, at: Point(0, top + name.size.height + gap))
  }

  /// Adds a scene right of everything, its top at the plot's.
  mutating func attach(_ piece: Scene, gap: Double = 16, top: Double = 0) {
    add(piece, at: Point(extent.right + gap, top))
  }

  /// Adds a scene below everything, its left at the plot's.
  mutating func append(_ piece: Scene, gap: Double = 8) {
    guard piece.size.height > 0 else { return }
    add(piece, at: Point(0, extent.bottom + gap))
  }

  /// The marks moved so that the extent begins at zero.
  var framed: Scene {
    var result = Scene()
    result.place(scene, at: Point(-extent.x, -extent.y))
    result.size = Size(extent.width, extent.height)
    return result
  }
}
