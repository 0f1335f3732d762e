internal import Agents
internal import Environments
internal import LinearAlgebra

extension PlantedCase {
  /// Whether there are ``pairedLevels(_:seed:)``.
  package var hasPairs: Bool { pairs != nil }

  /// Levels on which the network acts as the positive that it is ``matched`` with, 99 % of the time
  /// or more; nil where it is matched with none.
  ///
  /// They are of the environment's own size; the oracle's planes are written when they are encoded.
  ///
  /// - Parameter seed: that of the network, for one that keeps levels in its weights keeps those
  ///   of its seed.
  /// - Throws: `EnvironmentError` where too few levels suit, or more are asked for than are kept.
  package func pairedLevels(_ count: Int, seed: UInt64) throws -> LevelSet? {
    try pairs?(count, seed)
  }

  /// The positive that the network is matched with, in the same environment; it gives no weight to
  /// what an oracle wrote. Nil where it is matched with none.
  package func positive() throws -> PlantedCase? {
    guard matched != nil else { return nil }
    let environment = try RedDoorEnvironment(configuration: environment)
    let encoder = environment.encoder
    guard let reading = PlantedWave.Reading(encoder) else {
      throw PlantedError.unreadable(encoding: encoder.name)
    }
    return PlantedCase(
      id: "P1", setting: setting, environment: environment.configuration
    ) { _ in
      PlantedWave.agent(reading, ticks: RedDoor.ticks)
    } claims: { agent, count, seed in
      var random = RandomStream(seed: seed).split("planted levels")
      return try PlantedWave.check(
        agent, on: LevelSet(environment.levels(count, using: &random)), encoder: encoder)
    }
  }
}
