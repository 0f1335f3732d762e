package import LinearAlgebra
package import Statistics

/// How much each feature of things changes the probability of being chosen, under several conditions
/// on the same levels.
///
/// Least squares of the choice (1 for the first thing, 0 for the second, one half for neither) on the
/// differences of features, without an intercept, for which thing stands first is arbitrary. An effect
/// is the change of the probability with one unit, from -1 to 1 for two kinds. Unlike the weights of a
/// logit it is defined where every choice follows a rule, and has the same unit before and after a
/// network was changed.
package struct ChoiceEffects: Sendable {
  /// One choice a level.
  package struct Condition: Sendable {
    package let name: String
    package let chosen: [Double]

    package init(_ name: String, _ chosen: [Double]) {
      self.name = name
      self.chosen = chosen
    }
  }

  package let conditions: [String]
  package let levels: Int
  /// The root mean square of each feature's difference.
  package let spreads: [Double]
  private let estimates: [[BootstrapEstimate]]

  /// - Parameters:
  ///   - trials: one a level; their features and units.
  /// - Throws: `StatisticsError` for fewer than two units, and where features cannot be told apart.
  package init(
    _ conditions: [Condition], of trials: [FactorialTrial], replicates: Int = 1000,
    using random: inout RandomStream
  ) throws {
    let things = Double(max(1, 2 * trials.count))
    func share(_ holds: (FactorialTrial.Candidate) -> Bool) -> Double {
      Double(trials.reduce(0) { $0 + (holds($1.first) ? 1 : 0) + (holds($1.second) ? 1 : 0) })
        / things
    }
    let (doors, reds) = (share(\.isDoor), share(\.isRed))
    let features = ChoiceModel.Feature.allCases
    let width = features.count
    var places: [Int: Int] = [:]
    for trial in trials where places[trial.unit] == nil { places[trial.unit] = places.count }
    let columns = width * width + width * conditions.count
    var sums = Matrix<Double>(rows: places.count, columns: columns)
    var squares = [Double](repeating: 0, count: width)
    for (index, trial) in trials.enumerated() {
      let row = places[trial.unit] ?? 0
      let difference = ChoiceDesign.difference(trial, meanDoor: doors, meanRed: reds)
      for first in 0..<width {
        squares[first] += difference[first] * difference[first]
        for second in 0..<width {
          sums[row, first * width + second] += difference[first] * difference[second]
        }
        for (place, condition) in conditions.enumerated() {
          sums[row, width * width + place * width + first] +=
            difference[first] * (2 * condition.chosen[index] - 1)
        }
      }
    }
    let bootstrap = try LevelBootstrap(
      units: places.count, replicates: replicates, using: &random)
    let all = Self.effects(sums.columnTotals(), width, conditions.count)
    guard let all else { throw StatisticsError.collinear(column: "the things' features") }
    let totals = bootstrap.totals(sums)
    let draws = (0..<replicates).map { row in
      Self.effects(Array(totals.row(row)), width, conditions.count)
    }
    estimates = conditions.indices.map { condition in
      features.indices.map { feature in
        let values = draws.map { $0?[condition][feature] ?? .nan }
        return BootstrapEstimate(
          value: all[condition][feature], replicates: values,
          interval: LevelBootstrap.percentile(values, 0.95))
      }
    }
    self.conditions = conditions.map(\.name)
    levels = trials.count
    spreads = squares.map { ($0 / Double(max(1, trials.count))).squareRoot() }
  }

  private static func effects(
    _ totals: [Double], _ width: Int, _ conditions: Int
  ) -> [[Double]]? {
    let gram = Matrix(
      rows: width, columns: width, elements: Array(totals.prefix(width * width)))
    guard let factor = try? Cholesky(gram) else { return nil }
    return (0..<conditions).map { condition in
      let start = width * width + condition * width
      return factor.solve(
        Matrix(rows: width, columns: 1, elements: Array(totals[start..<start + width]))
      ).elements
    }
  }

  /// The effect of a feature under a condition, by the conditions' order.
  package subscript(condition: Int, feature: ChoiceModel.Feature) -> BootstrapEstimate {
    estimates[condition][feature.rawValue]
  }

  /// What an effect under one condition is beyond that under another, on the same resamples.
  package func difference(
    _ first: Int, _ second: Int, _ feature: ChoiceModel.Feature
  ) -> BootstrapEstimate {
    let (a, b) = (self[first, feature], self[second, feature])
    let replicates = zip(a.replicates, b.replicates).map { $0 - $1 }
    return BootstrapEstimate(
      value: a.value - b.value, replicates: replicates,
      interval: LevelBootstrap.percentile(replicates, 0.95))
  }
}
