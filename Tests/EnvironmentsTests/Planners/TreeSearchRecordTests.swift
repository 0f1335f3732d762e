import Environments
import Foundation
import LinearAlgebra
import Testing

@Test func everySimulationPassesTheRootAndOneOfItsNeighbours() throws {
  var random = RandomStream(seed: 64)
  for index in 0..<10 {
    let level = try environment(openings: 0.3).level(using: &random)
    var settings = TreeSearchRecord.Settings()
    settings.searches = 3
    settings.simulationsATick = 20
    let record = TreeSearchRecord(
      level, ticks: 4, settings: settings, random: random.split(UInt64(index)))
    let grid = level.grid
    let start = grid.index(level.start)
    for search in record.visits {
      #expect(search.count == 5 && search[0].allSatisfy { $0 == 0 })
      for (tick, visits) in search.enumerated() {
        // Ways back to the root's square are nodes of their own.
        #expect(visits[start] >= 20 * tick)
        for cell in visits.indices where visits[cell] > 0 {
          #expect(!grid.walls[cell])
          #expect(level.object(at: grid.cell(cell)).map { $0.isBase } ?? true)
        }
        if tick > 0 {
          #expect(zip(search[tick - 1], visits).allSatisfy { $0 <= $1 })
        }
      }
    }
    #expect(
      TreeSearchRecord(level, ticks: 4, settings: settings, random: random.split(UInt64(index)))
        == record)
    let mean = record.visits.map { log1p(Double($0[4][start])) }.reduce(0, +) / 3
    #expect(abs(Double(record.trace.maps[4][start]) - mean) < 1e-5)
  }
}

@Test func inACorridorEverySimulationIsCountedByHand() throws {
  // One way on and, from the second square, one way back: with the goal next to the agent every
  // simulation passes the root once and the goal once.
  let level = try level("####\n#@D#\n####")
  let record = TreeSearchRecord(level, ticks: 2, random: RandomStream(seed: 1))
  for search in record.visits {
    #expect(search[1][5] == 64 && search[1][6] == 64 && search[2][5] == 128)
  }
}

@Test func theSearchGoesMoreAndMoreTowardsTheGoal() throws {
  let level = try level(
    """
    ###########
    #....@..D.#
    ###########
    """)
  let record = TreeSearchRecord(level, ticks: 12, random: RandomStream(seed: 2))
  let last = record.trace.maps[12]
  let row = 11
  #expect(last[row + 6] > last[row + 4] && last[row + 7] > last[row + 3])
  func share(_ tick: Int) -> Double {
    let visits = record.visits.map { $0[tick] }
    let right = visits.reduce(0) { $0 + $1[row + 6] }
    let left = visits.reduce(0) { $0 + $1[row + 4] }
    return Double(right) / Double(right + left)
  }
  #expect(share(12) > share(1) && share(12) > 0.55)
  // A goal is not passed through.
  #expect(record.visits.allSatisfy { $0[12][row + 9] == 0 })
}
