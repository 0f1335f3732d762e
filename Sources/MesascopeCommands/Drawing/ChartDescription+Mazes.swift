internal import Environments
internal import Experiments
internal import Figures
internal import LinearAlgebra

extension ChartDescription.Maze {
  /// The numbers that a scale is made over: those of free squares.
  var freeValues: [Matrix<Double>] {
    guard var shown = values else { return [] }
    for index in level.grid.walls.indices where level.grid.walls[index] {
      shown.elements[index] = .nan
    }
    return [shown]
  }

  var drawn: MazePicture { drawn(scale: values == nil ? nil : scale.colours(freeValues)) }

  func drawn(scale: ColourScale?) -> MazePicture {
    MazePicture(
      title: title, rows: level.grid.rows, columns: level.grid.columns, walls: level.grid.walls,
      items: level.objects.map(\.item), agent: showsAgent ? level.start.mazeCell : nil,
      path: path.map(\.mazeCell),
      arrows: arrows.map { arrow in
        MazeArrow(
          at: arrow.cell.mazeCell, rowStep: arrow.move.row, columnStep: arrow.move.column,
          judgement: arrow.judgement.drawn)
      }, values: values, quantity: quantity, scale: scale, subtitle: subtitle, caption: caption)
  }
}

extension ChartDescription.MazeGrid {
  var drawn: Figures.MazeGrid {
    let data = panels.flatMap(\.freeValues)
    let colours = data.isEmpty ? nil : scale.colours(data)
    // What all panels say is said once, under the whole.
    let isSame = Set(panels.map { [$0.subtitle, $0.caption] }).count == 1
    let panels = panels.map { panel in
      var panel = panel
      if isSame { (panel.subtitle, panel.caption) = ("", "") }
      return panel
    }
    return Figures.MazeGrid(
      title: title, panels: panels.map { $0.drawn(scale: colours) }, panelsPerRow: panelsPerRow,
      quantity: panels.first?.quantity ?? "", scale: colours, subtitle: subtitle, caption: caption)
  }
}

extension ChartDescription.Maze.Arrow.Judgement {
  var drawn: MazeArrow.Judgement {
    switch self {
    case .right: .right
    case .wrong: .wrong
    case .unjudged: .unjudged
    }
  }
}

extension Cell {
  var mazeCell: MazeCell { MazeCell(row: row, column: column) }
}

extension PlacedObject {
  /// The thing as it is drawn.
  var item: MazeItem {
    let symbol: MazeItem.Symbol =
      switch type.shape {
      case .door: .door
      case .key: .key
      case .gem: .gem
      }
    let paint: MazeItem.Paint =
      switch type.colour {
      case .red: .red
      case .blue: .blue
      case .green: .green
      }
    return MazeItem(symbol, paint, at: cell.mazeCell)
  }
}
