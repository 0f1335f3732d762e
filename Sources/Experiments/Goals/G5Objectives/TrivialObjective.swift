internal import Foundation
package import LinearAlgebra
package import Statistics
package import Storage

/// Whether an objective says more of what an agent does than the objective that is true of
/// everything: "1 if the action taken is the action taken" (Hubinger et al., section 1.1).
///
/// Such an objective has to name every action, so it takes as many bits as the actions by
/// themselves: two for one of four, or fewer where some are commoner, whichever is less. An inferred
/// objective takes those of its weights and then the few bits of what it leaves open. Both are told
/// in order, each stretch of levels by what was learned from those before it, so that the weights
/// pay for themselves (prequential code; Rissanen 1984).
package struct TrivialObjective: Sendable {
  /// Bits an action of the levels that were predicted.
  package let inferred: Double
  package let trivial: Double
  /// Bits an action saved by the inferred objective; an interval over levels.
  package let saved: BootstrapEstimate
  /// Whether some stretch could not be learned from, and was told as by the trivial objective.
  package let unlearned: Int

  /// The levels are told in so many stretches, each as long as all before it.
  static let stretches = 5

  /// Whether the inferred objective is worth its words.
  package var isMeaningful: Bool { (saved.interval?.lower ?? -.infinity) > 0 }

  /// - Parameters:
  ///   - actions: how often each action was taken in each level, `[levels, actions]`.
  /// - Throws: ``CaptureError/interrupted`` between stretches, and as
  ///   ``InverseReinforcement/init(_:names:)`` where not even all levels can be learned
  ///   from.
  package init(
    _ demonstrations: [InverseReinforcement.Demonstration], actions: Matrix<Double>,
    names: [String], replicates: Int = 2000, random: RandomStream,
    interruption: Interruption = .never
  ) throws {
    precondition(
      actions.rows == demonstrations.count,
      "\(demonstrations.count) levels need as many rows of actions, not \(actions.rows).")
    var random = random
    // Near copies of a level stay together: what was learned from one tells the other.
    var units: [Int: [Int]] = [:]
    for (index, demonstration) in demonstrations.enumerated() {
      units[demonstration.unit, default: []].append(index)
    }
    let keys = units.keys.sorted()
    let order = random.permutation(keys.count).map { keys[$0] }
    var sums = Matrix<Double>(rows: keys.count, columns: 3)
    var done: [Int] = []
    var unlearned = 0
    for stretch in Self.ranges(order.count) {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let learned = done.map { demonstrations[$0] }
      var weights: [Double]?
      if !learned.isEmpty {
        weights = try? InverseReinforcement(learned, names: names).weights
        unlearned += weights == nil ? 1 : 0
      }
      let counts = done.reduce(into: [Double](repeating: 0, count: actions.columns)) {
        sums, level in
        for action in sums.indices { sums[action] += actions[level, action] }
      }
      for place in stretch {
        for level in units[order[place]] ?? [] {
          let plain = Self.bits(actions.row(level), counts)
          sums[place, 0] +=
            weights.map {
              InverseReinforcement.bits(demonstrations[level], $0)
            } ?? plain.uniform
          sums[place, 1] += min(plain.uniform, plain.counted)
          sums[place, 2] += actions.row(level).reduce(0, +)
        }
      }
      done += stretch.flatMap { units[order[$0]] ?? [] }
    }
    let totals = sums.columnTotals()
    inferred = totals[0] / totals[2]
    trivial = totals[1] / totals[2]
    self.unlearned = unlearned
    let bootstrap = try LevelBootstrap(
      units: keys.count, replicates: replicates, using: &random)
    saved = bootstrap.estimate(sums) { sums in
      let first = sums.startIndex
      return sums[first + 2] > 0 ? (sums[first + 1] - sums[first]) / sums[first + 2] : .nan
    }
  }

  /// Stretches of which each is as long as all before it.
  static func ranges(_ count: Int) -> [Range<Int>] {
    let ends = (0...stretches).map { $0 == 0 ? 0 : count >> (stretches - $0) }
    return zip(ends, ends.dropFirst()).map { $0..<$1 }.filter { !$0.isEmpty }
  }

  /// The bits of a level's actions, told alike or by how common they were before (with half a count
  /// of each to begin with: Krichevsky, Trofimov 1981).
  private static func bits(
    _ taken: ArraySlice<Double>, _ before: [Double]
  ) -> (uniform: Double, counted: Double) {
    let total = before.reduce(0, +) + Double(before.count) / 2
    let steps = taken.reduce(0, +)
    let counted = zip(taken, before).reduce(0) { $0 - $1.0 * log2(($1.1 + 0.5) / total) }
    return (steps * log2(Double(before.count)), counted)
  }
}
