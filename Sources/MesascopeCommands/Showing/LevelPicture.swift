internal import Agents
internal import Environments
internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import Storage

/// A level with the way that an agent takes through it, and what the agent sees of it.
struct LevelPicture: Sendable {
  private let level: MazeLevel
  private let network: LoadedCheckpoint
  private let encoder: any ObservationEncoder

  init(_ level: MazeLevel, network: LoadedCheckpoint, encoder: any ObservationEncoder) {
    self.level = level
    self.network = network
    self.encoder = encoder
  }

  private func walk() throws -> Walk {
    try Walk(of: network.agent, in: level, encoder: encoder)
  }

  func caption() throws -> String {
    let walk = try walk()
    let memory =
      network.agent.architecture.memory.isEmpty
      ? "" : ", with its memory carried from step to step"
    return walk.reachesGoal
      ? "the agent reaches the goal in \(walk.steps) steps\(memory); a shortest way has "
        + "\(walk.shortest)"
      : "the agent does not reach the goal in \(2 * walk.shortest) steps\(memory); a shortest way "
        + "has \(walk.shortest)"
  }

  /// The maze with the agent's path.
  func path() throws -> MazePicture {
    ChartDescription.Maze(
      title: "Level \(level.id) and the agent's path", level: level, path: try walk().path,
      subtitle: "\(network.architecture), step \(network.checkpoint.step); \(try caption())."
    ).drawn
  }

  var planes: String { "the \(encoder.planes) planes of the observation (\(encoder.name))" }

  /// The planes of the observation at the level's start.
  func observation() -> Figures.HeatmapGrid {
    let tensor = encoder.observations(of: [level])
    let cells = level.grid.count
    let panels = encoder.planeNames.enumerated().map { plane, name in
      Figures.Heatmap(
        title: name,
        values: Matrix(
          rows: level.grid.rows, columns: level.grid.columns,
          elements: (0..<cells).map { Double(tensor.elements[$0 * encoder.planes + plane]) }),
        rows: CategoryAxis(""), columns: CategoryAxis(""), quantity: "input value",
        outlined: level.grid.walls, squareCells: true)
    }
    return Figures.HeatmapGrid(
      title: "What the agent sees of level \(level.id)", panels: panels,
      scaling: .shared(.diverging(panels.map(\.values))),
      subtitle: "The planes of its observation at the start; outlined squares are walls.")
  }
}
