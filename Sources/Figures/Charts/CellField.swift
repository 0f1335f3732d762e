package import LinearAlgebra

/// Cells of numbers drawn into a plot: colours, and marks for what is not a plain number.
package struct CellField {
  let values: Matrix<Double>
  let scale: ColourScale
  /// Row-major; empty shows all.
  let masks: [CellMask]
  let cell: Size

  /// Cells smaller than this carry a plain colour where larger ones carry a mark.
  static let smallestMarked = 5.0

  package init(values: Matrix<Double>, scale: ColourScale, masks: [CellMask], cell: Size) {
    self.values = values
    self.scale = scale
    self.masks = masks
    self.cell = cell
  }

  var marksCells: Bool { min(cell.width, cell.height) >= CellField.smallestMarked }

  func rect(_ row: Int, _ column: Int) -> Rect {
    Rect(
      Double(column) * cell.width, Double(row) * cell.height, cell.width, cell.height)
  }

  func mask(_ place: Int) -> CellMask { masks.isEmpty ? .shown : masks[place] }

  /// The colour under whatever is drawn in a cell.
  package func colour(_ place: Int) -> Colour {
    guard mask(place) == .shown else { return .maskGrey }
    let value = values.elements[place]
    if value.isNaN { return marksCells ? .white : .alarm }
    if value.isInfinite && !marksCells { return .alarm }
    return scale.colour(value)
  }

  /// The cells and their marks; the plot begins at zero.
  func marks() -> [Mark] {
    let count = values.rows * values.columns
    let raster = RasterMark(
      rect: Rect(0, 0, Double(values.columns) * cell.width, Double(values.rows) * cell.height),
      rows: values.rows, columns: values.columns, colours: (0..<count).map(colour))
    var marks: [Mark] = [.raster(raster)]
    guard marksCells else { return marks }
    for place in 0..<count {
      let rect = rect(place / values.columns, place % values.columns)
      let value = values.elements[place]
      switch mask(place) {
      case .belowEffect: break
      case .void: marks += CellField.voidMarks(rect)
      case .shown:
        if value.isNaN {
          marks.append(CellField.hatching(rect))
        } else if value.isInfinite {
          marks.append(CellField.triangle(rect, up: value > 0, on: scale.colour(value)))
        }
      }
    }
    return marks
  }

  static func hatching(_ rect: Rect) -> Mark { .hatching(rect, colour: .alarm, spacing: 4) }

  static func voidMarks(_ rect: Rect) -> [Mark] {
    let arm = min(rect.width, rect.height, 18) * 0.28
    let middle = Rect(rect.centre.x - arm, rect.centre.y - arm, 2 * arm, 2 * arm)
    return Shapes.cross(middle, Stroke(.quietInk, width: 1))
  }

  static func triangle(_ rect: Rect, up: Bool, on ground: Colour) -> Mark {
    let radius = min(rect.width, rect.height, 24) * 0.32
    let points = Shapes.polygon(
      rect.centre, sides: 3, radius: radius, turn: up ? 0 : Double.pi)
    return .path(points, closed: true, fill: .alarm, stroke: Stroke(.white, width: 1))
  }

  /// Key entries for the marks that occur.
  func key(maskMeaning: String) -> [KeyEntry] {
    var found = (nan: false, up: false, down: false, grey: false, void: false)
    for place in values.elements.indices {
      switch mask(place) {
      case .belowEffect: found.grey = true
      case .void: found.void = true
      case .shown:
        let value = values.elements[place]
        if value.isNaN { found.nan = true }
        if value == .infinity { found.up = true }
        if value == -.infinity { found.down = true }
      }
    }
    let edge = Stroke(.quietInk, width: 1)
    var entries: [KeyEntry] = []
    if found.grey {
      entries.append(
        KeyEntry(maskMeaning) { scene, rect in
          scene.marks.append(.rectangle(rect, fill: .maskGrey, stroke: edge))
        })
    }
    if found.void {
      entries.append(
        KeyEntry("not measured") { scene, rect in
          scene.marks.append(.rectangle(rect, fill: .maskGrey, stroke: edge))
          scene.marks += CellField.voidMarks(rect)
        })
    }
    if found.nan { entries.append(CellField.nanEntry(solid: !marksCells)) }
    if !marksCells && (found.up || found.down) && !found.nan {
      entries.append(
        KeyEntry("not finite") { scene, rect in
          scene.marks.append(.rectangle(rect, fill: .alarm, stroke: edge))
        })
    }
    if marksCells {
      for (present, up) in [(found.up, true), (found.down, false)] where present {
        entries.append(
          KeyEntry(up ? "positive infinity" : "negative infinity") { scene, rect in
            let ground = scale.colour(up ? .infinity : -.infinity)
            scene.marks.append(.rectangle(rect, fill: ground, stroke: edge))
            scene.marks.append(CellField.triangle(rect, up: up, on: ground))
          })
      }
    }
    return entries
  }

  static func nanEntry(solid: Bool) -> KeyEntry {
    KeyEntry(solid ? "not a number, or not finite" : "not a number") { scene, rect in
      scene.marks.append(.rectangle(rect, fill: solid ? .alarm : .white, stroke: nil))
      if !solid { scene.marks.append(hatching(rect)) }
      scene.marks.append(.rectangle(rect, fill: nil, stroke: Stroke(.quietInk, width: 1)))
    }
  }
}
