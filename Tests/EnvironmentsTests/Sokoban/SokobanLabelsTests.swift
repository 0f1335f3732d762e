import Environments
import LinearAlgebra
import Testing

@Test func labelsFollowAnEpisodeByHand() throws {
  let level = try sokobanLevel("#######|#@ $ .#|#     #|#######")
  // Down, right, up, against the wall, then two pushes.
  let actions = [1, 3, 0, 0, 4, 3, 3]
  let labels = SokobanLabels.before(actions, from: level.start, in: level.room)
  #expect(labels.count == actions.count)
  func row(_ map: [UInt8], _ row: Int) -> [UInt8] { Array(map[7 * row..<7 * row + 7]) }
  #expect(row(labels[0].agentEnters, 1) == [0, 0, 1, 4, 4, 0, 0])
  #expect(row(labels[0].agentEnters, 2) == [0, 2, 4, 0, 0, 0, 0])
  #expect(row(labels[0].boxLeaves, 1) == [0, 0, 0, 4, 4, 0, 0])
  #expect(row(labels[0].boxLeaves, 2) == [0, 0, 0, 0, 0, 0, 0])
  #expect(row(labels[2].agentEnters, 2) == [0, 0, 0, 0, 0, 0, 0])
  #expect(row(labels[2].agentEnters, 1) == [0, 0, 1, 4, 4, 0, 0])
  for waiting in [3, 4, 5] {
    #expect(row(labels[waiting].agentEnters, 1) == [0, 0, 0, 4, 4, 0, 0])
  }
  #expect(row(labels[6].agentEnters, 1) == [0, 0, 0, 0, 4, 0, 0])
  #expect(row(labels[6].boxLeaves, 1) == [0, 0, 0, 0, 4, 0, 0])
}

@Test func labelsAreWhatALookAheadFinds() throws {
  var random = RandomStream(seed: 10)
  for _ in 0..<30 {
    let level = try randomSokobanLevel(
      rows: 6, columns: 7, boxes: 2, wallShare: 0.1, using: &random)
    let actions = (0..<50).map { _ in random.below(5) }
    let labels = SokobanLabels.before(actions, from: level.start, in: level.room)
    var states = [PlainSokoban(level)]
    for action in actions {
      let last = states[states.count - 1]
      states.append(action < 4 ? last.after(action)?.state ?? last : last)
    }
    for first in stride(from: 0, to: actions.count, by: 7) {
      for row in 0..<6 {
        for column in 0..<7 {
          let enters = (first..<actions.count).first {
            states[$0].player != states[$0 + 1].player && states[$0 + 1].player == [row, column]
          }
          let leaves = (first..<actions.count).first {
            states[$0].boxes.contains([row, column])
              && !states[$0 + 1].boxes.contains([row, column])
          }
          let place = 7 * row + column
          #expect(labels[first].agentEnters[place] == enters.map { UInt8(actions[$0] + 1) } ?? 0)
          #expect(labels[first].boxLeaves[place] == leaves.map { UInt8(actions[$0] + 1) } ?? 0)
        }
      }
    }
  }
}
