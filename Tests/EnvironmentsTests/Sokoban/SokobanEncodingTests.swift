import Environments
import LinearAlgebra
import Testing

@Test func eachSquareIsOneOfSevenPlanes() throws {
  let level = try sokobanLevel("#######|# $*@.#|#######")
  let planes = observation(of: SokobanEpisode(level, task: SokobanTask()))
  let expected: [Int] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 0, 0, 0, 0, 0, 0, 0, 0]
  for (place, plane) in expected.enumerated() {
    let square = Array(planes[7 * place..<7 * place + 7])
    #expect(square == (0..<7).map { $0 == plane ? 1 : 0 })
  }
  let onTarget = try sokobanLevel("#####|#+$ #|#####")
  let other = observation(of: SokobanEpisode(onTarget, task: SokobanTask()))
  #expect(Array(other[7 * 6..<7 * 7]) == [0, 0, 0, 0, 0, 1, 0])
}

@Test func lightHasThePublishedColours() throws {
  var task = SokobanTask()
  task.encoding = .rgb
  let level = try sokobanLevel("#######|# $*@.#|#######")
  let light = observation(of: SokobanEpisode(level, task: task))
  let row = (7..<14).map { place in
    light[3 * place..<3 * place + 3].map { Int(($0 * 255).rounded()) }
  }
  #expect(
    row == [
      [0, 0, 0], [243, 248, 238], [142, 121, 56], [254, 95, 56], [160, 212, 56],
      [254, 126, 125], [0, 0, 0],
    ])
  let onTarget = try sokobanLevel("#####|#+$ #|#####")
  let other = observation(of: SokobanEpisode(onTarget, task: task))
  #expect(other[18..<21].map { Int(($0 * 255).rounded()) } == [219, 212, 56])
  #expect(light.allSatisfy { (0...1).contains($0) })
}

@Test(arguments: SokobanEncoding.allCases)
func steppingKeepsTheObservationUpToDate(encoding: SokobanEncoding) throws {
  var random = RandomStream(seed: 3)
  var task = SokobanTask()
  task.encoding = encoding
  task.hasNoOp = true
  var changes = 0
  for _ in 0..<40 {
    let level = try randomSokobanLevel(
      rows: 6, columns: 7, boxes: 1 + random.below(3), wallShare: 0.1, using: &random)
    var episode = SokobanEpisode(level, task: task)
    var kept = observation(of: episode)
    while !episode.isOver {
      let before = kept
      let outcome = kept.withUnsafeMutableBufferPointer {
        episode.step(random.below(5), updating: $0)
      }
      if kept != before { changes += 1 }
      #expect(kept == observation(of: episode))
      #expect(outcome.isOver == episode.isOver)
      let place = episode.room.cell(episode.state.player)
      #expect(episode.readCell == place.row * 7 + place.column)
    }
  }
  #expect(changes > 1000)
}
