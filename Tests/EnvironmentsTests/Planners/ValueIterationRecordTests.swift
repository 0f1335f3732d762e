import Environments
import Foundation
import LinearAlgebra
import Testing

@Test(arguments: [1.0, 0.9], [MoveSet.four, .eight])
func dwellingValuesEqualTheirClosedForm(discount: Double, moves: MoveSet) throws {
  var random = RandomStream(seed: 41)
  for _ in 0..<20 {
    let drawn = try environment().level(using: &random)
    let grid = Grid(rows: 9, columns: 9, walls: drawn.grid.walls, moves: moves)
    let level = try MazeLevel(grid: grid, objects: drawn.objects, start: drawn.start)
    let paths = level.paths()
    let record = ValueIterationRecord(
      level, iterations: 25, discount: discount, rewards: .dwelling)
    for k in 0...25 {
      for cell in grid.freeCells where paths.distance(at: cell) >= 0 {
        let d = paths.distance(at: cell)
        let expected =
          d >= k
          ? 0
          : discount == 1
            ? Double(k - d)
            : pow(discount, Double(d)) * (1 - pow(discount, Double(k - d))) / (1 - discount)
        #expect(abs(record.value(at: cell, iteration: k) - expected) < 1e-12)
      }
    }
    #expect(record.values[3].indices.allSatisfy { record.values[3][$0].isNaN || !grid.walls[$0] })
  }
}

@Test func taskValuesEqualTheirClosedForm() throws {
  var random = RandomStream(seed: 42)
  let (discount, cost) = (0.97, 0.01)
  func charge(_ steps: Int) -> Double {
    -cost * (1 - pow(discount, Double(steps))) / (1 - discount)
  }
  for _ in 0..<20 {
    let level = try environment(distractors: 0...0).level(using: &random)
    let paths = level.paths()
    let record = ValueIterationRecord(level, iterations: 60, discount: discount)
    for k in [0, 1, 2, 5, 20, 60] {
      for cell in level.grid.freeCells where cell != level.goal {
        let d = paths.distance(at: cell)
        let expected = k < d ? charge(k) : charge(d) + pow(discount, Double(d - 1))
        #expect(abs(record.value(at: cell, iteration: k) - expected) < 1e-12)
      }
    }
    for cell in level.grid.freeCells where cell != level.goal {
      #expect(record.greedyActions(at: cell, iteration: 60) == paths.optimalActions(at: cell))
    }
    #expect(record.value(at: level.goal, iteration: 60) == 0)
  }
}

@Test func thingsAreAbsorbingAndMovesIntoWallsStay() throws {
  let level = try level("######\n#b@.D#\n######")
  let record = ValueIterationRecord(level, iterations: 2, discount: 1)
  let base = level.grid.index(level.start) * record.actions
  // After one sweep every move costs a step; after two, moving right has come no nearer to
  // paying, and the key on the left ends the episode with nothing more to lose.
  #expect(Array(record.actionValues[2][base..<base + 4]) == [-0.02, -0.02, -0.01, 0.98])
  #expect(record.greedyActions(at: level.start, iteration: 2) == ActionSet([3]))
  #expect(record.greedyActions(at: level.start, iteration: 1) == ActionSet([0, 1, 2, 3]))
  #expect(record.greedyActions(at: level.goal, iteration: 2).isEmpty)
}
