internal import Experiments
internal import Figures

extension ChartDescription.Line {
  var drawn: LineChart {
    LineChart(
      title: title, x: x.axis, y: y.axis,
      series: series.map { line in
        LineSeries(
          line.name,
          points: line.points.map {
            LinePoint(x: $0.x, y: $0.y, lower: $0.lower, upper: $0.upper, label: $0.label)
          }, role: line.isControl ? .control : .measured)
      }, references: references.map(\.line), subtitle: subtitle, caption: caption)
  }
}

extension ChartDescription.Bars {
  var drawn: BarChart {
    BarChart(
      title: title, value: value.axis,
      bars: bars.map {
        Figures.Bar(
          $0.label, group: $0.group, value: $0.value, lower: $0.lower, upper: $0.upper)
      }, references: references.map(\.line), subtitle: subtitle, caption: caption)
  }
}
