/// What a chart shows, without how it is drawn.
///
/// Tests of search and goals describe their charts with these values; the commands hand them to
/// the drawing layer, which has a type for each. Every description carries its own heading, axes
/// with units, kind of scale and marks, so that nothing has to be guessed when it is drawn.
package enum ChartDescription: Sendable, Equatable {
  case heatmap(Heatmap)
  case heatmapGrid(HeatmapGrid)
  case heatmapTriple(HeatmapTriple)
  case line(Line)
  case bars(Bars)
  case forest(Forest)
  case maze(Maze)
  case mazeGrid(MazeGrid)

  /// The heading of the chart.
  package var title: String {
    switch self {
    case .heatmap(let chart): chart.title
    case .heatmapGrid(let chart): chart.title
    case .heatmapTriple(let chart): chart.title
    case .line(let chart): chart.title
    case .bars(let chart): chart.title
    case .forest(let chart): chart.title
    case .maze(let chart): chart.title
    case .mazeGrid(let chart): chart.title
    }
  }
}

/// A chart with the name that its files get.
package struct NamedChart: Sendable, Equatable {
  /// Lower-case words joined by hyphens, unique among the charts of a finding:
  /// `increment-by-tick`.
  package var name: String
  package var chart: ChartDescription

  package init(_ name: String, _ chart: ChartDescription) {
    self.name = name
    self.chart = chart
  }
}
