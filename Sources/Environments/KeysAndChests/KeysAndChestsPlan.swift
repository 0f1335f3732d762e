/// Exact plans for every state of a ``KeysAndChestsLevel``: a table over squares and what was
/// done, filled backwards.
///
/// What was done only ever grows, so that the states of one such set are a layer whose ways out,
/// the squares with something to take or open, have known costs: in each layer a flood from those
/// squares in order of their costs gives the least cost of every square.
package struct KeysAndChestsPlan: Sendable {
  /// What is planned for.
  package enum Objective: String, CaseIterable, Sendable {
    /// To open as many chests as can be in as few steps as can be: the task's objective.
    case chests
    /// To end with as many keys as can be, valuing them as the chests that they open, then in as
    /// few steps: what many chests and few keys do not tell from ``chests``.
    case chestsAndKeys = "chests+keys"
  }

  package let level: KeysAndChestsLevel
  package let objective: Objective
  /// The least cost by layer and free square: steps, plus ``missing`` for each key not taken at
  /// the end under ``Objective/chestsAndKeys``.
  private let costs: [Int32]
  /// Where the layer of each ``KeysAndChestsState/done`` begins, -1 where it has none.
  private let layers: [Int32]
  /// The place of each square among the free ones, -1 on walls.
  private let places: [Int16]

  private static let missing: Int32 = 1 << 16
  private static let unreached = Int32.max

  /// - Complexity: one flood a layer, of which there are at most 2 to the number of things. At
  ///   difficulty 1, 2 and 3 about 0.06, 0.6 and 6 ms with many chests, 0.2, 2 and 40 ms with
  ///   many keys.
  package init(_ level: KeysAndChestsLevel, objective: Objective = .chests) {
    self.level = level
    self.objective = objective
    var free: [Int] = []
    var places = [Int16](repeating: -1, count: level.grid.count)
    for cell in 0..<level.grid.count where !level.grid.walls[cell] {
      places[cell] = Int16(free.count)
      free.append(cell)
    }
    self.places = places
    let sets = 1 << (level.keys.count + level.chests.count)
    var layers = [Int32](repeating: -1, count: sets)
    var count = 0
    for done in 0..<sets {
      let state = KeysAndChestsState(cell: 0, done: UInt16(done))
      if level.held(state) >= 0 && !level.isOver(state) {
        layers[done] = Int32(count * free.count)
        count += 1
      }
    }
    self.layers = layers
    var costs = [Int32](repeating: Self.unreached, count: count * free.count)
    let neighbours = free.map { cell in
      level.grid.moves.offsets.indices.compactMap { action -> Int? in
        let next = level.grid.index(
          level.grid.destination(of: action, from: level.grid.cell(cell)))
        return next == cell ? nil : Int(places[next])
      }
    }
    var flood = Flood(count: free.count)
    for done in stride(from: sets - 1, through: 0, by: -1) where layers[done] >= 0 {
      flood.restart()
      for thing in level.keys + level.chests {
        let cell = level.grid.index(thing)
        let state = KeysAndChestsState(cell: cell, done: UInt16(done))
        guard let event = level.event(on: cell, in: state) else { continue }
        let after = KeysAndChestsState(cell: cell, done: state.done | event)
        let cost: Int32
        if level.isOver(after) {
          cost = Self.endCost(after, level, objective)
        } else {
          cost = costs[Int(layers[Int(after.done)]) + Int(places[cell])]
        }
        flood.add(Int(places[cell]), cost: cost)
      }
      flood.spread(over: neighbours, into: &costs, from: Int(layers[done]))
    }
    self.costs = costs
  }

  private static func endCost(
    _ state: KeysAndChestsState, _ level: KeysAndChestsLevel, _ objective: Objective
  ) -> Int32 {
    objective == .chests ? 0 : Int32(level.keys.count - level.taken(state)) * missing
  }

  /// The cost of a state, as the state entered shows it.
  private func cost(_ state: KeysAndChestsState) -> Int32 {
    if level.isOver(state) { return Self.endCost(state, level, objective) }
    return costs[Int(layers[Int(state.done)]) + Int(places[state.cell])]
  }

  /// The least number of steps to the end that is planned for; 0 when all is done.
  package func steps(from state: KeysAndChestsState) -> Int {
    level.isOver(state) ? 0 : Int(cost(state) % Self.missing)
  }

  /// The number of keys that are left lying at the end that is planned for; always 0 under
  /// ``Objective/chests``, which does not count them.
  package func keysLeft(from state: KeysAndChestsState) -> Int {
    Int(cost(state) / Self.missing)
  }

  /// All actions that begin a best plan; empty when all is done.
  package func optimalActions(in state: KeysAndChestsState) -> ActionSet {
    guard !level.isOver(state) else { return .empty }
    let here = cost(state)
    var actions = ActionSet.empty
    for action in level.grid.moves.offsets.indices {
      let next = level.next(state, action)
      if next != state, cost(next) == here - 1 { actions.insert(action) }
    }
    return actions
  }
}

/// A flood from squares that begin at different costs, in order of cost; every move costs 1.
private struct Flood {
  private var sources: [(place: Int, cost: Int32)] = []
  private var queue: [Int]
  private var isSource: [Bool]

  init(count: Int) {
    queue = [Int](repeating: 0, count: count)
    isSource = [Bool](repeating: false, count: count)
  }

  mutating func restart() {
    for source in sources { isSource[source.place] = false }
    sources.removeAll(keepingCapacity: true)
  }

  mutating func add(_ place: Int, cost: Int32) {
    sources.append((place, cost))
    isSource[place] = true
  }

  /// Writes the least costs of all squares that are no sources.
  mutating func spread(
    over neighbours: [[Int]], into costs: inout [Int32], from base: Int
  ) {
    sources.sort { ($0.cost, $0.place) < ($1.cost, $1.place) }
    var (next, head, tail) = (0, 0, 0)
    while next < sources.count || head < tail {
      let place: Int
      let cost: Int32
      if next < sources.count, head == tail || sources[next].cost <= costs[base + queue[head]] {
        (place, cost) = sources[next]
        next += 1
      } else {
        place = queue[head]
        cost = costs[base + place]
        head += 1
      }
      for neighbour in neighbours[place]
      where !isSource[neighbour] && costs[base + neighbour] == Int32.max {
        costs[base + neighbour] = cost + 1
        queue[tail] = neighbour
        tail += 1
      }
    }
  }
}
