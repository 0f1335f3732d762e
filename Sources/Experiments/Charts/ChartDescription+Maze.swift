package import Environments
package import LinearAlgebra

extension ChartDescription {
  /// A level seen from above with what a network is thought to plan in it.
  package struct Maze: Sendable, Equatable {
    /// The step that a plan takes from a cell.
    package struct Arrow: Sendable, Equatable {
      /// Whether the step is one that the oracle would take.
      package enum Judgement: Sendable, Equatable {
        case right
        case wrong
        /// There is no unique answer, or none was asked.
        case unjudged
      }

      package var cell: Cell
      package var move: Move
      package var judgement: Judgement

      package init(at cell: Cell, _ move: Move, judgement: Judgement = .unjudged) {
        self.cell = cell
        self.move = move
        self.judgement = judgement
      }
    }

    package var title: String
    package var subtitle: String
    package var caption: String
    package var level: MazeLevel
    /// Whether the agent's square is shown; networks without an agent plane do not see it.
    package var showsAgent: Bool
    /// The cells that the agent went through, in order.
    package var path: [Cell]
    package var arrows: [Arrow]
    /// A number a cell, `[row, column]`; NaN where there is none; `nil` for no map.
    package var values: Matrix<Double>?
    /// What the numbers are, with the unit.
    package var quantity: String
    package var scale: Scale

    package init(
      title: String, level: MazeLevel, showsAgent: Bool = true, path: [Cell] = [],
      arrows: [Arrow] = [], values: Matrix<Double>? = nil, quantity: String = "",
      scale: Scale = .sequential, subtitle: String = "", caption: String = ""
    ) {
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.level = level
      self.showsAgent = showsAgent
      self.path = path
      self.arrows = arrows
      self.values = values
      self.quantity = quantity
      self.scale = scale
    }
  }

  /// Mazes side by side, as the value map at each tick, with one scale.
  package struct MazeGrid: Sendable, Equatable {
    package var title: String
    package var subtitle: String
    package var caption: String
    /// The panels; a panel's title is its heading.
    package var panels: [Maze]
    /// Panels a row; chosen when drawn if `nil`.
    package var panelsPerRow: Int?
    /// The scale of all panels.
    package var scale: Scale

    package init(
      title: String, panels: [Maze], scale: Scale, panelsPerRow: Int? = nil,
      subtitle: String = "", caption: String = ""
    ) {
      self.title = title
      self.subtitle = subtitle
      self.caption = caption
      self.panels = panels
      self.panelsPerRow = panelsPerRow
      self.scale = scale
    }
  }
}
