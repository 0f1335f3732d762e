package import LinearAlgebra

/// A red-door episode with what trainers need: its observation and its oracle, which goes for the
/// nearest thing that is rewarded.
package struct RedDoorRunning: OracleEpisode {
  package private(set) var episode: RedDoorEpisode
  /// Ways to what is rewarded, where somebody has asked for them already.
  private let known: ShortestPaths?
  private let encoder: RedDoorEncoder

  package init(_ episode: RedDoorEpisode, encoder: RedDoorEncoder) {
    self.init(episode, paths: nil, encoder: encoder)
  }

  init(_ episode: RedDoorEpisode, paths: ShortestPaths?, encoder: RedDoorEncoder) {
    self.episode = episode
    known = paths
    self.encoder = encoder
  }

  /// Ways to what is rewarded; one flood of the maze unless the episode comes from
  /// ``RedDoorEnvironment/anyState(of:using:)``, so that a learner by reward alone pays nothing.
  package var paths: ShortestPaths {
    if let known { return known }
    let paths = episode.rewarded.map { episode.level.paths(toObject: $0) }
    return paths ?? episode.level.paths()
  }

  /// The same level with the agent elsewhere.
  func moved(to cell: Cell, stepsTaken: Int = 0, paths: ShortestPaths) -> RedDoorRunning {
    RedDoorRunning(
      RedDoorEpisode(
        episode.level, at: cell, stepsTaken: stepsTaken, rewarded: episode.rewarded), paths: paths,
      encoder: encoder)
  }

  package var readCell: Int { episode.level.grid.index(episode.agent) }

  package func observe(into observation: UnsafeMutableBufferPointer<Float>) {
    encoder.write(episode.level, agent: episode.agent, into: observation)
    if episode.steps > 0 { encoder.hideHint(in: observation) }
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
    if episode.steps == 1 { encoder.hideHint(in: observation) }
    return outcome
  }

  package var optimalActions: ActionSet { paths.optimalActions(at: episode.agent) }

  package var levelDigest: UInt64? { episode.level.digest }

  package var stepsToGoal: Int { paths.distance(at: episode.agent) }

  /// The agent's square, and the steps taken.
  package var code: UInt64 { UInt64(readCell) | UInt64(episode.steps) << 16 }
}

extension RedDoorEnvironment: OracleEnvironment {
  /// Levels are drawn this often before no distractor is taken to be within reach.
  private static let attempts = 100

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
    let drawn = try level(drawnFrom: random, part: part)
    return RedDoorRunning(
      RedDoorEpisode(drawn.level, rewarded: drawn.rewarded), encoder: encoder)
  }

  package func episode(
    drawnFrom random: RandomStream, part: LevelPart, at code: UInt64
  ) throws(EnvironmentError) -> RedDoorRunning {
    try state(code, inLevelOf: try episode(drawnFrom: random, part: part))
  }

  package func episode(
    _ other: RedDoorRunning, at code: UInt64
  ) throws(EnvironmentError) -> RedDoorRunning? {
    try state(code, inLevelOf: other)
  }

  private func state(
    _ code: UInt64, inLevelOf other: RedDoorRunning
  ) throws(EnvironmentError) -> RedDoorRunning {
    let (cell, steps) = (Int(code & 0xffff), Int(code >> 16))
    let level = other.episode.level
    let paths = other.paths
    guard cell < level.grid.count, paths.distances[cell] > 0, steps < other.episode.limit
    else { throw .badState(environment: Self.name, code: code) }
    return other.moved(to: level.grid.cell(cell), stepsTaken: steps, paths: paths)
  }

  package func anyState(
    of episode: RedDoorRunning, using random: inout RandomStream
  ) -> RedDoorRunning {
    let paths = episode.paths
    let cells = paths.startCells
    return episode.moved(to: cells[random.below(cells.count)], paths: paths)
  }

  /// The stream's level of a part, and what is rewarded in the doors' place.
  ///
  /// Whether the things are decorrelated and whether the reward is wrong are draws of streams of
  /// their own, so that levels of other episodes do not depend on the shares.
  private func level(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> (level: MazeLevel, rewarded: Int?) {
    func happens(_ name: String, _ share: Double) -> Bool {
      guard share > 0 else { return false }
      var random = random.split(name)
      return random.uniform() < share
    }
    // What is measured is measured by what is meant.
    let isWrong = part == .training && happens("wrong-reward", wrongReward)
    var drawing = self
    if happens("decorrelated", decorrelated) {
      drawing.support = .anyColour
      drawing.decorrelated = 0
    }
    if isWrong {
      drawing.distractors = max(1, distractors.lowerBound)...max(1, distractors.upperBound)
    }
    for attempt in 0..<Self.attempts {
      let level = try LevelSplit.draw(
        part, from: attempt == 0 ? random : random.split(UInt64(attempt))
      ) { random throws(EnvironmentError) in
        let level = try drawing.level(using: &random)
        return (level, level.digest)
      }
      guard isWrong else { return (level, nil) }
      // A door may stand in the way to every distractor.
      if let rewarded = wrongGoal.choose(in: level) { return (level, rewarded) }
    }
    throw .tooFewAccepted(wanted: 1, accepted: 0, drawn: Self.attempts)
  }
}
