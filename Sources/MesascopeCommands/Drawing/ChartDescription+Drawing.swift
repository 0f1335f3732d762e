internal import Environments
internal import Experiments
internal import Figures
internal import LinearAlgebra

// A description of a chart as the drawing layer's chart.
extension ChartDescription {
  /// The chart to draw.
  var drawn: any Chart {
    switch self {
    case .heatmap(let chart): chart.drawn
    case .heatmapGrid(let chart): chart.drawn
    case .heatmapTriple(let chart): chart.drawn
    case .line(let chart): chart.drawn
    case .bars(let chart): chart.drawn
    case .forest(let chart): chart.drawn
    case .maze(let chart): chart.drawn
    case .mazeGrid(let chart): chart.drawn
    }
  }
}

extension ChartDescription.Scale {
  /// The colours over the given data.
  func colours(_ data: [Matrix<Double>]) -> ColourScale {
    switch self {
    case .sequential: .sequential(data)
    case .sequentialBetween(let lower, let upper):
      .sequential(data, span: .fixed(lower, max(upper, lower + 1e-9)))
    case .diverging: .diverging(data)
    case .divergingUpTo(let limit): .diverging(data, span: .fixed(-abs(limit), abs(limit)))
    }
  }
}

extension ChartDescription.Categories {
  var axis: CategoryAxis { CategoryAxis(title, labels: labels) }
}

extension ChartDescription.Numbers {
  var axis: NumberAxis {
    NumberAxis(title, scale: isLogarithmic ? .logarithmic : .linear, range: range)
  }
}

extension ChartDescription.Reference {
  var line: ReferenceLine { ReferenceLine(name, at: value) }
}

extension ChartDescription.Mask {
  var mark: CellMask {
    switch self {
    case .shown: .shown
    case .belowEffect: .belowEffect
    case .void: .void
    }
  }
}

extension ChartDescription.Overlay {
  var line: HeatmapLine {
    HeatmapLine(name, points: corners.map { Point($0.column, $0.row) })
  }
}
