internal import Agents
internal import Environments
internal import Experiments
internal import Figures
internal import Storage

/// The demo's figures beside those of the findings: the learning curves, and one maze.
struct DemoPictures {
  let plan: DemoPlan
  let agents: DemoAgents

  /// The share of optimal choices in held-out states over training, one line an agent.
  func learning() throws -> LineChart {
    LineChart(
      title: "Both agents learn to walk to the door",
      x: NumberAxis("training step (update)", scale: .logarithmic),
      y: NumberAxis("share of optimal steps in held-out mazes", range: 0...1),
      series: try agents.entries.map { entry in
        let metrics = try entry.run.run.metrics()
        return LineSeries(
          entry.name,
          points: zip(try metrics.doubles("step"), try metrics.doubles("optimal")).map {
            LinePoint(x: $0, y: $1)
          })
      },
      references: [ReferenceLine("one of four steps at random", at: 0.25)],
      subtitle: "one state a maze, no layout of which was trained on in any rotation")
  }

  /// The longest of some mazes, with the first agent's path and channels.
  func maze() throws -> (picture: MazePicture, channels: Figures.HeatmapGrid) {
    let entry = agents.entries[0]
    guard let environment = entry.network.environment else {
      throw CommandFailure.needsEnvironment(path: entry.network.path)
    }
    let levels = try StudyLevels(fresh: 40, of: environment, seed: plan.seed).levels
    func length(_ level: MazeLevel) -> Int { level.paths().distance(at: level.start) }
    let level = levels.max { length($0) < length($1) } ?? levels[0]
    let encoder = try entry.network.encoder()
    let picture = LevelPicture(level, network: entry.network, encoder: encoder)
    let last = entry.network.agent.defaultTicks
    let channels = try SiteView(
      entry.network, level: level, encoder: encoder, site: nil,
      ticks: .these(Array(stride(from: 2, through: last, by: 2))), channels: .top(4))
    return (try picture.path(), channels.chart)
  }
}
