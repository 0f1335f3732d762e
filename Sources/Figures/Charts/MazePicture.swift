package import LinearAlgebra

/// A maze seen from above with what is in it, and what a network is thought to plan.
///
/// Plain drawing inputs, so that any grid world can fill them. Objects differ in shape and
/// carry the first letter of their colour, so that they are told apart without colour.
package struct MazePicture: Chart {
  package var title: String
  package var subtitle: String
  package var caption: String
  package let rows: Int
  package let columns: Int
  /// Row-major, one entry a cell.
  package var walls: [Bool]
  package var items: [MazeItem]
  /// Where the agent stands at the start.
  package var agent: MazeCell?
  /// The cells that the agent went through, in order.
  package var path: [MazeCell]
  package var arrows: [MazeArrow]
  /// A number a cell, `[row, column]`, drawn as the colour of free cells; NaN is hatched.
  package var values: Matrix<Double>?
  /// The colour bar's label: the quantity and its unit.
  package var quantity: String
  /// The scale of the values; `nil` makes a sequential one over the free cells.
  package var scale: ColourScale?

  /// - Precondition: `walls` and `values` have `rows * columns` cells, and every item, arrow
  ///   and path cell lies in the maze.
  package init(
    title: String, rows: Int, columns: Int, walls: [Bool], items: [MazeItem] = [],
    agent: MazeCell? = nil, path: [MazeCell] = [], arrows: [MazeArrow] = [],
    values: Matrix<Double>? = nil, quantity: String = "", scale: ColourScale? = nil,
    subtitle: String = "", caption: String = ""
  ) {
    precondition(
      rows > 0 && columns > 0 && walls.count == rows * columns,
      "A maze of \(rows) x \(columns) cells needs as many walls, not \(walls.count).")
    precondition(
      values == nil || (values?.rows == rows && values?.columns == columns),
      "A maze of \(rows) x \(columns) cells needs values of the same shape.")
    let cells = items.map(\.cell) + arrows.map(\.cell) + path + (agent.map { [$0] } ?? [])
    for cell in cells {
      precondition(
        (0..<rows).contains(cell.row) && (0..<columns).contains(cell.column),
        "Cell (\(cell.row), \(cell.column)) is outside of a maze of \(rows) x \(columns) cells.")
    }
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.rows = rows
    self.columns = columns
    self.walls = walls
    self.items = items
    self.agent = agent
    self.path = path
    self.arrows = arrows
    self.values = values
    self.quantity = quantity
    self.scale = scale
  }
}

/// A square of a maze picture, row 0 and column 0 at the top left.
package struct MazeCell: Sendable, Hashable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A thing in a maze.
package struct MazeItem: Sendable, Equatable {
  package var cell: MazeCell
  package var symbol: Symbol
  package var colour: Paint
  /// What the key calls it; made from colour and symbol unless given.
  package var name: String

  /// The outline that a thing is drawn with.
  package enum Symbol: String, Sendable, CaseIterable {
    case door
    case key
    case gem
    case chest
    /// A disc inside a ring: a goal without further properties.
    case target
  }

  /// The colour that a thing has in its world, in a hue that stays apart in print.
  package enum Paint: String, Sendable, CaseIterable {
    case red
    case blue
    case green
    case grey
  }

  package init(_ symbol: Symbol, _ colour: Paint, at cell: MazeCell, name: String? = nil) {
    self.cell = cell
    self.symbol = symbol
    self.colour = colour
    self.name = name ?? "\(colour.rawValue) \(symbol.rawValue)"
  }
}

/// The step that a plan takes from a cell.
package struct MazeArrow: Sendable, Equatable {
  package var cell: MazeCell
  /// Rows downward, -1, 0 or 1.
  package var rowStep: Int
  /// Columns to the right, -1, 0 or 1.
  package var columnStep: Int
  package var judgement: Judgement

  /// Whether the step is one that the oracle would take.
  package enum Judgement: String, Sendable, CaseIterable {
    case right
    case wrong
    /// There is no unique answer, or none was asked.
    case unjudged
  }

  package init(
    at cell: MazeCell, rowStep: Int, columnStep: Int, judgement: Judgement = .unjudged
  ) {
    self.cell = cell
    self.rowStep = rowStep
    self.columnStep = columnStep
    self.judgement = judgement
  }
}
