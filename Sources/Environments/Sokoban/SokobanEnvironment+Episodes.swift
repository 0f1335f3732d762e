package import LinearAlgebra

extension SokobanEnvironment: OracleEnvironment {
  package var observationShape: ObservationShape {
    ObservationShape(rows: rows, columns: columns, planes: task.encoding.planeCount)
  }

  package var outputCount: Int { task.actionCount }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> SokobanEpisode {
    SokobanEpisode(try level(drawnFrom: random, part: part), task: task)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> SokobanEpisode {
    let fresh = try episode(drawnFrom: random, part: part)
    guard let episode = try episode(fresh, at: code) else {
      throw .badState(environment: Self.name, code: code)
    }
    return episode
  }

  package func episode(
    _ other: SokobanEpisode, at code: UInt64
  ) throws(EnvironmentError) -> SokobanEpisode? {
    let room = other.room
    guard let (state, steps) = SokobanCode(room, task).state(of: code, in: room) else {
      throw .badState(environment: Self.name, code: code)
    }
    return SokobanEpisode(room, at: state, task: task, stepsTaken: steps)
  }

  /// A state drawn uniformly from all those of the room that can be solved and are not, no step
  /// taken, wherever the level begins. In a room too large for the oracle the episode itself.
  package func anyState(
    of episode: SokobanEpisode, using random: inout RandomStream
  ) -> SokobanEpisode {
    guard let distances = episode.distances else { return episode }
    // The level's start is such a state, so that the draws come to an end.
    for _ in 0..<Self.stateDraws {
      guard let state = distances.state(at: random.below(distances.count)) else { continue }
      return SokobanEpisode(episode.room, at: state, task: episode.task)
    }
    return episode
  }

  /// Places of the table are drawn this often before the episode itself is given.
  private static let stateDraws = 10_000
}

extension SokobanEnvironment: ListedEnvironment {}
