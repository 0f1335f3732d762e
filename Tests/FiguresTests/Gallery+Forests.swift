import Figures

extension Gallery {
  /// Two groups of runs with their means.
  static var forest: ForestChart {
    func rows(_ group: String, _ values: [Double]) -> [ForestChart.Row] {
      let runs = values.enumerated().map { index, value in
        ForestChart.Row(
          "seed \(index + 1)", group: group,
          figures: [
            .init(value: value, lower: value - 0.4, upper: value + 0.3),
            .init(value: 4 * value, isBound: index == 1),
            index == 2 ? nil : .init(value: -value, lower: -9, upper: 9, isRead: false),
          ])
      }
      let mean = values.reduce(0, +) / Double(values.count)
      return [ForestChart.Row(group, group: group, role: .heading)] + runs + [
        ForestChart.Row(
          "mean", group: group, role: .mean,
          figures: [
            .init(value: mean, lower: mean - 0.2, upper: mean + 0.2), .init(value: 4 * mean), nil,
          ])
      ]
    }
    return ForestChart(
      title: "What each run's choice follows, over training distributions and encodings",
      panels: [
        .init(
          "door", value: NumberAxis("log-odds"), references: [ReferenceLine("a tenth", at: 0.1)]),
        .init("red", value: NumberAxis("log-odds")),
        .init("door and red together", value: NumberAxis("log-odds", range: -1...1)),
      ],
      rows: rows("doors always red, mixed:0", [0.3, 0.9, 1.4])
        + rows("doors of any colour, shape-and-colour", [2, 2.2, 1.9]),
      subtitle: "864 factorial levels, 95 % intervals", caption: "Means are over runs.")
  }

  static var forests: [Entry] {
    var broken = forest
    broken.rows[1].figures[0] = .init(value: .nan)
    return [
      Entry(name: "forest", chart: forest), Entry(name: "forest-nan", chart: broken),
      Entry(
        name: "forest-none", chart: ForestChart(title: "No runs", panels: [], rows: [])),
      Entry(
        name: "forest-no-rows",
        chart: ForestChart(
          title: "No rows", panels: [.init("door", value: NumberAxis("log-odds"))], rows: [])),
    ]
  }
}
