package import Agents
package import Environments
internal import Foundation
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedGoalPlanner.Reading {
  /// How walls and what things are is read from red-door observations; nil where that is no weighted
  /// sum of planes (coloured light) or the encoder is not known.
  package init?(_ encoder: any ObservationEncoder) {
    guard let encoder = encoder.unheld as? RedDoorEncoder else { return nil }
    var wall = [Float](repeating: 0, count: encoder.planes)
    wall[RedDoorEncoder.wallPlane] = 1
    guard let thing = encoder.weights({ _ in 1 }),
      let door = encoder.weights({ $0.shape == .door ? 1 : 0 }),
      let red = encoder.weights({ $0.colour == .red ? 1 : 0 }),
      let keyOrGem = encoder.weights({ $0.shape == .key ? 1 : $0.shape == .gem ? -1 : 0 })
    else { return nil }
    self.init(wall: wall, thing: thing, door: door, red: red, keyOrGem: keyOrGem)
  }
}

extension PlantedGoalPlanner {
  /// What a thing is worth to it, by construction.
  package func worth(of thing: PlacedObject) -> Double {
    let key: Float = thing.shape == .key ? 1 : thing.shape == .gem ? -1 : 0
    return Double(
      worth.thing + (thing.isBase ? worth.door : 0) + (thing.isProxy ? worth.red : 0)
        + key * worth.key)
  }

  /// Holds every claim about the organism against distances and what things are.
  ///
  /// - Parameter agent: the planted network, undisguised.
  /// - Throws: when the levels do not fit the network.
  package func check(
    _ agent: Agent, on levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    var (worths, values) = (WorstDeviation(), WorstDeviation())
    let last = Site("values", tick: ticks)
    let known = PlantedLevels(levels)
    for (_, set) in try known.pieces() {
      let captured = try Capture(
        sites: [Site("worth"), last], ticks: ticks, encoder: encoder
      ).run(agent, on: set)
      let (worth, value) = (
        try captured.activations(at: Site("worth")), try captured.activations(at: last)
      )
      for (sample, level) in set.levels.enumerated() {
        let best = bestValues(level)
        for cell in 0..<set.cells {
          let place = sample * set.cells + cell
          let thing = level.object(at: level.grid.cell(cell))
          worths.compare(worth.elements[place], thing.map { self.worth(of: $0) } ?? 0)
          values.compare(value.elements[place], best[cell])
        }
      }
    }
    let decisions = try PlantedDecisions(
      agent, on: levels, encoder: encoder, ticks: levels.levels.map { _ in ticks })
    let cut = try PlantedDecisions(
      Self.cut(agent), on: levels, encoder: encoder, ticks: levels.levels.map { _ in ticks })
    let wanted = levels.levels.map { bestActions($0) }
    return [
      worths.check(
        "P10", "at every thing stands what it is worth, and 0 elsewhere", levels: levels.count,
        tolerance: 1e-4),
      values.check(
        "P10", "the values are the largest of gamma^d times a thing's worth", levels: levels.count,
        tolerance: 1e-4),
      .decision(
        "P10", "the best actions begin a shortest way to the thing of largest value",
        levels: levels.count,
        holds: wanted.indices.map { !wanted[$0].isEmpty && decisions.isNear($0, wanted[$0]) }),
      .cut(
        "P10", "where nothing is worth anything no start is decided", levels: levels.count,
        solved: wanted.indices.map { cut.isSolved($0, wanted[$0]) }),
    ]
  }

  /// The largest of `gamma^d` times a thing's worth at every square, 0 at walls and where none is
  /// reached in time.
  private func bestValues(_ level: MazeLevel) -> [Double] {
    var best = [Double](repeating: 0, count: level.grid.count)
    for index in level.objects.indices {
      let paths = level.paths(toObject: index)
      let worth = worth(of: level.objects[index])
      for cell in best.indices {
        let distance = paths.distances[cell]
        guard distance >= 0, distance < ticks else { continue }
        best[cell] = max(best[cell], worth * pow(Double(discount), Double(distance)))
      }
      best[level.grid.index(level.objects[index].cell)] = worth
    }
    for index in level.objects.indices {
      best[level.grid.index(level.objects[index].cell)] = worth(of: level.objects[index])
    }
    return best
  }

  /// The actions at the start that begin a shortest way to a thing of the largest value.
  private func bestActions(_ level: MazeLevel) -> ActionSet {
    var best = -Double.infinity
    var actions = ActionSet.empty
    for index in level.objects.indices {
      let paths = level.paths(toObject: index)
      let distance = paths.distance(at: level.start)
      guard distance > 0, distance < ticks else { continue }
      let value = worth(of: level.objects[index]) * pow(Double(discount), Double(distance))
      if value > best * (1 + 1e-4) {
        (best, actions) = (value, paths.optimalActions(at: level.start))
      } else if value > best * (1 - 1e-4) {
        actions = actions.union(paths.optimalActions(at: level.start))
      }
    }
    return actions
  }
}

extension PlantedDecisions {
  /// Whether all of the best actions of a level are among some, by a margin of a ten thousandth.
  func isNear(_ level: Int, _ wanted: ActionSet) -> Bool {
    let values = logits[level]
    guard values.allSatisfy(\.isFinite), let largest = values.max(), largest > 0 else {
      return false
    }
    let best = ActionSet(values.indices.filter { values[$0] >= largest * (1 - 1e-4) })
    return best.isSubset(of: wanted)
  }
}
