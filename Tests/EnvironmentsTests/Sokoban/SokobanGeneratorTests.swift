import Environments
import LinearAlgebra
import TestSupport
import Testing

@Test func generatedLevelsKeepWhatTheirSettingsSay() throws {
  var random = RandomStream(seed: 11)
  for (side, rooms, boxes, pushes) in [
    (7, SokobanRooms.scattered, 1...2, 4...25), (6, .scattered, 1...1, 2...5),
    (9, .scattered, 3...4, 6...30), (10, .walked, 2...4, 6...40), (7, .walked, 1...1, 2...20),
  ] {
    var generator = SokobanGenerator()
    generator.side = side
    generator.rooms = rooms
    generator.boxes = boxes
    generator.pushes = pushes
    var counts: Set<Int> = []
    for _ in 0..<40 {
      let level = try generator.level(using: &random)
      #expect(level.room.rows == side && level.room.columns == side)
      for index in 0..<side {
        for cell in [(0, index), (side - 1, index), (index, 0), (index, side - 1)] {
          #expect(level.room.isWall(Cell(row: cell.0, column: cell.1)))
        }
      }
      let walk = level.room.region(of: SokobanState(player: 0, boxes: FloorSet()))
      #expect(walk.count == level.room.floorCount)
      #expect(boxes.contains(level.room.boxCount))
      counts.insert(level.room.boxCount)
      let plan = try #require(SokobanSolver(level.room).solve(from: level.start).plan)
      #expect(pushes.contains(plan.pushes))
    }
    #expect(counts == Set(boxes))
  }
}

/// Half of Boxoban's unfiltered levels have 33 floor squares or fewer, a tenth 23 or fewer, a tenth
/// more than 40; scattered walls leave some 51.
@Test func walkedRoomsAreAsLargeAsBoxobans() throws {
  var random = RandomStream(seed: 12)
  var generator = SokobanGenerator()
  (generator.side, generator.rooms, generator.boxes) = (10, .walked, 4...4)
  let floors = try (0..<300).map { _ in
    try generator.level(using: &random).room.floorCount
  }.sorted()
  #expect(abs(floors[150] - 33) <= 2, "half have up to \(floors[150])")
  #expect(abs(floors[30] - 23) <= 3 && abs(floors[270] - 41) <= 4)
}

@Test func settingsThatLeaveNoLevelAreReported() throws {
  var generator = SokobanGenerator()
  generator.side = 5
  generator.boxes = 4...4
  generator.pushes = 60...60
  var random = RandomStream(seed: 12)
  #expect(throws: EnvironmentError.tooFewAccepted(wanted: 1, accepted: 0, drawn: 2000)) {
    try generator.level(using: &random)
  }
}

@Test func theDigestIgnoresSymmetriesBoxesAndPlayerAlone() throws {
  var random = RandomStream(seed: 13)
  var digests: Set<UInt64> = []
  for _ in 0..<50 {
    let level = try randomSokobanLevel(rows: 6, columns: 8, boxes: 2, using: &random)
    digests.insert(level.digest)
    for symmetry in GridSymmetry.all {
      let image = level.transformed(by: symmetry)
      #expect(image.digest == level.digest)
      let back = GridSymmetry.all.first { image.transformed(by: $0) == level }
      #expect(back != nil)
    }
    let text = BoxobanText.write(level)
    let boxes = text.filter { $0 == "$" }.count
    let moved = SokobanLevel(
      room: level.room,
      start: SokobanState(
        player: level.room.targets.lowest ?? 0,
        boxes: FloorSet(
          Array((0..<level.room.floorCount).filter { $0 != level.room.targets.lowest }.suffix(2)))))
    #expect(moved.digest == level.digest && boxes <= 2)
  }
  #expect(digests.count == 50)
  let first = try sokobanLevel("######|#@$. #|#    #|######")
  let target = try sokobanLevel("######|#@$ .#|#    #|######")
  let wall = try sokobanLevel("######|#@$. #|#   ##|######")
  #expect(first.digest != target.digest && first.digest != wall.digest)
}

@Test func turningALevelTurnsItsSolutions() throws {
  var random = RandomStream(seed: 14)
  for _ in 0..<10 {
    let level = try SokobanGenerator().level(using: &random)
    let episode = SokobanEpisode(level, task: SokobanTask())
    for symmetry in GridSymmetry.all {
      let image = SokobanEpisode(level.transformed(by: symmetry), task: SokobanTask())
      #expect(image.stepsToGoal == episode.stepsToGoal)
      let turned = ActionSet(
        episode.optimalActions.map { symmetry.apply(to: $0, of: .four) })
      #expect(image.optimalActions == turned)
    }
  }
}

@Test func poolsAreTheSameOnAnyNumberOfThreads() throws {
  let drawn = try ThreadCounts.oneTwoThree {
    let environment = try SokobanEnvironment(configuration: ["pool": "20"])
    return try (0..<30).map {
      BoxobanText.write(
        try environment.level(
          drawnFrom: RandomStream(seed: 15).split(UInt64($0)), part: .training))
    }
  }
  #expect(drawn[0] == drawn[1] && drawn[0] == drawn[2])
  let rooms = try Set(drawn[0].map { try BoxobanText.readOne($0).digest })
  #expect(rooms.count > 10 && rooms.count <= 20 && Set(drawn[0]).count > rooms.count)
}
