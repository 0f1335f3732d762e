package import LinearAlgebra
package import Statistics

/// How much each feature of things decides which is chosen, under several conditions on the same
/// levels.
///
/// Least squares of the choice (1 for the first thing, 0 for the second, one half for neither) on the
/// differences of features, without an intercept, for which thing stands first is arbitrary. An effect
/// is how much likelier a thing is to be chosen where it alone has the property than where the other
/// thing alone has it, all else the same: from -1 (always avoided) to 1 (always chosen). Unlike the
/// weights of a logit it is defined where every choice follows a rule, and has the same unit before and
/// after a network was changed.
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
  /// The shares of things that are doors and red: properties are taken less these.
  package let shares: (door: Double, red: Double)
  /// In how many levels the two things differ in each feature.
  private let differing: [Int]
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
    shares = (doors, reds)
    let features = ChoiceModel.Feature.allCases
    let width = features.count
    let clusters = ClusterIndex(trials.map(\.unit))
    let columns = width * width + width * conditions.count
    var sums = Matrix<Double>(rows: clusters.count, columns: columns)
    var differing = [Int](repeating: 0, count: width)
    for (index, trial) in trials.enumerated() {
      let row = clusters.places[index]
      let difference = ChoiceDesign.difference(trial, meanDoor: doors, meanRed: reds)
      for first in 0..<width {
        differing[first] += abs(difference[first]) > 1e-9 ? 1 : 0
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
      units: clusters.count, replicates: replicates, using: &random)
    let all = Self.effects(sums.columnTotals(), width, conditions.count)
    guard let all else { throw StatisticsError.collinear(column: "the things' features") }
    let totals = bootstrap.totals(sums)
    let draws = (0..<replicates).map { row in
      Self.effects(Array(totals.row(row)), width, conditions.count)
    }
    estimates = conditions.indices.map { condition in
      features.indices.map { feature in
        BootstrapEstimate(
          value: all[condition][feature],
          percentileOf: draws.map { $0?[condition][feature] ?? .nan })
      }
    }
    self.conditions = conditions.map(\.name)
    levels = trials.count
    self.differing = differing
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

  /// What being a door, being red, and being both beyond these are worth to the choice by what one
  /// condition gives and another takes away, the first being as far from none as the second on the other
  /// side: half of the difference, with properties of 0 and 1.
  package func worths(_ first: Int, _ second: Int) -> [BootstrapEstimate] {
    func half(_ feature: ChoiceModel.Feature) -> BootstrapEstimate {
      self[first, feature].minus(self[second, feature]).times(0.5)
    }
    let both = half(.doorAndRed)
    return [
      half(.door).minus(both.times(shares.red)), half(.red).minus(both.times(shares.door)), both,
    ]
  }

  /// What an effect under one condition is beyond that under another, on the same resamples.
  ///
  /// Where no resample differs, no level's choice was changed; the interval is then that of a share
  /// of none of the levels in which the things differ (Wilson), each of which would change the effect
  /// by two of them.
  package func difference(
    _ first: Int, _ second: Int, _ feature: ChoiceModel.Feature
  ) -> BootstrapEstimate {
    let found = self[first, feature].minus(self[second, feature])
    guard let interval = found.interval, interval.lower == interval.upper else { return found }
    let unseen = Proportion.wilson(
      successes: 0, trials: Double(max(1, differing[feature.rawValue])))
    return BootstrapEstimate(
      value: found.value, replicates: found.replicates,
      interval: Interval(
        lower: found.value - 2 * unseen.upper, upper: found.value + 2 * unseen.upper,
        confidence: interval.confidence, method: unseen.method))
  }
}
