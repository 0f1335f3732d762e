import Environments
import LinearAlgebra

/// The levels of a training by number: a pure function of the seed, so that a level is
/// remembered by its number alone. Held-out layouts never come up.
struct LevelSource: Sendable {
  let environment: RedDoorEnvironment
  private let stream: RandomStream

  init(_ environment: RedDoorEnvironment, stream: RandomStream) {
    self.environment = environment
    self.stream = stream
  }

  /// Levels are drawn this often before all layouts are taken to be held out.
  private static let attempts = 1000

  /// The level of a number, and the stream for further draws about it.
  ///
  /// - Throws: where the environment cannot draw levels, or has none but held-out layouts.
  func level(_ number: Int) throws(EnvironmentError) -> (level: MazeLevel, stream: RandomStream) {
    var random = stream.split(UInt64(number))
    for _ in 0..<Self.attempts {
      let level = try environment.level(using: &random)
      if !LevelSplit.isHeldOut(level) { return (level, random) }
    }
    throw .tooFewAccepted(wanted: 1, accepted: 0, drawn: Self.attempts)
  }
}
