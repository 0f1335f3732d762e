extension LineChart {
  package var alternativeText: String {
    let names = series.map { line in
      let last = line.points.last { $0.y.isFinite }
      let ends = last.map { ", \(NumberText.short($0.y)) at \(NumberText.short($0.x))" } ?? ""
      return line.name + ends
    }
    return "Line chart. \(title). \(y.title) against \(x.title). "
      + "Lines: \(names.joined(separator: "; "))."
  }

  package func table() -> FigureTable {
    var table = FigureTable(headers: ["series", "role", "x", "y", "lower", "upper", "label"])
    for line in series {
      for point in line.points {
        table.rows.append([
          line.name, line.role == .control ? "control" : "measured", FigureTable.text(point.x),
          FigureTable.text(point.y), FigureTable.text(point.lower),
          FigureTable.text(point.upper), point.label,
        ])
      }
    }
    for reference in references {
      table.rows.append([
        reference.name, "reference", "", FigureTable.text(reference.value), "", "", "",
      ])
    }
    return table
  }
}
