package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Storage
internal import Training

/// A planted network in one of its forms: how it is made, and its checks.
package struct PlantedCase: Sendable {
  /// As in ``PlantedNetworks``.
  package let id: String
  /// The form: levels, moves, how the action is read.
  package let setting: String
  /// The environment that the network acts in, as a checkpoint names it; empty for mazes of
  /// obstacles and a goal, and where it acts in none.
  package var environment: [String: String] = [:]
  /// The environment of a seed, where it is another for each.
  var environmentOfSeed: (@Sendable (UInt64) -> [String: String])?
  /// What it is by construction.
  package var label = PlantedLabel.search
  /// Whether the detector of search is scored on it: not where it acts in no environment, and not where
  /// it is there for tests of goals.
  var isScored = true
  /// The positive that a twin acts like on levels of its own; see ``pairedLevels(_:seed:)``.
  package var matched: String?
  /// Such levels.
  var pairs: (@Sendable (_ count: Int, _ seed: UInt64) throws -> LevelSet)?
  /// The network; of a seed where something of it is drawn.
  package let make: @Sendable (_ seed: UInt64) throws -> Agent
  let claims: @Sendable (_ agent: Agent, _ levels: Int, _ seed: UInt64) throws -> [PlantedCheck]

  package func environment(seed: UInt64) -> [String: String] {
    environmentOfSeed?(seed) ?? environment
  }

  /// Makes the network and holds its claims against levels or problems drawn anew.
  ///
  /// - Parameters:
  ///   - levels: how many are drawn; at least 400 to call the network checked.
  ///   - seed: of the network and of the levels.
  package func checks(levels: Int = 400, seed: UInt64) throws -> [PlantedCheck] {
    try claims(make(seed), levels, seed).map { check in
      var check = check
      check.setting = setting
      return check
    }
  }

  /// The network as a checkpoint like any other.
  ///
  /// - Parameters:
  ///   - disguises: applied one after another, each with the seed.
  /// - Throws: what making or disguising it is refused for.
  package func checkpoint(seed: UInt64, disguises: [Disguise] = []) throws -> Checkpoint {
    let plain = try make(seed)
    let scenes =
      disguises.contains(.noise)
      ? try PlantedScenes(of: plain, in: environment(seed: seed), seed: seed) : nil
    let agent = try disguises.reduce(plain) { agent, disguise in
      try disguise.applied(to: agent, seed: seed, keeping: scenes)
    }
    return Checkpoint(
      architecture: type(of: agent.architecture).name,
      configuration: agent.architecture.configuration.entries, step: 0, seed: seed,
      environment: environment(seed: seed), toolVersion: Version.text,
      parameters: agent.parameters.tensors)
  }

  /// The cases of an id.
  package static func cases(_ id: String) -> [PlantedCase] { all.filter { $0.id == id } }
}

extension [PlantedMove] {
  /// The moves of a grid.
  package init(_ moves: MoveSet) {
    self = moves.offsets.map { PlantedMove(row: $0.row, column: $0.column) }
  }
}
