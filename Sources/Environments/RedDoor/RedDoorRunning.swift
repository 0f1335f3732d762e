package import LinearAlgebra

/// A red-door episode with what trainers need: its observation and its oracle, which goes for the
/// nearest thing that is rewarded.
package struct RedDoorRunning: OracleEpisode {
  package private(set) var episode: RedDoorEpisode
  /// Ways to the goal.
  package let paths: ShortestPaths
  private let encoder: RedDoorEncoder

  package init(_ episode: RedDoorEpisode, encoder: RedDoorEncoder) {
    self.init(episode, paths: episode.level.paths(), encoder: encoder)
  }

  init(_ episode: RedDoorEpisode, paths: ShortestPaths, encoder: RedDoorEncoder) {
    self.episode = episode
    self.paths = paths
    self.encoder = encoder
  }

  /// The same level with the agent elsewhere and no step taken.
  func moved(to cell: Cell) -> RedDoorRunning {
    RedDoorRunning(RedDoorEpisode(episode.level, at: cell), paths: paths, encoder: encoder)
  }

  package var readCell: Int { episode.level.grid.index(episode.agent) }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    encoder.write(episode.level, agent: episode.agent, into: observation)
  }

  package mutating func step(
    _ action: Int, updating observation: UnsafeMutableBufferPointer<Float>
  ) -> StepOutcome {
    let before = readCell
    let outcome = episode.step(action)
    if let plane = encoder.agentPlane {
      observation[before * encoder.planes + plane] = 0
      observation[readCell * encoder.planes + plane] = 1
    }
    return outcome
  }

  package var optimalActions: ActionSet { paths.optimalActions(at: episode.agent) }

  package var stepsToGoal: Int { paths.distance(at: episode.agent) }

  /// The agent's square, and the steps taken.
  package var code: UInt64 { UInt64(readCell) | UInt64(episode.steps) << 16 }
}

extension RedDoorEnvironment: OracleEnvironment {
  package var observationShape: ObservationShape {
    ObservationShape(rows: side, columns: side, planes: encoder.planes)
  }

  /// The numbers of an orthogonal mix are of both signs.
  package var observationRange: ClosedRange<Float> {
    if case .mixed = encoding { return -1...1 }
    return 0...1
  }

  package var outputCount: Int { 4 }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> RedDoorRunning {
    RedDoorRunning(RedDoorEpisode(try level(drawnFrom: random, part: part)), encoder: encoder)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> RedDoorRunning {
    let level = try level(drawnFrom: random, part: part)
    let (cell, steps) = (Int(code & 0xffff), Int(code >> 16))
    let paths = level.paths()
    guard cell < level.grid.count, paths.distances[cell] > 0, steps < 2 * level.grid.freeCount
    else { throw .badState(environment: Self.name, code: code) }
    return RedDoorRunning(
      RedDoorEpisode(level, at: level.grid.cell(cell), stepsTaken: steps), paths: paths,
      encoder: encoder)
  }

  package func anyState(
    of episode: RedDoorRunning, using random: inout RandomStream
  ) -> RedDoorRunning {
    let cells = episode.paths.startCells
    return episode.moved(to: cells[random.below(cells.count)])
  }

  /// The stream's level of a part.
  private func level(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> MazeLevel {
    try LevelSplit.draw(part, from: random) { random throws(EnvironmentError) in
      let level = try level(using: &random)
      return (level, level.digest)
    }
  }
}
