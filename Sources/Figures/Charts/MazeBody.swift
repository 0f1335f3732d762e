import LinearAlgebra

/// The plot of one maze, for a whole figure or a panel of one.
package struct MazeBody {
  let picture: MazePicture
  let scale: ColourScale?
  /// The side of a cell in logical pixels.
  let cell: Double
  var body: PlotBody

  package static let wall = Colour(0x3D444D)
  static let pathColour = Colour(0x8250DF)

  init(_ picture: MazePicture, scale: ColourScale?, cell: Double) {
    self.picture = picture
    self.scale = scale
    self.cell = cell
    body = PlotBody(
      plot: Size(Double(picture.columns) * cell, Double(picture.rows) * cell))
    drawFloor()
    let occupied = Set(picture.items.map(\.cell))
    if let last = picture.path.last {
      // At a thing the line ends before it.
      body.scene.marks += MazeShapes.path(
        picture.path.map(centre), cell: cell, short: occupied.contains(last) ? cell * 0.42 : 0)
    }
    let agentDecides = picture.arrows.contains { $0.cell == picture.agent }
    if let agent = picture.agent, agentDecides {
      body.scene.marks += MazeShapes.ring(centre(agent), cell: cell)
    }
    // Reaching a thing ends the walk, so a step from its cell means nothing.
    for arrow in picture.arrows where !occupied.contains(arrow.cell) {
      let ground = arrow.cell == picture.agent ? .white : floor(arrow.cell)
      body.scene.marks += MazeShapes.arrow(arrow, centre(arrow.cell), cell: cell, ground: ground)
    }
    for item in picture.items {
      drawPlate(item.cell)
      body.scene.marks += MazeShapes.item(item, centre(item.cell), cell: cell)
    }
    if let agent = picture.agent, !agentDecides {
      body.scene.marks += MazeShapes.agent(centre(agent), cell: cell)
    }
    writeLetters()
    body.scene.marks.append(
      .rectangle(
        Rect(0, 0, body.plot.width, body.plot.height), fill: nil,
        stroke: Stroke(MazeBody.wall, width: 1)))
  }

  /// The side of a cell so that a maze stays within a square.
  static func cell(_ picture: MazePicture, room: Double) -> Double {
    let side = room / Double(max(picture.rows, picture.columns))
    return max(1, (min(side, 44) * 2).rounded(.down) / 2)
  }

  private func centre(_ cell: MazeCell) -> Point {
    Point((Double(cell.column) + 0.5) * self.cell, (Double(cell.row) + 0.5) * self.cell)
  }

  private func rect(_ place: Int) -> Rect {
    Rect(
      Double(place % picture.columns) * cell, Double(place / picture.columns) * cell, cell, cell)
  }

  /// The colour of a cell's ground.
  private func floor(_ cell: MazeCell) -> Colour {
    colour(cell.row * picture.columns + cell.column)
  }

  private func colour(_ place: Int) -> Colour {
    if picture.walls[place] { return MazeBody.wall }
    guard let value = picture.values?.elements[place], let scale else { return .white }
    if value.isNaN { return cell >= CellField.smallestMarked ? .white : .alarm }
    return scale.colour(value)
  }

  private mutating func drawFloor() {
    let count = picture.rows * picture.columns
    body.scene.marks.append(
      .raster(
        RasterMark(
          rect: Rect(0, 0, body.plot.width, body.plot.height), rows: picture.rows,
          columns: picture.columns, colours: (0..<count).map(colour))))
    guard cell >= CellField.smallestMarked else { return }
    for place in 0..<count where !picture.walls[place] {
      let rect = rect(place)
      if let value = picture.values?.elements[place] {
        if value.isNaN {
          body.scene.marks.append(CellField.hatching(rect))
        } else if value.isInfinite {
          body.scene.marks.append(
            CellField.triangle(rect, up: value > 0, on: colour(place)))
        }
      } else {
        body.scene.marks.append(
          .rectangle(rect, fill: nil, stroke: Stroke(.rule, width: 0.5)))
      }
    }
  }

  /// White ground under a thing, so that it is seen on any value's colour.
  private mutating func drawPlate(_ place: MazeCell) {
    guard picture.values != nil else { return }
    let centre = centre(place)
    let half = cell * 0.46
    body.scene.marks.append(
      .rectangle(
        Rect(centre.x - half, centre.y - half, 2 * half, 2 * half), fill: .white,
        stroke: Stroke(.ink, width: 0.5)))
  }

  private mutating func writeLetters() {
    guard cell >= MazeShapes.smallestLettered else { return }
    let style = TextStyle(cell * 0.3, bold: true)
    for item in picture.items {
      let anchor = MazeShapes.letterPlace(item.symbol, centre(item.cell), cell: cell)
      body.scene.write(
        item.colour.rawValue.prefix(1).uppercased(),
        at: Point(anchor.x, anchor.y + style.size * 0.365), style,
        colour: MazeShapes.letterColour(item), align: .centre)
    }
  }

  /// Key entries for everything in the plot.
  func key() -> [KeyEntry] {
    var entries: [KeyEntry] = []
    let side = 18.0
    func entry(_ text: String, _ marks: @escaping (Point) -> [Mark]) {
      guard !entries.contains(where: { $0.text == text }) else { return }
      entries.append(
        KeyEntry(text, width: side) { scene, rect in scene.marks += marks(rect.centre) })
    }
    for item in picture.items {
      entry(item.name) { MazeShapes.item(item, $0, cell: side) }
    }
    if picture.agent != nil {
      let decides = picture.arrows.contains { $0.cell == picture.agent }
      entry("agent's start") {
        decides ? MazeShapes.ring($0, cell: side) : MazeShapes.agent($0, cell: side)
      }
    }
    if !picture.path.isEmpty {
      entry("path taken") {
        MazeShapes.path([Point($0.x - 8, $0.y), Point($0.x + 8, $0.y)], cell: side)
      }
    }
    for judgement in MazeArrow.Judgement.allCases
    where picture.arrows.contains(where: { $0.judgement == judgement }) {
      let sample = MazeArrow(
        at: MazeCell(row: 0, column: 0), rowStep: 0, columnStep: 1, judgement: judgement)
      entry(judgement.meaning) {
        MazeShapes.arrow(sample, $0, cell: side, ground: .white)
      }
    }
    if let values = picture.values, let scale {
      let free = Matrix(
        rows: values.rows, columns: values.columns,
        elements: zip(values.elements, picture.walls).map { $1 ? 0 : $0 })
      let field = CellField(values: free, scale: scale, masks: [], cell: Size(cell, cell))
      entries += field.key(maskMeaning: "")
    }
    return entries
  }
}

extension MazeArrow.Judgement {
  /// What the key says.
  var meaning: String {
    switch self {
    case .right: "decoded step, one of the best"
    case .wrong: "decoded step, not one of the best"
    case .unjudged: "decoded step, not judged"
    }
  }
}
