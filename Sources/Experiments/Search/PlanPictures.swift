internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics

/// One report level with the directions that the probe reads in it.
struct PlanPictures {
  let plan: PlanScan
  /// The report level with the longest way from its start; the first of equals.
  let level: Int?

  init(_ plan: PlanScan) {
    self.plan = plan
    let reported = Set(plan.scores.rows { _ in true }.map { plan.data.rowLevel[$0] }).sorted()
    let lengths = reported.map { index in
      let level = plan.captures.levels.levels[index]
      return level.paths().distance(at: level.start)
    }
    level = lengths.max().flatMap { longest in
      lengths.firstIndex(of: longest).map { reported[$0] }
    }
  }

  /// The level with arrows as read at a place, right or wrong by the oracle.
  func picture(place: Int, title: String) -> ChartDescription.Maze? {
    guard let level else { return nil }
    let maze = plan.captures.levels.levels[level]
    let classes = plan.classes(place: place, network: 0)
    guard case .classes(_, let labels) = plan.data.target else { return nil }
    var arrows: [ChartDescription.Maze.Arrow] = []
    for row in 0..<plan.data.rows where plan.data.rowLevel[row] == level {
      guard let read = classes[row] else { continue }
      arrows.append(
        .init(
          at: maze.grid.cell(plan.data.rowCell[row]), maze.grid.moves.offsets[read],
          judgement: read == labels[row] ? .right : .wrong))
    }
    return ChartDescription.Maze(
      title: title, level: maze, showsAgent: plan.captures.capture.encoder.agentPlane != nil,
      arrows: arrows, subtitle: "level \(plan.captures.levels.keys[level].id), not fitted on",
      caption: "Squares where several directions are optimal carry no arrow.")
  }

  /// The level at several places, side by side.
  func pictures(places: [Int]) -> ChartDescription.MazeGrid? {
    let panels = places.compactMap { picture(place: $0, title: plan.series.label($0)) }
    guard !panels.isEmpty else { return nil }
    return ChartDescription.MazeGrid(
      title: "Directions read at each \(plan.series.unit)", panels: panels, scale: .sequential,
      subtitle: panels[0].subtitle,
      caption: "Each \(plan.series.unit) has a probe of its own. \(panels[0].caption)")
  }
}
