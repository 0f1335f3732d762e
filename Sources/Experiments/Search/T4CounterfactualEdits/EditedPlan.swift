internal import Environments
internal import LinearAlgebra
package import Statistics

/// Whether the directions that are read at squares away from an edit change as the optimal ones do.
///
/// A square counts where it has one optimal move before and after. Where these differ, the reading
/// follows if it names the old one before and the new one after; in class C levels no square's
/// reading should change.
package struct EditedPlan: Sendable {
  /// Squares at some distance from the nearest edited one.
  package struct Part: Sendable {
    package let name: String
    package let followed: BootstrapEstimate
    package let changed: BootstrapEstimate
    /// Followed minus changed, minus untrained.
    package let effect: BootstrapEstimate
    /// The mean of followed minus changed of the untrained networks.
    package let untrained: BootstrapEstimate?
    /// Squares whose optimal move changes, and those where it should not.
    package let squares: Int
    package let others: Int
    package let levels: Int
  }

  /// Squares at least ``CounterfactualTrial/far`` away from the edit, and nearer ones.
  package let far: Part
  package let near: Part

  /// - Parameter levels: those that the reader was not fitted on, as places in the set.
  init(
    _ trials: [CounterfactualTrial], of levels: Set<Int>, units: Int,
    responses: [EditResponse], _ bootstrap: LevelBootstrap
  ) {
    let squares = trials.map { levels.contains($0.level) ? Self.squares($0) : [] }
    // Without a reader of the network itself there is nothing to compare twins with.
    let read =
      responses.first?.planAfter.isEmpty == false
      ? responses.filter { !$0.planAfter.isEmpty } : []
    func part(_ name: String, where keeps: (Int) -> Bool) -> Part {
      var levels: Set<Int> = []
      let counts = read.map { response -> Matrix<Double> in
        var sums = Matrix<Double>(rows: units, columns: 4)
        for (index, trial) in trials.enumerated() {
          let isStill = trial.edit.effect == .irrelevant
          for square in squares[index] where keeps(square.distance) {
            let old = response.planBefore[index][square.cell]
            let new = response.planAfter[index][square.cell]
            if isStill {
              sums[trial.unit, 3] += 1
              if old != new { sums[trial.unit, 2] += 1 }
            } else if square.old != square.new {
              levels.insert(trial.unit)
              sums[trial.unit, 1] += 1
              if old == square.old && new == square.new { sums[trial.unit, 0] += 1 }
            }
          }
        }
        return sums
      }
      let nothing = BootstrapEstimate(value: .nan, replicates: [], interval: nil)
      let differences = counts.map {
        bootstrap.estimate($0) {
          Proportion.share($0.prefix(2)) - Proportion.share($0.dropFirst(2))
        }
      }
      let totals = counts.first.map { $0.columnTotals() } ?? [0, 0, 0, 0]
      return Part(
        name: name,
        followed: counts.first.map { bootstrap.estimate($0) { Proportion.share($0.prefix(2)) } }
          ?? nothing,
        changed: counts.first.map { bootstrap.estimate($0) { Proportion.share($0.dropFirst(2)) } }
          ?? nothing,
        effect: differences.first.map { $0.minus(untrained: Array(differences.dropFirst())) }
          ?? nothing,
        untrained: BootstrapEstimate.mean(of: Array(differences.dropFirst())),
        squares: Int(totals[1]), others: Int(totals[3]), levels: levels.count)
    }
    let limit = CounterfactualTrial.far
    far = part("squares at least \(limit) away from the edit") { $0 >= limit }
    near = part("squares nearer to the edit") { $0 < limit }
  }

  private struct Square {
    let cell: Int
    let distance: Int
    let old: Int
    let new: Int
  }

  /// The squares off the edit with one optimal move before and after.
  private static func squares(_ trial: CounterfactualTrial) -> [Square] {
    let edit = trial.edit
    let (before, after) = (edit.before.paths(), edit.after.paths())
    let distances = edit.chebyshevDistances
    return distances.indices.compactMap { index in
      let cell = edit.before.grid.cell(index)
      guard distances[index] > 0, let old = before.uniqueAction(at: cell),
        let new = after.uniqueAction(at: cell)
      else { return nil }
      return Square(cell: index, distance: distances[index], old: old, new: new)
    }
  }
}
