internal import LinearAlgebra

/// Which levels a training may see: one layout in ten, by its digest, is kept for evaluation and
/// probing and is never trained on, in no rotation or reflection, nor with blue for green. Red and not red count as different
/// levels, so that the same squares with another thing red may have been trained on.
package enum LevelSplit {
  package static func isHeldOut(_ digest: UInt64) -> Bool { digest % 10 == 0 }

  package static func isHeldOut(_ level: MazeLevel) -> Bool { isHeldOut(level.digest) }

  /// Levels are drawn this often before all layouts are taken to be of the other part.
  private static let attempts = 1000

  /// The first level of a part that a stream gives, with its digest beside it.
  ///
  /// - Throws: what `draw` throws, and where it gives no level of that part.
  static func draw<Level>(
    _ part: LevelPart, from random: RandomStream,
    _ draw: (inout RandomStream) throws(EnvironmentError) -> (level: Level, digest: UInt64)
  ) throws(EnvironmentError) -> Level {
    var random = random
    for _ in 0..<attempts {
      let drawn = try draw(&random)
      if isHeldOut(drawn.digest) == (part == .heldOut) { return drawn.level }
    }
    throw .tooFewAccepted(wanted: 1, accepted: 0, drawn: attempts)
  }
}
