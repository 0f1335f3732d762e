import Environments
import LinearAlgebra
import Testing

private func isDead(_ text: String) throws -> (square: Bool, block: Bool, frozen: Bool) {
  let level = try sokobanLevel(text)
  let deadlocks = SokobanDeadlocks(level.room)
  let boxes = level.start.boxes
  return (
    deadlocks.onDeadSquare(boxes), deadlocks.isStuckInBlock(boxes), deadlocks.isFrozen(boxes)
  )
}

@Test func aBoxInACornerIsDead() throws {
  #expect(try isDead("######|#$   #|# @ .#|#    #|######") == (true, true, true))
  #expect(try isDead("######|#*   #|# @  #|#    #|######") == (false, false, false))
}

@Test func aBoxAlongAWallWithoutATargetIsOnADeadSquare() throws {
  #expect(try isDead("######|# $  #|# @ .#|#    #|######") == (true, false, true))
  #expect(try isDead("######|# $ .#|# @  #|#    #|######") == (false, false, false))
}

@Test func fourInASquareAreStuck() throws {
  let four = "########|#......#|#  $$  #|#  $$@ #|#  $$  #|#      #|########"
  #expect(try isDead(four).block)
  let wall = "########|#  ..  #|#  $#  #|#  $#@ #|#      #|########"
  #expect(try isDead(wall) == (false, true, true))
  let onTargets = "########|#      #|#  *#  #|#  *#@ #|#      #|########"
  #expect(try isDead(onTargets) == (false, false, false))
}

@Test func boxesThatHoldEachOtherAreFrozen() throws {
  // Each of the two is held by a wall one way and by the other box, or a wall, the other way.
  let zigzag = "########|#  ... #|# $#   #|# $$#  #|#  #@  #|########"
  let dead = try isDead(zigzag)
  #expect(dead.frozen)
  // A box beside one that can still move away is not held.
  #expect(try isDead("########|#  ..  #|#      #|# $$ @ #|#      #|########").frozen == false)
}

@Test func noSolvableStateIsCalledDead() throws {
  var random = RandomStream(seed: 6)
  var found = (square: 0, block: 0, frozen: 0, missed: 0)
  for number in 0..<45 {
    let level = try randomSokobanLevel(
      rows: 7, columns: 6 + number % 2, boxes: 1 + number % 3, wallShare: 0.15,
      using: &random)
    let room = level.room
    let distances = try #require(room.distances(within: 400_000))
    let deadlocks = SokobanDeadlocks(room)
    let numbering = BoxNumbering(floor: room.floorCount, boxes: room.boxCount)
    for number in 0..<numbering.count {
      let boxes = numbering.set(number)
      let isSolvable = (0..<room.floorCount).contains {
        !boxes.contains($0)
          && distances.distance(of: SokobanState(player: $0, boxes: boxes)) >= 0
      }
      let (square, block) = (deadlocks.onDeadSquare(boxes), deadlocks.isStuckInBlock(boxes))
      let frozen = deadlocks.isFrozen(boxes)
      #expect(!isSolvable || !(square || block || frozen))
      #expect(deadlocks.areDead(boxes) == (square || block || frozen))
      if square { found.square += 1 }
      if block && !square { found.block += 1 }
      if frozen && !block && !square { found.frozen += 1 }
      if !isSolvable && !square && !block && !frozen { found.missed += 1 }
    }
  }
  #expect(found.square > 1000 && found.block > 100 && found.frozen > 3 && found.missed > 100)
}
