internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// What a planted network decides at the start of each level.
struct PlantedDecisions: Sendable {
  /// The logits of each level.
  let logits: [[Float]]
  /// What was captured of each level.
  let activations: [[Float]]

  /// Runs the agent on each level for a number of ticks that may depend on the level.
  ///
  /// - Parameter site: a site without ticks to be captured.
  /// - Throws: `ArchitectureError` when the levels do not fit the network.
  init(
    _ agent: Agent, on levels: LevelSet, encoder: any ObservationEncoder, ticks: [Int],
    capturing site: Site? = nil
  ) throws {
    var logits = [[Float]](repeating: [], count: levels.count)
    var activations = logits
    for number in Set(ticks).sorted() {
      let places = ticks.indices.filter { ticks[$0] == number }
      let chosen = places.map { levels.levels[$0] }
      let output = try agent.run(
        encoder.observations(of: chosen), reads: chosen.map { [$0.grid.index($0.start)] },
        ticks: number, capturing: site.map { [$0] } ?? [])
      for (row, place) in places.enumerated() { logits[place] = Array(output.logits.row(row)) }
      guard let site else { continue }
      guard let found = output.activations[site] else {
        throw CaptureError.notCaptured(site: "\(site)")
      }
      let width = found.count / chosen.count
      for (row, place) in places.enumerated() {
        activations[place] = Array(found.elements[row * width..<(row + 1) * width])
      }
    }
    self.logits = logits
    self.activations = activations
  }

  /// The actions of a level whose logits are within a hundredth of the best from it, or within
  /// `floor`; empty where a logit is not a number.
  func best(_ level: Int, floor: Float = 1e-3) -> ActionSet {
    let values = logits[level]
    guard values.allSatisfy(\.isFinite), let largest = values.max() else { return .empty }
    let margin = max(0.01 * abs(largest), floor)
    return ActionSet(values.indices.filter { values[$0] >= largest - margin })
  }

  /// Whether a level is decided: not all actions are equal, and all of the best begin a shortest
  /// way.
  func isSolved(_ level: Int, _ optimal: ActionSet, floor: Float = 1e-3) -> Bool {
    let best = best(level, floor: floor)
    return !best.isEmpty && best.count < logits[level].count && best.isSubset(of: optimal)
  }
}

extension PlantedCheck {
  /// The share of cases in which a claim fails, as a check that allows none.
  static func decision(
    _ network: String, _ claim: String, levels: Int, holds: [Bool]
  ) -> PlantedCheck {
    PlantedCheck(
      network, .decision, claim, levels: levels, comparisons: holds.count,
      worst: share(holds.map { !$0 }), tolerance: 0)
  }

  /// The share of levels that are still solved after a cut, as a check that allows none.
  static func cut(
    _ network: String, _ claim: String, levels: Int, solved: [Bool]
  ) -> PlantedCheck {
    PlantedCheck(
      network, .cut, claim, levels: levels, comparisons: solved.count, worst: share(solved),
      tolerance: 0)
  }

  static func share(_ flags: [Bool]) -> Double {
    flags.isEmpty ? 1 : Double(flags.count { $0 }) / Double(flags.count)
  }
}

/// Levels with what a breadth-first search says of each.
struct PlantedLevels: Sendable {
  let levels: LevelSet
  let paths: [ShortestPaths]

  init(_ levels: LevelSet) {
    self.levels = levels
    paths = levels.levels.map { $0.paths() }
  }

  var count: Int { levels.count }
  var cells: Int { levels.cells }
  /// The distance of each start.
  var starts: [Int] { zip(levels.levels, paths).map { $1.distance(at: $0.start) } }
  /// The optimal actions at each start.
  var optimal: [ActionSet] { zip(levels.levels, paths).map { $1.optimalActions(at: $0.start) } }
  /// The largest distance of any square.
  var furthest: Int { paths.reduce(0) { max($0, $1.distances.max() ?? 0) } }
  /// The places whose start is at least so far from the goal.
  func places(from distance: Int) -> [Int] {
    let starts = starts
    return starts.indices.filter { starts[$0] >= distance }
  }

  /// The levels in pieces that bound the memory of activations.
  func pieces(of size: Int = 100) throws -> [(offset: Int, set: LevelSet)] {
    try stride(from: 0, to: count, by: size).map { offset in
      (offset, try levels.selecting(Array(offset..<min(offset + size, count))))
    }
  }
}
