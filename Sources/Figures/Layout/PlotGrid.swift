/// Plots in rows and columns, aligned by their frames.
enum PlotGrid {
  /// Places bodies row by row; a row is as high, and a column as wide, as its largest body.
  ///
  /// The result begins at the top left frame, so that titles can be added around it.
  static func arranged(_ bodies: [PlotBody], perRow: Int, gap: Double = 14) -> PlotBody {
    let columns = min(perRow, bodies.count)
    let rows = (bodies.count + columns - 1) / columns
    var left = [Double](repeating: 0, count: columns)
    var right = left
    var top = [Double](repeating: 0, count: rows)
    var bottom = top
    for (index, body) in bodies.enumerated() {
      let (row, column) = (index / columns, index % columns)
      left[column] = max(left[column], -body.extent.x)
      right[column] = max(right[column], body.extent.right)
      top[row] = max(top[row], -body.extent.y)
      bottom[row] = max(bottom[row], body.extent.bottom)
    }
    var xs = [0.0]
    for column in 1..<max(columns, 1) {
      xs.append(xs[column - 1] + right[column - 1] + gap + left[column])
    }
    var ys = [0.0]
    for row in 1..<max(rows, 1) { ys.append(ys[row - 1] + bottom[row - 1] + gap + top[row]) }
    var widest = 0.0
    var lowest = 0.0
    for (index, body) in bodies.enumerated() {
      widest = max(widest, xs[index % columns] + body.plot.width)
      lowest = max(lowest, ys[index / columns] + body.plot.height)
    }
    var result = PlotBody(plot: Size(widest, lowest))
    result.scene.regions = []
    for (index, body) in bodies.enumerated() {
      let place = Point(xs[index % columns], ys[index / columns])
      result.scene.place(body.scene, at: place)
      result.reserve(body.extent.moved(place))
    }
    return result
  }

  /// Panels a row that make a page somewhat wider than high.
  static func columns(count: Int, panelWidth: Double, panelHeight: Double, pageWidth: Double) -> Int
  {
    let fitting = max(1, Int((pageWidth + 14) / (panelWidth + 14)))
    if count <= fitting { return count }
    let square = (Double(count) * panelHeight / panelWidth * 1.6).squareRoot().rounded(.up)
    let wanted = min(fitting, max(1, Int(square)))
    // The same number of rows with the fewest empty places.
    let rows = (count + wanted - 1) / wanted
    return (count + rows - 1) / rows
  }
}
