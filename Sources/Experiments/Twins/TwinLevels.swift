package import Agents
package import Environments
internal import LinearAlgebra

/// The levels that twins are made for, those that they are not made for, and how they see them.
package struct TwinLevels: Sendable {
  /// Rows and columns.
  package let side: Int
  /// What an oracle writes into the observation.
  package let oracle: OraclePlanes

  package init(side: Int = 9, oracle: OraclePlanes = .none) {
    self.side = side
    self.oracle = oracle
  }

  /// Levels are drawn so often for each that is wanted.
  private static let attempts = 1000
  /// The action of the constant policy: down.
  package static let action = 1
  /// The place of the fixed wave, free in every maze of an odd side from 7 on.
  package static let place = Cell(row: 5, column: 5)

  /// The number of levels that a lookup keeps; a check on more of them fails. There are so few
  /// small mazes that as many of them would leave few that are not near one.
  package var tableRows: Int { side > 7 ? 2000 : 500 }
  var squares: Int { side * side }
  /// For how long a wave spreads; enough for the longest ways.
  package var ticks: Int { PlantedCase.RedDoor.ticks }
  /// What they are called in the names of forms.
  var name: String { "red-door \(side)x\(side)" }

  var environment: RedDoorEnvironment {
    var environment = PlantedCase.RedDoor.environment
    environment.side = side
    environment.oraclePlanes = oracle
    return environment
  }

  package var encoder: RedDoorEncoder { environment.encoder }
  package var agentPlane: Int { encoder.agentPlane ?? 0 }
  /// The planes of the oracle.
  package var oraclePlanes: Range<Int> { encoder.fencePlane + 1..<encoder.planes }

  package func reading() throws(PlantedError) -> PlantedWave.Reading {
    guard let reading = PlantedWave.Reading(encoder) else {
      throw PlantedError.unreadable(encoding: encoder.name)
    }
    return reading
  }

  package func comparison(_ id: String, _ agent: Agent) throws(PlantedError) -> TwinComparison {
    try TwinComparison(id, agent, encoder: encoder, ticks: ticks)
  }

  /// Levels of all kinds.
  package func levels(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    var random = RandomStream(seed: seed).split("planted levels")
    return try LevelSet(environment.levels(count, using: &random))
  }

  /// The levels that a lookup of a seed keeps.
  ///
  /// - Parameter isMarked: whether they have distinct watermarks.
  package func table(_ seed: UInt64, isMarked: Bool = false) throws -> LevelSet {
    try matched(tableRows, seed, isMarked: isMarked)
  }

  /// The first levels that a lookup of a seed keeps.
  func matched(_ count: Int, _ seed: UInt64, isMarked: Bool = false) throws -> LevelSet {
    guard isMarked else { return try levels(count, seed) }
    // More are drawn than are wanted, for those whose mark is taken.
    let drawn = try levels(2 * count + 10, seed)
    let distinct = PlantedWatermark.distinct(drawn.levels)
    guard distinct.count >= count else {
      throw EnvironmentError.tooFewAccepted(
        wanted: count, accepted: distinct.count, drawn: drawn.count)
    }
    return try LevelSet(Array(distinct.prefix(count)))
  }

  /// Levels of another stream than those that are kept.
  package func fresh(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    try drawn(count, seed) { _ in true }
  }

  /// Levels of another stream than those that are kept, of those that suit.
  ///
  /// - Throws: `EnvironmentError.tooFewAccepted` where one in a thousand does not.
  package func drawn(
    _ count: Int, _ seed: UInt64, where suits: (MazeLevel) -> Bool
  ) throws -> LevelSet {
    try Self.drawn(count, from: environment, seed, where: suits)
  }

  /// Mazes without loops and with nothing in them but the door.
  func trees(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    var environment = environment
    environment.openings = 0
    environment.distractors = 0...0
    return try Self.drawn(count, from: environment, seed) { _ in true }
  }

  private static func drawn(
    _ count: Int, from environment: RedDoorEnvironment, _ seed: UInt64,
    where suits: (MazeLevel) -> Bool
  ) throws -> LevelSet {
    var random = RandomStream(seed: seed).split("twin levels")
    var levels: [MazeLevel] = []
    for _ in 0..<count * attempts where levels.count < count {
      let level = try environment.level(using: &random)
      if suits(level) { levels.append(level) }
    }
    guard levels.count == count else {
      throw EnvironmentError.tooFewAccepted(
        wanted: count, accepted: levels.count, drawn: count * attempts)
    }
    return try LevelSet(levels)
  }
}
