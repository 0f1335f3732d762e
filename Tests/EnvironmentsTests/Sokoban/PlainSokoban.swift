import Environments
import LinearAlgebra

/// Sokoban played on characters with dictionaries, written apart from the module: slow, and what
/// its results are held against.
struct PlainSokoban: Hashable {
  var floor: [[Character]]
  var player: [Int]
  var boxes: Set<[Int]>

  static let moves = [[-1, 0], [1, 0], [0, -1], [0, 1]]

  /// Reads a drawing of one level.
  init(_ drawing: String) {
    floor = []
    player = []
    boxes = []
    for (row, line) in drawing.split(separator: "\n").filter({ $0.first != ";" }).enumerated() {
      floor.append(line.map { $0 == "#" ? "#" : ".*+".contains($0) ? "." : " " })
      for (column, symbol) in line.enumerated() {
        if "@+".contains(symbol) { player = [row, column] }
        if "$*".contains(symbol) { boxes.insert([row, column]) }
      }
    }
  }

  init(_ level: SokobanLevel) { self.init(BoxobanText.write(level)) }

  init(_ state: SokobanState, in room: SokobanRoom) {
    self.init(SokobanLevel(room: room, start: state))
  }

  func symbol(_ place: [Int]) -> Character {
    guard floor.indices.contains(place[0]), floor[place[0]].indices.contains(place[1]) else {
      return "#"
    }
    return floor[place[0]][place[1]]
  }

  var isSolved: Bool { boxes.allSatisfy { symbol($0) == "." } }

  /// The state after an action and whether a box moved; nil where nothing changes.
  func after(_ action: Int) -> (state: PlainSokoban, pushes: Bool)? {
    let move = Self.moves[action]
    let next = [player[0] + move[0], player[1] + move[1]]
    guard symbol(next) != "#" else { return nil }
    var result = self
    result.player = next
    guard boxes.contains(next) else { return (result, false) }
    let beyond = [next[0] + move[0], next[1] + move[1]]
    guard symbol(beyond) != "#", !boxes.contains(beyond) else { return nil }
    result.boxes.remove(next)
    result.boxes.insert(beyond)
    return (result, true)
  }

  /// The least number of actions and, apart from it, of pushes that solve the state; nil where
  /// nothing does. Breadth first, and by Dijkstra's rule with walking for nothing.
  func leastCosts() -> (moves: Int, pushes: Int)? {
    guard let moves = least(of: { _ in 1 }), let pushes = least(of: { $0 ? 1 : 0 }) else {
      return nil
    }
    return (moves, pushes)
  }

  private func least(of cost: (Bool) -> Int) -> Int? {
    var layer: [PlainSokoban] = [self]
    var known: [PlainSokoban: Int] = [self: 0]
    var total = 0
    while !layer.isEmpty {
      var next: [PlainSokoban] = []
      var index = 0
      while index < layer.count {
        let state = layer[index]
        index += 1
        guard known[state] == total else { continue }
        if state.isSolved { return total }
        for action in 0..<4 {
          guard let (other, pushes) = state.after(action) else { continue }
          let reached = total + cost(pushes)
          guard reached < known[other] ?? .max else { continue }
          known[other] = reached
          if reached == total { layer.append(other) } else { next.append(other) }
        }
      }
      layer = next
      total += 1
    }
    return nil
  }
}

/// A level with independent walls in a closed border and everything on random squares, solvable or
/// not.
func randomSokobanLevel(
  rows: Int, columns: Int, boxes: Int, wallShare: Double = 0.2, using random: inout RandomStream
) throws -> SokobanLevel {
  while true {
    var symbols = (0..<rows * columns).map { place -> Character in
      let (row, column) = (place / columns, place % columns)
      let isBorder = row == 0 || column == 0 || row == rows - 1 || column == columns - 1
      return isBorder || random.uniform() < wallShare ? "#" : " "
    }
    var free = symbols.indices.filter { symbols[$0] == " " }
    guard free.count > boxes else { continue }
    random.shuffle(&free)
    for place in free[...boxes] { symbols[place] = place == free[boxes] ? "@" : "$" }
    random.shuffle(&free)
    for place in free[..<boxes] {
      symbols[place] = symbols[place] == "@" ? "+" : symbols[place] == "$" ? "*" : "."
    }
    let text = (0..<rows).map { String(symbols[$0 * columns..<($0 + 1) * columns]) + "\n" }
    return try BoxobanText.readOne(text.joined())
  }
}

/// The level of a drawing whose lines are parted by `|`.
func sokobanLevel(_ drawing: String) throws -> SokobanLevel {
  try BoxobanText.readOne(drawing.split(separator: "|").joined(separator: "\n"))
}

/// What stands where, after the steps of an episode.
func drawing(_ episode: SokobanEpisode) -> String {
  BoxobanText.write(SokobanLevel(room: episode.room, start: episode.state))
    .split(separator: "\n").joined(separator: "|")
}

/// An episode's observation written from nothing.
func observation(of episode: SokobanEpisode) -> [Float] {
  let count = episode.room.rows * episode.room.columns * episode.task.encoding.planeCount
  return [Float](unsafeUninitializedCapacity: count) { buffer, written in
    buffer.update(repeating: 7)
    episode.observe(into: buffer)
    written = count
  }
}

extension SokobanEpisode {
  /// A step whose observation nobody looks at.
  mutating func take(_ action: Int) -> StepOutcome {
    var observation = observation(of: self)
    return observation.withUnsafeMutableBufferPointer { step(action, updating: $0) }
  }
}
