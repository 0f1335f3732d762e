internal import Experiments
internal import Figures
internal import Statistics

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

extension ChartDescription.Forest {
  var drawn: ForestChart {
    ForestChart(
      title: title,
      panels: panels.map {
        ForestChart.Panel($0.name, value: $0.value.axis, references: $0.references.map(\.line))
      },
      rows: rows.map { row in
        ForestChart.Row(
          row.label, group: row.group, role: row.role.drawn,
          figures: row.figures.map { figure in
            figure.map {
              ForestChart.Figure(
                value: $0.value, lower: $0.interval?.lower, upper: $0.interval?.upper,
                isBound: $0.isBound, isRead: $0.isRead)
            }
          })
      }, subtitle: subtitle, caption: caption)
  }
}

extension ChartDescription.Forest.Role {
  var drawn: ForestChart.Role {
    switch self {
    case .heading: .heading
    case .run: .run
    case .mean: .mean
    }
  }
}
