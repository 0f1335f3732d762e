internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// What a network decides between two goals, tick by tick, and when it commits itself.
struct ChoiceTicks: Sendable {
  /// The numbers of ticks that were run, rising; the last is the network's own.
  let ticks: [Int]
  /// `[ticks][level]`.
  let decisions: [[ActionSet]]
  /// The first of ``ticks`` from which on the decision is the last one; nil without a decision.
  let commitment: [Int?]
  /// The tick before that; nil where a network commits itself at the first.
  let before: [Int?]

  /// - Throws: as ``AgentPolicy/actions(in:)`` does.
  init(
    _ agent: Agent, encoder: any ObservationEncoder, levels: [MazeLevel], ticks: [Int]
  ) throws {
    let states = levels.enumerated().map { index, level in
      MazeState(episode: index, step: 0, level: level, agent: level.start)
    }
    let decisions = try ticks.map {
      try AgentPolicy(agent, encoder: encoder, ticks: $0).actions(in: states)
    }
    self.ticks = ticks
    self.decisions = decisions
    let places = levels.indices.map { level -> Int? in
      guard let final = decisions.last?[level], !final.isEmpty,
        final.count < levels[level].grid.moves.count
      else { return nil }
      var place = ticks.count - 1
      while place > 0, !decisions[place - 1][level].isEmpty,
        decisions[place - 1][level].isSubset(of: final)
      { place -= 1 }
      return place
    }
    commitment = places.map { $0.map { ticks[$0] } }
    before = places.map { $0.flatMap { $0 > 0 ? ticks[$0 - 1] : nil } }
  }

  /// The decisions after the last tick.
  var last: [ActionSet] { decisions[decisions.count - 1] }
}

/// The maps of a network on some levels, each level's at a tick of its own.
enum MapsByTick {
  /// - Parameter ticks: after how many ticks each level's map is taken; the network thinks no longer.
  /// - Returns: `[level, row, column, channel]`.
  /// - Throws: as ``Capture/run(_:on:edits:)`` does.
  static func maps(
    _ agent: Agent, site: String, levels: [MazeLevel], ticks: [Int],
    encoder: any ObservationEncoder
  ) throws -> Tensor {
    var elements: [[Float]] = Array(repeating: [], count: levels.count)
    var shape = [levels.count, 0, 0, 0]
    for tick in Set(ticks).sorted() {
      let own = ticks.indices.filter { ticks[$0] == tick }
      let set = try LevelSet(own.map { levels[$0] })
      let place = try self.site(site, of: agent, thinking: tick)
      let maps = try Capture(sites: [place], ticks: tick, encoder: encoder)
        .run(agent, on: set).activations(at: place)
      shape = [levels.count] + maps.shape.dropFirst()
      let size = maps.count / own.count
      for (row, index) in own.enumerated() {
        elements[index] = Array(maps.elements[row * size..<(row + 1) * size])
      }
    }
    return Tensor(shape: shape, elements: elements.flatMap { $0 })
  }

  /// The last place of a site in a run of so many ticks.
  static func site(_ name: String, of agent: Agent, thinking ticks: Int) throws -> Site {
    guard let last = try agent.allTicks(of: name, thinking: ticks).last else {
      throw SearchError.nothingToRead(architecture: type(of: agent.architecture).name)
    }
    return last
  }
}
