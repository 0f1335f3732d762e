import Environments
import Experiments
import LinearAlgebra
import Testing

@Suite struct PlanEpisodeTests {
  /// A corridor to the right and down: start, three squares, the door below the last.
  private func corridor() throws -> RedDoorRunning {
    let level = try #require(
      LevelText.read("; id: corridor\n######\n#@...#\n####.#\n####D#\n######\n").first)
    return RedDoorRunning(RedDoorEpisode(level), encoder: RedDoorEncoder(encoding: .separate))
  }

  @Test func labelsAreTheNextMoveOntoASquare() throws {
    // Right, into the wall above, left again, then the whole way: up 0, down 1, left 2, right 3.
    let labels = try corridor().labels(before: [3, 0, 2, 3, 3, 3, 1, 1])
    #expect(labels.count == 8)
    func squares(_ labels: SquareLabels) -> [Int: UInt8] {
      var found: [Int: UInt8] = [:]
      for (cell, label) in labels.agentEnters.enumerated() where label > 0 { found[cell] = label }
      return found
    }
    // The start is entered from the right later on; the squares ahead from the left and from above.
    #expect(squares(labels[0]) == [7: 3, 8: 4, 9: 4, 10: 4, 16: 2, 22: 2])
    // After the way back nothing enters the start again.
    #expect(squares(labels[3]) == [8: 4, 9: 4, 10: 4, 16: 2, 22: 2])
    #expect(squares(labels[7]) == [22: 2])
    #expect(labels[0].boxLeaves == nil)
  }

  @Test func walkingStopsAtWallsAndAtWhatEndsTheEpisode() throws {
    let start = try corridor()
    let numbers = 30 * RedDoorEncoder(encoding: .separate).planes
    #expect(start.walking(0, observationOf: numbers) == nil)
    var state = try #require(start.walking(3, observationOf: numbers))
    #expect(state.readCell == 8)
    for move in [3, 3, 1] {
      state = try #require(state.walking(move, observationOf: numbers))
    }
    #expect(state.walking(1, observationOf: numbers) == nil)
  }

  @Test func aWalkInSokobanPushesNothing() throws {
    let level = try BoxobanText.readOne(
      "; 0\n######\n#@ $.#\n#    #\n#    #\n#    #\n######\n")
    let episode = SokobanEpisode(level, task: SokobanTask())
    #expect(episode.wallMap.count { !$0 } == 16)
    let next = try #require(episode.walking(3, observationOf: 0))
    #expect(next.readCell == episode.readCell + 1)
    #expect(next.walking(3, observationOf: 0) == nil)
    #expect(episode.walking(0, observationOf: 0) == nil)
    let labels = episode.labels(before: [3, 3])
    #expect(labels[0].boxLeaves?[9] == 4 && labels[0].agentEnters[8] == 4)
    #expect(labels[1].agentEnters[8] == 0 && labels[1].agentEnters[9] == 4)
  }
}
