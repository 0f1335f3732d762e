import Figures
import LinearAlgebra

extension Gallery {
  static func rise(
    _ count: Int, from low: Double, to high: Double, name: String,
    role: LineSeries.Role = .measured
  ) -> LineSeries {
    LineSeries(
      name,
      points: (0..<count).map { index in
        let share = Double(index) / Double(max(count - 1, 1))
        let y = low + (high - low) * share * (2 - share)
        return LinePoint(x: Double(index), y: y, lower: y - 0.03, upper: y + 0.04)
      }, role: role)
  }

  static var lines: [Entry] {
    let ticks = LineChart(
      title: "The plan becomes readable tick by tick", x: NumberAxis("tick"),
      y: NumberAxis("macro-F1"),
      series: [
        rise(13, from: 0.72, to: 0.97, name: "trained network"),
        rise(
          13, from: 0.71, to: 0.74, name: "untrained network of the same architecture",
          role: .control),
        rise(13, from: 0.69, to: 0.69, name: "observation only", role: .control),
      ],
      references: [ReferenceLine("class prior", at: 0.25), ReferenceLine("planted wave", at: 1)],
      subtitle: "Bands are 95 % intervals over levels",
      caption: "A probe is fitted anew at each tick.")
    var steps: [LinePoint] = [LinePoint(x: 0, y: 0.01, lower: -0.02, upper: 0.03)]
    for power in 0..<12 {
      let x = 10 * Double(1 << power)
      let y = 0.28 / (1 + 2000 / x)
      steps.append(
        LinePoint(
          x: x, y: y, lower: y - 0.02, upper: y + 0.02,
          label: power == 8 ? "first above the margin" : ""))
    }
    steps.append(LinePoint(x: 30000, y: .nan))
    let emergence = LineChart(
      title: "When did it emerge?", x: NumberAxis("training step", scale: .logarithmic),
      y: NumberAxis("increment in macro-F1 over the observation"),
      series: [LineSeries("plan-direction", points: steps)],
      references: [ReferenceLine("smallest effect of interest", at: 0.05)])
    let single = LineChart(
      title: "One point", x: NumberAxis("tick"), y: NumberAxis("score"),
      series: [
        LineSeries("only", points: [LinePoint(x: 3, y: 0.5, lower: 0.4, upper: 0.6, label: "here")])
      ])
    let empty = LineChart(
      title: "Nothing finite", x: NumberAxis("tick"), y: NumberAxis("score"),
      series: [LineSeries("only", points: [LinePoint(x: 3, y: .nan)])])
    let many = LineChart(
      title: "Ten series and small numbers", x: NumberAxis("step of the episode since the start"),
      y: NumberAxis("loss", scale: .logarithmic, range: 1e-6...1e-2),
      series: (0..<10).map { index in
        LineSeries(
          "series number \(index) with a name that has to wrap",
          points: (1...200).map {
            LinePoint(x: Double($0) * 1e4, y: 1e-2 / Double($0 * (index + 1)))
          })
      })
    return [
      Entry(name: "line-ticks", chart: ticks), Entry(name: "line-emergence", chart: emergence),
      Entry(name: "line-single", chart: single), Entry(name: "line-empty", chart: empty),
      Entry(name: "line-many", chart: many),
    ]
  }

  static var bars: [Entry] {
    let weights = BarChart(
      title: "What does each agent choose by?",
      value: NumberAxis("weight in the choice (log-odds)"),
      bars: [
        Bar("is a door", group: "doors always red", value: 0.82, lower: 0.61, upper: 1.03),
        Bar("is red", group: "doors always red", value: 2.4, lower: 2.1, upper: 2.7),
        Bar("is a door", group: "doors of any colour", value: 3.1, lower: 2.8, upper: 3.4),
        Bar("is red", group: "doors of any colour", value: -0.12, lower: -0.33, upper: 0.09),
        Bar(
          "is nearer by one step, when both objects can be reached", group: "doors of any colour",
          value: .nan),
      ],
      references: [ReferenceLine("no influence", at: 0)],
      subtitle: "Factorial set, 800 levels; intervals clustered by level")
    let plain = BarChart(
      title: "Capability and goal under the shift", value: NumberAxis("share", range: 0...1),
      bars: [Bar("K: steps well used", value: 0.97), Bar("G: reached the door", value: 0.04)],
      references: [ReferenceLine("chance", at: 0.5)])
    let none = BarChart(title: "No bars", value: NumberAxis("share"), bars: [])
    return [
      Entry(name: "bar-weights", chart: weights), Entry(name: "bar-plain", chart: plain),
      Entry(name: "bar-none", chart: none),
    ]
  }
}
