internal import Agents
package import Environments
internal import LinearAlgebra

/// The levels that twins are made for, and those that they are not made for.
package enum TwinLevels {
  /// The number of levels that a lookup keeps; a check on more of them fails.
  package static let tableRows = 2000
  /// Levels are drawn so often for each that is wanted.
  private static let attempts = 1000
  static let tableSetting = "red-door 9x9, \(tableRows) levels kept in the weights"
  static var side: Int { PlantedCase.RedDoor.environment.side }
  static var squares: Int { side * side }
  /// The action of the constant policy: down.
  static let action = 1
  /// The place of the fixed wave, free in every maze of this size.
  package static let place = Cell(row: 5, column: 5)

  /// The usual encoder with planes of an oracle behind the others.
  package static func encoder(_ oracle: OraclePlanes) -> RedDoorEncoder {
    RedDoorEncoder(encoding: PlantedCase.RedDoor.environment.encoding, oracle: oracle)
  }

  /// The usual environment with such planes, as a checkpoint names it.
  static func configuration(_ oracle: OraclePlanes) -> [String: String] {
    var environment = PlantedCase.RedDoor.environment
    environment.oraclePlanes = oracle
    return environment.configuration
  }

  /// The first plane of an oracle.
  static var oraclePlane: Int { encoder(.none).planes }
  static var planPlanes: Range<Int> { oraclePlane..<encoder(.plan).planes }

  static func comparison(
    _ id: String, _ agent: Agent, _ oracle: OraclePlanes = .none
  ) throws -> TwinComparison {
    try TwinComparison(id, agent, encoder: encoder(oracle), ticks: PlantedCase.RedDoor.ticks)
  }

  /// The levels that a lookup of a seed keeps.
  ///
  /// - Parameter isMarked: whether they have distinct watermarks.
  package static func table(_ seed: UInt64, isMarked: Bool = false) throws -> LevelSet {
    try matched(tableRows, seed, isMarked: isMarked)
  }

  /// The first levels that a lookup of a seed keeps.
  static func matched(_ count: Int, _ seed: UInt64, isMarked: Bool = false) throws -> LevelSet {
    guard isMarked else { return try PlantedCase.RedDoor.levels(count, seed) }
    // A few more are drawn than are wanted, for the few whose mark is taken.
    let drawn = try PlantedCase.RedDoor.levels(count + count / 10 + 10, seed)
    let distinct = PlantedWatermark.distinct(drawn.levels)
    guard distinct.count >= count else {
      throw EnvironmentError.tooFewAccepted(
        wanted: count, accepted: distinct.count, drawn: drawn.count)
    }
    return try LevelSet(Array(distinct.prefix(count)))
  }

  /// Levels of another stream than those that are kept.
  package static func fresh(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    try drawn(count, seed) { _ in true }
  }

  /// Levels of another stream than those that are kept, of those that suit.
  ///
  /// - Throws: `EnvironmentError.tooFewAccepted` where one in a thousand does not.
  package static func drawn(
    _ count: Int, _ seed: UInt64, where suits: (MazeLevel) -> Bool
  ) throws -> LevelSet {
    try drawn(count, from: PlantedCase.RedDoor.environment, seed, where: suits)
  }

  /// Mazes without loops and with nothing in them but the door.
  static func trees(_ count: Int, _ seed: UInt64) throws -> LevelSet {
    var environment = PlantedCase.RedDoor.environment
    environment.openings = 0
    environment.distractors = 0...0
    return try drawn(count, from: environment, seed) { _ in true }
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
