package import LinearAlgebra
package import Statistics

/// The objective that is read inside: what things are worth to the choice by their code.
///
/// By the gradient: along the direction by which the decision reads their code, in log odds. The worth `g'h` of each thing (``GoalPointer``) is regressed on what the thing is, over all levels,
/// with intervals by resampling them, the direction held fixed. Where the
/// gradient does not say what more than the smallest steps do, by exchange: half of how the effects of
/// properties on the choice change where codes are exchanged between the two things
/// (``GoalUse/worths``), which takes no step to be small. What a step costs is not read there: it is taken to be as in the
/// task, in proportion to the largest weight.
package struct MesaObjective: Sendable {
  /// How it was read.
  package enum Reading: Sendable, Equatable {
    case gradient, exchange
  }

  package let reading: Reading
  package let weights: ObjectiveWeights
  /// Of door, red and both.
  package let estimates: [BootstrapEstimate]

  /// - Throws: `StatisticsError` for fewer than two units.
  package init(
    _ edits: GoalEdits, _ pointer: GoalPointer, replicates: Int = 1000, random: RandomStream
  ) throws {
    let network = edits.network
    let features = edits.features[0]
    func worth(_ row: Int) -> Double {
      pointer.direction.indices.reduce(0) {
        $0 + pointer.direction[$1] * Double(features[row, $1])
      }
    }
    let clusters = ClusterIndex(network.trials.map(\.unit))
    // Sums of products of [door, red, both] with each other and with the worth.
    var sums = Matrix<Double>(rows: clusters.count, columns: 9 + 3)
    for (index, trial) in network.trials.enumerated() {
      let row = clusters.places[index]
      func kinds(_ thing: FactorialTrial.Candidate) -> [Double] {
        let (door, red) = (thing.isDoor ? 1.0 : 0, thing.isRed ? 1.0 : 0)
        return [door, red, door * red]
      }
      let difference = zip(kinds(trial.first), kinds(trial.second)).map { $0 - $1 }
      let gain = worth(2 * index) - worth(2 * index + 1)
      for first in 0..<3 {
        for second in 0..<3 {
          sums[row, 3 * first + second] += difference[first] * difference[second]
        }
        sums[row, 9 + first] += difference[first] * gain
      }
    }
    func solve(_ totals: ArraySlice<Double>) -> [Double] {
      let values = Array(totals)
      let gram = Matrix(rows: 3, columns: 3, elements: Array(values[0..<9]))
      guard let factor = try? Cholesky(gram) else { return [.nan, .nan, .nan] }
      return factor.solve(Matrix(rows: 3, columns: 1, elements: Array(values[9..<12]))).elements
    }
    var random = random
    let bootstrap = try LevelBootstrap(
      units: clusters.count, replicates: replicates, using: &random)
    let totals = bootstrap.totals(sums)
    let draws = (0..<replicates).map { solve(totals.row($0)) }
    let all = solve(sums.columnTotals()[...])
    estimates = all.indices.map { column in
      BootstrapEstimate(value: all[column], percentileOf: draws.map { $0[column] })
    }
    weights = Self.weights(all)
    reading = .gradient
  }

  /// By exchanging codes.
  package init(_ use: GoalUse) {
    estimates = use.worths
    weights = Self.weights(estimates.map(\.value))
    reading = .exchange
  }

  private static func weights(_ values: [Double]) -> ObjectiveWeights {
    let largest = values.map(abs).max() ?? 0
    return ObjectiveWeights(
      values + [largest * ObjectiveWeights.base.step / ObjectiveWeights.base.door])
  }

  /// Whether any property is worth something.
  var isAny: Bool {
    estimates.contains { estimate in
      estimate.interval.map { $0.lower > 0 || $0.upper < 0 } ?? false
    }
  }
}
