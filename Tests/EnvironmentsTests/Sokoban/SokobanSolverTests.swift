import Environments
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Whether a plan solves a level by the plain rules, with so many pushes.
private func solves(_ plan: SokobanPlan, _ level: SokobanLevel) -> Bool {
  var state = PlainSokoban(level)
  var pushes = 0
  for action in plan.actions {
    guard !state.isSolved, let after = state.after(action) else { return false }
    state = after.state
    if after.pushes { pushes += 1 }
  }
  return state.isSolved && pushes == plan.pushes
}

@Test func plansHaveTheFewestPushesOfAPlainSearch() throws {
  var random = RandomStream(seed: 7)
  var (solved, unsolvable, longWalks) = (0, 0, 0)
  for number in 0..<340 {
    let boxes = number < 300 ? 1 : 2
    let level = try randomSokobanLevel(
      rows: number < 100 ? 5 : 7, columns: number < 100 ? 5 : 7, boxes: boxes,
      wallShare: 0.15, using: &random)
    guard !level.isSolved, number < 300 || level.room.floorCount <= 16 else { continue }
    let least = PlainSokoban(level).leastCosts()
    switch SokobanSolver(level.room).solve(from: level.start) {
    case .solved(let plan):
      solved += 1
      #expect(solves(plan, level))
      #expect(plan.pushes == least?.pushes)
      if let moves = least?.moves {
        #expect(plan.actions.count >= moves)
        if plan.actions.count > moves { longWalks += 1 }
      }
    case .unsolvable:
      unsolvable += 1
      #expect(least == nil)
    case .notFoundWithin:
      Issue.record("\(BoxobanText.write(level)) is small enough to be searched whole")
    }
  }
  #expect(solved > 60 && unsolvable > 100 && longWalks > 3)
}

@Test func theBoundIsTheCheapestAssignment() throws {
  var random = RandomStream(seed: 8)
  var (larger, none) = (0, 0)
  for number in 0..<60 {
    let boxes = 1 + number % 5
    let level = try randomSokobanLevel(
      rows: 8, columns: 8, boxes: boxes, wallShare: 0.1, using: &random)
    let pushes = level.room.pushDistances
    let squares = Array(level.start.boxes)
    var least: Int?
    func assign(_ box: Int, _ used: Set<Int>, _ sum: Int) {
      guard box < squares.count else {
        least = min(least ?? sum, sum)
        return
      }
      for target in 0..<boxes where !used.contains(target) {
        guard let cost = pushes.pushes(from: squares[box], toTarget: target) else { continue }
        assign(box + 1, used.union([target]), sum + cost)
      }
    }
    assign(0, [], 0)
    let bound = pushes.lowerBound(of: level.start.boxes)
    #expect(bound == least)
    let nearest = squares.compactMap { square in
      (0..<boxes).compactMap { pushes.pushes(from: square, toTarget: $0) }.min()
    }
    if let bound, boxes > 2, bound > nearest.reduce(0, +) { larger += 1 }
    if bound == nil { none += 1 }
  }
  #expect(larger > 3 && none > 3)
}

@Test func theBoundNeverExceedsThePushesNeeded() throws {
  var random = RandomStream(seed: 9)
  var tight = 0
  for _ in 0..<40 {
    let level = try SokobanGenerator().level(using: &random)
    let bound = try #require(level.room.pushDistances.lowerBound(of: level.start.boxes))
    let plan = try #require(SokobanSolver(level.room).solve(from: level.start).plan)
    #expect(bound <= plan.pushes)
    if bound == plan.pushes { tight += 1 }
  }
  #expect(tight > 5)
}

@Test func aSearchThatIsCutShortSaysSo() throws {
  let level = try sokobanLevel("########|#@     #|# $$ . #|# $  . #|#    . #|########")
  #expect(
    SokobanSolver(level.room, nodeLimit: 2).solve(from: level.start)
      == .notFoundWithin(nodes: 2))
  let plan = try #require(SokobanSolver(level.room).solve(from: level.start).plan)
  #expect(plan.nodes > 2)
  if case .notFoundWithin = SokobanSolver(level.room).solve(
    from: level.start, longest: plan.pushes - 1)
  {
  } else {
    Issue.record("A plan of fewer pushes than the least was found, or ruled out for good.")
  }
  #expect(
    SokobanSolver(level.room).solve(from: level.start, longest: plan.pushes).plan?.pushes
      == plan.pushes)
  let corner = try sokobanLevel("######|#$   #|# @ .#|######")
  #expect(SokobanSolver(corner.room).solve(from: corner.start) == .unsolvable)
}

@Test func demonstrationsFitTheTimeThatIsLeft() throws {
  let level = try sokobanLevel("#######|#@ $ .#|#######")
  var task = SokobanTask()
  task.timeLimit = 4
  var episode = SokobanEpisode(level, task: task)
  #expect(SokobanDemonstration.plan(for: episode) == [3, 3, 3])
  _ = episode.take(0)
  #expect(SokobanDemonstration.plan(for: episode) == [3, 3, 3])
  _ = episode.take(0)
  #expect(SokobanDemonstration.plan(for: episode) == nil)
}

@Test(.enabled(if: ThirdParty.isPresent))
func publishedBoxobanLevelsAreSolved() throws {
  for name in ["hard-000", "medium-valid-000", "unfiltered-valid-000"] {
    let text = try String(
      contentsOfFile: ThirdParty.path("boxoban/\(name).txt"), encoding: .utf8)
    let levels = try BoxobanText.read(text).prefix(25)
    for level in levels {
      let plan = try #require(SokobanSolver(level.room).solve(from: level.start).plan)
      #expect(solves(plan, level))
      let distances = try #require(level.room.distances(within: SokobanTask().oracleStates))
      let steps = distances.distance(of: level.start)
      #expect(steps > 0 && steps <= plan.actions.count)
    }
  }
}
