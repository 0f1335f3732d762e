/// Which levels a training may see: one layout in ten, by its digest, is kept for evaluation and
/// probing and is never trained on, in no rotation, reflection or recolouring.
package enum LevelSplit {
  package static func isHeldOut(_ digest: UInt64) -> Bool { digest % 10 == 0 }

  package static func isHeldOut(_ level: MazeLevel) -> Bool { isHeldOut(level.digest) }
}
