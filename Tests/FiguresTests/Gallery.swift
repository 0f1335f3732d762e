import Figures
import LinearAlgebra

/// Charts of every kind and of awkward shapes, that the layout tests go through.
enum Gallery {
  struct Entry: Sendable, CustomStringConvertible {
    let name: String
    let chart: any Chart
    var description: String { name }
  }

  static let all: [Entry] = heatmaps + grids + lines + bars + forests + mazes

  /// A smooth map with some noise, the same every time.
  static func wave(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix<Double> {
    var random = RandomStream(seed: seed)
    var result = Matrix<Double>(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let level = Double(row + 1) / Double(rows) * Double(column + 1) / Double(columns)
        result[row, column] = 0.3 + 0.6 * level + 0.05 * Double.random(in: -1...1, using: &random)
      }
    }
    return result
  }

  static func heatmap(_ rows: Int, _ columns: Int) -> Heatmap {
    Heatmap(
      title: "Increment in macro-F1 by layer and tick", values: wave(rows, columns),
      rows: CategoryAxis("layer", labels: (0..<rows).map { "block.\($0)/hidden" }),
      columns: CategoryAxis("tick", numbers: 0..<columns), quantity: "macro-F1 (0 to 1)",
      subtitle: "Ridge probe for plan-direction, 400 held-out levels, 9 x 9 mazes")
  }

  static var marked: Heatmap {
    var chart = heatmap(6, 9)
    chart.values[0, 0] = .nan
    chart.values[1, 2] = .infinity
    chart.values[2, 3] = -.infinity
    var masks = [CellMask](repeating: .shown, count: 54)
    masks[30] = .belowEffect
    masks[31] = .void
    chart.masks = masks
    chart.stars = (0..<54).map { $0 % 7 == 6 }
    chart.starMeaning = "significant by the max-statistic at 5 %"
    chart.cellText = chart.values.elements.map { NumberText.short($0) }
    chart.overlays = [
      HeatmapLine("wavefront, one cell a tick", points: [Point(0, 5), Point(8, -1)])
    ]
    chart.caption =
      "Text in the cells is the value. The dashed line is where an exact breadth-first "
      + "search would be."
    return chart
  }

  static var heatmaps: [Entry] {
    var result: [Entry] = []
    for (rows, columns) in [(1, 1), (1, 16), (16, 1), (4, 7), (40, 30), (30, 90), (200, 500)] {
      result.append(Entry(name: "heatmap-\(rows)x\(columns)", chart: heatmap(rows, columns)))
    }
    result.append(Entry(name: "heatmap-marked", chart: marked))
    var tiny = heatmap(200, 300)
    tiny.values[100, 150] = .nan
    for row in 20..<40 { for column in 20..<50 { tiny.values[row, column] = .infinity } }
    result.append(Entry(name: "heatmap-tiny-nan", chart: tiny))
    var constant = heatmap(3, 5)
    constant.values = Matrix(rows: 3, columns: 5, repeating: 0.25)
    result.append(Entry(name: "heatmap-constant", chart: constant))
    var void = heatmap(3, 5)
    void.masks = [CellMask](repeating: .void, count: 15)
    result.append(Entry(name: "heatmap-all-masked", chart: void))
    var nan = heatmap(3, 5)
    nan.values = Matrix(rows: 3, columns: 5, repeating: .nan)
    result.append(Entry(name: "heatmap-all-nan", chart: nan))
    var long = heatmap(5, 6)
    long.title =
      "A title that is far too long for the width of its figure and therefore has to go on "
      + "for more than one line without touching anything"
    long.rows = CategoryAxis(
      "where the activations were read in the network, named by its stable path",
      labels: (0..<5).map { "recurrent-residual/cell.\($0)/hidden-after-normalisation-and-gate" })
    long.columns = CategoryAxis(
      "probe", labels: (0..<6).map { "a probe with quite a long name, number \($0)" })
    long.quantity = "difference in macro-F1 between the trained and the untrained network"
    long.scale = .diverging(
      [Matrix(rows: 1, columns: 2, elements: [-0.4, 0.6])], span: .fixed(-0.4, 0.6))
    long.caption = "Onelongwordwithoutanyspaces" + String(repeating: "andmore", count: 30)
    result.append(Entry(name: "heatmap-long-labels", chart: long))
    var clipped = heatmap(8, 12)
    for index in clipped.values.elements.indices {
      clipped.values.elements[index] -= 0.5
      clipped.values.elements[index] *= 1e-7
    }
    clipped.values[0, 0] = -1e-3
    clipped.scale = .diverging([clipped.values], span: .robust(0.05))
    result.append(Entry(name: "heatmap-clipped-small-numbers", chart: clipped))
    return result
  }

  static var triple: HeatmapTriple {
    let baseline = wave(8, 10, seed: 3)
    var estimate = baseline
    for row in 4..<8 {
      for column in 5..<10 { estimate[row, column] = min(0.98, estimate[row, column] + 0.3) }
    }
    estimate[1, 1] -= 0.2
    let masks = (0..<80).map { place -> CellMask in
      if place == 79 { return .void }
      return abs(estimate.elements[place] - baseline.elements[place]) > 0.05 ? .shown : .belowEffect
    }
    return HeatmapTriple(
      title: "Is the plan there before the network has seen far enough?",
      estimate: .init("Trained network", estimate),
      baseline: .init("Untrained network", baseline),
      rows: CategoryAxis("distance to the goal (steps)", numbers: 1...8),
      columns: CategoryAxis("tick", numbers: 1...10), quantity: "macro-F1", masks: masks,
      subtitle: "Probe plan-direction at cell/hidden, 400 levels",
      caption: "Numbers in the difference are levels.",
      cellText: (0..<80).map { "\(40 + $0 % 9)" },
      overlays: [HeatmapLine("one step a tick", points: [Point(0, 0), Point(9, 9)])])
  }

  static var grids: [Entry] {
    let levels = wave(9, 9)
    let channels = (0..<16).map { index -> Heatmap in
      var values = wave(9, 9, seed: UInt64(index))
      for place in values.elements.indices {
        values.elements[place] =
          (values.elements[place] - 0.5) * Double(index + 1) + 0.1 * levels.elements[80 - place]
      }
      return Heatmap(
        title: "channel \(index * 3)", values: values, rows: CategoryAxis(""),
        columns: CategoryAxis(""), quantity: "activation",
        scale: .diverging([values]),
        outlined: (0..<81).map { $0 % 9 == 0 || $0 / 9 == 0 || $0 % 7 == 3 },
        squareCells: true)
    }
    let shared = ColourScale.diverging(channels.map(\.values), span: .robust(0.01))
    let small = (0..<6).map { index -> Heatmap in
      var chart = heatmap(5, 8)
      chart.title = "step \(index * 1000)"
      chart.values = wave(5, 8, seed: UInt64(index))
      return chart
    }
    let odd = [heatmap(2, 3), heatmap(9, 4), heatmap(1, 1)]
    return [
      Entry(
        name: "grid-channels-own-scale",
        chart: HeatmapGrid(
          title: "Channel maps of cell/hidden at tick 12", panels: channels, scaling: .perPanel,
          subtitle: "The 16 channels with the greatest variance; lines are walls",
          caption: "Each panel has its own symmetric scale, said under its heading.")),
      Entry(
        name: "grid-channels-shared",
        chart: HeatmapGrid(
          title: "Channel maps of cell/hidden at tick 12", panels: channels,
          scaling: .shared(shared))),
      Entry(
        name: "grid-checkpoints",
        chart: HeatmapGrid(
          title: "Distance by tick over checkpoints", panels: small,
          scaling: .shared(.sequential(small.map(\.values))))),
      Entry(
        name: "grid-odd-shapes",
        chart: HeatmapGrid(
          title: "Panels of different shapes", panels: odd,
          scaling: .shared(.sequential(odd.map(\.values))))),
      Entry(
        name: "grid-one",
        chart: HeatmapGrid(
          title: "One panel", panels: [heatmap(3, 3)],
          scaling: .shared(.sequential([wave(3, 3)])))),
      Entry(name: "triple", chart: triple),
    ]
  }
}
