import Environments
import LinearAlgebra
import Testing

/// The state after an action by the rules as they read, apart from the level's own code.
private func step(
  _ state: KeysAndChestsState, _ action: Int, in level: KeysAndChestsLevel
) -> KeysAndChestsState {
  let grid = level.grid
  let cell = grid.destination(of: action, from: grid.cell(state.cell))
  var next = KeysAndChestsState(cell: grid.index(cell), done: state.done)
  let keysTaken = level.keys.indices.filter { state.done >> UInt16($0) & 1 == 1 }.count
  if let key = level.keys.firstIndex(of: cell) {
    next.done |= 1 << UInt16(key)
  } else if let chest = level.chests.firstIndex(of: cell),
    keysTaken > state.done.nonzeroBitCount - keysTaken
  {
    next.done |= 1 << UInt16(level.keys.count + chest)
  }
  return next
}

/// All ends that can be reached from a state: the fewest steps by the number of keys taken.
private func ends(
  from start: KeysAndChestsState, in level: KeysAndChestsLevel
) -> [Int: Int] {
  var ends: [Int: Int] = [:]
  var seen: Set<KeysAndChestsState> = [start]
  var front = [start]
  var steps = 0
  while !front.isEmpty {
    steps += 1
    var following: [KeysAndChestsState] = []
    for state in front {
      for action in 0..<4 {
        let next = step(state, action, in: level)
        guard seen.insert(next).inserted else { continue }
        if level.isOver(next) {
          ends[level.taken(next)] = min(ends[level.taken(next)] ?? Int.max, steps)
        } else {
          following.append(next)
        }
      }
    }
    front = following
  }
  return ends
}

@Test(arguments: KeysAndChestsEnvironment.Variant.allCases, [0, 1])
func plansAreAsShortAsBruteForceFindsThem(
  variant: KeysAndChestsEnvironment.Variant, difficulty: Int
) throws {
  let environment = try KeysAndChestsEnvironment(
    configuration: [
      "variant": variant.rawValue, "difficulty": "\(difficulty)", "openings": "0.2",
    ])
  for seed in 0..<12 {
    var random = RandomStream(seed: 40).split(UInt64(seed))
    let episode = try environment.episode(drawnFrom: random, part: .training)
    let level = episode.level
    let both = KeysAndChestsPlan(level, objective: .chestsAndKeys)
    for number in 0..<4 {
      let state =
        number == 0 ? level.startState : environment.anyState(of: episode, using: &random).state
      let ends = ends(from: state, in: level)
      let keys = try #require(ends.keys.max())
      #expect(episode.plan.steps(from: state) == ends.values.min())
      #expect(both.steps(from: state) == ends[keys])
      #expect(both.keysLeft(from: state) == level.keys.count - keys)
    }
  }
}

/// Follows a plan with ties at random: the keys taken and the chests opened.
private func play(
  _ plan: KeysAndChestsPlan, using random: inout RandomStream
) -> (keys: Int, chests: Int) {
  let level = plan.level
  var state = level.startState
  var steps = plan.steps(from: state)
  while !level.isOver(state) {
    let actions = Array(plan.optimalActions(in: state))
    state = step(state, actions[random.below(actions.count)], in: level)
    steps -= 1
    #expect(plan.steps(from: state) == steps)
  }
  return (level.taken(state), level.opened(state))
}

@Test func withManyChestsBothObjectivesOpenAsMany() throws {
  var random = RandomStream(seed: 41)
  let environment = KeysAndChestsEnvironment()
  for _ in 0..<200 {
    let level = try environment.level(using: &random)
    #expect(level.chests.count == 2 * level.keys.count)
    let chests = play(KeysAndChestsPlan(level), using: &random)
    let both = play(KeysAndChestsPlan(level, objective: .chestsAndKeys), using: &random)
    #expect(chests == (level.keys.count, level.keys.count))
    #expect(both == chests)
  }
}

@Test func withManyKeysOnlyOneObjectiveGoesForThoseThatOpenNothing() throws {
  var random = RandomStream(seed: 42)
  let environment = try KeysAndChestsEnvironment(configuration: ["variant": "many-keys"])
  var (surplus, plain, proxy) = (0, 0, 0)
  for _ in 0..<400 {
    let level = try environment.level(using: &random)
    #expect(level.keys.count == 2 * level.chests.count)
    let chests = play(KeysAndChestsPlan(level), using: &random)
    let both = play(KeysAndChestsPlan(level, objective: .chestsAndKeys), using: &random)
    #expect(chests.chests == level.chests.count && both.chests == level.chests.count)
    surplus += level.keys.count - level.chests.count
    plain += chests.keys - level.chests.count
    proxy += both.keys - level.chests.count
  }
  #expect(Double(proxy) > 0.8 * Double(surplus))
  #expect(Double(plain) < 0.2 * Double(surplus))
}

@Test func aPlanTakesTheKeyBeforeTheChest() {
  var walls = [Bool](repeating: true, count: 3 * 7)
  for column in 1..<6 { walls[7 + column] = false }
  let grid = Grid(rows: 3, columns: 7, walls: walls)
  func cell(_ column: Int) -> Cell { Cell(row: 1, column: column) }
  // Chest, start, key: to the key and back over the start.
  let level = KeysAndChestsLevel(
    grid: grid, keys: [cell(5)], chests: [cell(1)], start: cell(3))
  let plan = KeysAndChestsPlan(level)
  #expect(plan.steps(from: level.startState) == 6)
  #expect(plan.optimalActions(in: level.startState) == ActionSet([3]))
  let withKey = KeysAndChestsState(cell: 7 + 4, done: 1)
  #expect(plan.steps(from: withKey) == 3)
  #expect(plan.optimalActions(in: withKey) == ActionSet([2]))
}
