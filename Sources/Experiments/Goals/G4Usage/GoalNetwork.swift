package import Agents
package import Environments
internal import Foundation
package import LinearAlgebra
package import NeuralNetworks
package import Probing
internal import Statistics

/// A network on factorial levels, with what it chooses by its first action and what can be done to the
/// activations of the things.
package struct GoalNetwork: Sendable {
  package let agent: Agent
  package let encoder: any ObservationEncoder
  /// The levels whose things are so far apart that no square is beside both: what is done to one
  /// thing's code leaves the other's alone.
  package let levels: LevelSet
  /// How many levels were left out because their things are closer.
  package let leftOut: Int
  /// The number of ticks; the network's own when nil.
  package let ticks: Int?
  /// What each level offers; what was reached in it plays no part here.
  package let trials: [FactorialTrial]
  package let observations: Tensor
  /// The same with what the two things are exchanged in the picture.
  private let exchanged: Tensor
  private let reads: [[Int]]

  /// Things no further apart than this, in rows and in columns, share squares around them.
  private static let closest = 2
  /// More levels than these are not used: what is fitted keeps a matrix of each.
  package static let mostLevels = 4000

  /// - Throws: ``GoalError`` where a level does not offer a choice, and as a run of the agent does.
  package init(
    _ agent: Agent, on levels: LevelSet, encoder: any ObservationEncoder, ticks: Int? = nil
  ) throws {
    self.agent = agent
    self.encoder = encoder
    let apart = levels.levels.filter { level in
      guard level.objects.count == 2 else { return true }
      let (first, second) = (level.objects[0].cell, level.objects[1].cell)
      return max(abs(first.row - second.row), abs(first.column - second.column)) > Self.closest
    }
    leftOut = levels.count - apart.count
    guard !apart.isEmpty else {
      throw GoalError.noneApart(levels: levels.count, squares: Self.closest)
    }
    let levels = try LevelSet(Array(apart.prefix(Self.mostLevels)))
    self.levels = levels
    self.ticks = ticks
    observations = encoder.observations(of: levels.levels)
    exchanged = encoder.observations(of: try levels.levels.map { try $0.exchangingThings() })
    reads = levels.levels.map { [$0.grid.index($0.start)] }
    let units = try LevelUnits(levels.keys)
    let decisions = Decisions(
      try agent.run(observations, reads: reads, ticks: ticks).logits)
    trials = try levels.levels.indices.map { index in
      try FactorialTrial(
        levels.levels[index], firstActions: decisions.actions[index],
        unit: units.unitOfLevel[index])
    }
  }

  /// The observations of some levels.
  package func observations(of places: [Int]) -> Tensor { Self.some(observations, places) }

  private static func some(_ observations: Tensor, _ places: [Int]) -> Tensor {
    let width = observations.count / max(1, observations.shape[0])
    return Tensor(
      shape: [places.count] + observations.shape.dropFirst(),
      elements: places.flatMap { observations.elements[$0 * width..<($0 + 1) * width] })
  }

  /// The choices with what the two things are exchanged in the picture.
  package func choicesExchanged(in places: [Int]) throws -> [Double] {
    try choices(in: places, observations: Self.some(exchanged, places)).map(\.chosen)
  }

  /// How much of what one change does to choices another does: 1 where it does the same in every level,
  /// 0 where it does nothing. One row a level of what a ratio of sums is made from.
  package static func likeness(
    before: [Double], changed: [Double], another: [Double]
  ) -> [(both: Double, one: Double)] {
    before.indices.map { index in
      let step = changed[index] - before[index]
      return (step * (another[index] - before[index]), step * step)
    }
  }

  /// How much of what exchanging the things in the picture does to choices is done by exchanging their
  /// codes at a place.
  ///
  /// - Parameters:
  ///   - natural: the choices as they are; measured when nil.
  ///   - picture: those with the things exchanged in the picture; measured when nil.
  package func share(
    exchangedAt place: GoalPlace, in chosen: [Int], natural: [Double]? = nil,
    picture: [Double]? = nil
  ) throws -> Double {
    let edits = try GoalEdits(self, at: place)
    let rows = Self.likeness(
      before: try natural ?? choices(in: chosen).map(\.chosen),
      changed: try picture ?? choicesExchanged(in: chosen),
      another: try choices(in: chosen, edits: edits.exchange(of: chosen)).map(\.chosen))
    let whole = rows.reduce(0) { $0 + $1.one }
    return whole > 0 ? rows.reduce(0) { $0 + $1.both } / whole : 0
  }

  /// How much more often than by chance first actions lead to a thing: 0 where an action drawn blindly
  /// does as well, 1 where all do. In a maze nearly any step that is not into a wall leads to one of two
  /// things, so that this tells a network that acts from one that does not, and no more.
  package func competence(_ choices: [Choice], in places: [Int]) -> Double {
    let moves = Double(levels.moves.count)
    let chance = Sample.mean(
      places.map { place in
        Double(trials[place].first.optimal.union(trials[place].second.optimal).count) / moves
      })
    let led = 1 - Sample.mean(choices.map(\.neither))
    return chance < 1 ? (led - chance) / (1 - chance) : .nan
  }

  /// What the first action is for.
  package struct Choice: Sendable, Equatable {
    /// How far it is for the first thing, from 0 to 1: where it leads to one thing, 1 or 0; ties by
    /// their shares; and one half where it leads to neither.
    package let chosen: Double
    /// The share of the actions held best that lead to neither.
    package let neither: Double
  }

  /// The choices in some levels.
  ///
  /// - Parameters:
  ///   - edits: changes over the batch of these levels, in their order.
  ///   - observations: others than the levels' own.
  /// - Throws: as a run of the agent does.
  package func choices(
    in places: [Int], edits: [SiteEdit] = [], observations: Tensor? = nil
  ) throws -> [Choice] {
    let decisions = Decisions(
      try agent.run(
        observations ?? self.observations(of: places), reads: places.map { reads[$0] },
        ticks: ticks, edits: edits
      ).logits)
    return places.enumerated().map { row, place in
      let (first, second) = (trials[place].first.optimal, trials[place].second.optimal)
      let shares = (decisions.share(row, in: first), decisions.share(row, in: second))
      return Choice(
        chosen: 0.5 + 0.5 * (shares.0 - shares.1), neither: max(0, 1 - shares.0 - shares.1))
    }
  }

  /// Activations of all levels at some sites.
  package func maps(at sites: [Site]) throws -> CaptureSet {
    try Capture(sites: sites, ticks: ticks, encoder: encoder)
      .run(agent, on: levels, observations: observations)
  }

  /// The gradient of how much likelier the first thing is than the second with respect to a site,
  /// `log P(a way to the first) - log P(a way to the second)` of the first action, `[level, row,
  /// column, channel]`.
  package func gradient(at site: Site, in places: [Int]) throws -> Tensor {
    let observations = observations(of: places)
    func of(_ wanted: (FactorialTrial) -> ActionSet) throws -> Tensor {
      try agent.gradient(
        at: site, of: observations, reads: places.map { reads[$0] },
        wanted: places.map { Int32(wanted(trials[$0]).rawValue) }, ticks: ticks
      ).gradient
    }
    var first = try of { $0.first.optimal }
    let second = try of { $0.second.optimal }
    for index in first.elements.indices {
      first.elements[index] = second.elements[index] - first.elements[index]
    }
    return first
  }

  /// How much likelier the first thing is than the second, as above, with edits.
  package func preference(in places: [Int], edits: [SiteEdit] = []) throws -> [Double] {
    let logits = try agent.run(
      observations(of: places), reads: places.map { reads[$0] }, ticks: ticks, edits: edits
    ).logits
    return preferences(of: logits, in: places)
  }

  /// The square that a level's action is read at.
  package func read(of place: Int) -> Int { reads[place][0] }

  /// The same of logits, one row a level.
  package func preferences(of logits: Matrix<Float>, in places: [Int]) -> [Double] {
    places.enumerated().map { row, place in
      let values = logits.row(row).map { Double($0) }
      func level(_ actions: ActionSet) -> Double {
        let chosen = values.indices.filter { actions.contains($0) }.map { values[$0] }
        let largest = chosen.max() ?? 0
        return largest + log(chosen.reduce(0) { $0 + exp($1 - largest) })
      }
      return level(trials[place].first.optimal) - level(trials[place].second.optimal)
    }
  }

  /// One label a thing, two a level.
  package func labels(_ holds: (FactorialTrial.Candidate) -> Bool) -> [Int] {
    trials.flatMap { [holds($0.first) ? 1 : 0, holds($0.second) ? 1 : 0] }
  }

  /// The concept of a property of things, with a label at both things of every level.
  package func concept(
    _ name: String, _ holds: (FactorialTrial.Candidate) -> Bool
  ) throws -> ErasureConcept {
    ErasureConcept(
      name: name,
      data: try ProbeData(
        levels: levels.keys, cells: 2, labels: labels(holds), classes: ["no", "yes"]))
  }

  /// What else of a thing its activations may tell: where it is, how far, and which of its neighbours
  /// are walls, `[2 levels, 11]`.
  package var circumstances: Matrix<Double> {
    var elements: [Double] = []
    for (index, level) in levels.levels.enumerated() {
      let trial = trials[index]
      for thing in [trial.first, trial.second] {
        let (row, column) = (Double(thing.cell.row), Double(thing.cell.column))
        let (height, width) = (Double(level.grid.rows), Double(level.grid.columns))
        let (down, right) = (row / height - 0.5, column / width - 0.5)
        elements += [down, right, down * down, right * right, down * right]
        elements += [Double(thing.distance) / (height + width)]
        elements += [
          Move(row: -1, column: 0), Move(row: 1, column: 0), Move(row: 0, column: -1),
          Move(row: 0, column: 1),
        ].map { level.grid.isFree(thing.cell.moved(by: $0)) ? 1 : 0 }
        elements.append(
          Double(
            abs(thing.cell.row - level.start.row) + abs(thing.cell.column - level.start.column))
            / (height + width))
      }
    }
    return Matrix(rows: 2 * levels.count, columns: 11, elements: elements)
  }
}

extension MazeLevel {
  /// The level with what its first two things are exchanged.
  func exchangingThings() throws -> MazeLevel {
    guard objects.count == 2 else {
      throw GoalError.notTwoThings(level: id, things: objects.count)
    }
    return try MazeLevel(
      grid: grid,
      objects: [
        PlacedObject(objects[1].type, at: objects[0].cell),
        PlacedObject(objects[0].type, at: objects[1].cell),
      ], start: start, cue: cue, distractorsEndEpisodes: distractorsEndEpisodes)
  }
}
