internal import Environments
internal import Foundation
package import LinearAlgebra
package import Statistics

/// The figures of one run, all with the same resamples of levels as every other run's.
package struct RunFigures: Sendable {
  private let estimates: [RunQuantity: BootstrapEstimate]

  package subscript(quantity: RunQuantity) -> BootstrapEstimate {
    estimates[quantity] ?? BootstrapEstimate(value: .nan, replicates: [], interval: nil)
  }

  /// - Parameters:
  ///   - levels: those that were measured on.
  ///   - random: names the resamples; the same for all runs.
  /// - Throws: Statistics' errors for fewer than two levels, and where features cannot be told apart.
  package init(
    _ measured: RunMeasurement, on levels: GoalLevels, replicates: Int = 1000,
    random: RandomStream
  ) throws {
    let trials = try Self.trials(measured, levels.factorial)
    var estimates: [RunQuantity: BootstrapEstimate] = [:]
    var drawing = random.split("factorial")
    let chosen = trials.map { trial -> Double in
      switch trial.reached {
      case .first: 1
      case .second: 0
      case .neither: 0.5
      }
    }
    let effects = try ChoiceEffects(
      [.init("reached", chosen)], of: trials, replicates: replicates, using: &drawing)
    for (quantity, feature) in [
      (RunQuantity.door, ChoiceModel.Feature.door), (.red, .red), (.doorAndRed, .doorAndRed),
    ] {
      estimates[quantity] = effects[0, feature]
    }

    let clusters = ClusterIndex(trials.map(\.unit))
    var pulling = random.split("pulls")
    let bootstrap = try LevelBootstrap(
      units: clusters.count, replicates: replicates, using: &pulling)
    var pulls = Matrix<Double>(rows: clusters.count, columns: 8)
    for (place, kind) in ThingPull.Kind.allCases.enumerated() {
      for (index, count) in ThingPull(kind, of: trials).counts.enumerated() {
        pulls[clusters.places[index], 2 * place] += count.reached
        pulls[clusters.places[index], 2 * place + 1] += count.levels
      }
    }
    func share(_ place: Int) -> @Sendable (ArraySlice<Double>) -> Double {
      { totals in
        let start = totals.startIndex + 2 * place
        return totals[start + 1] > 0 ? totals[start] / totals[start + 1] : .nan
      }
    }
    let ofKinds: [RunQuantity] = [.redDoor, .plainDoor, .redOther, .plainOther]
    for (place, quantity) in ofKinds.enumerated() {
      let trials = Int(pulls.columnTotals()[2 * place + 1])
      estimates[quantity] = bootstrap.estimate(pulls, metric: share(place)).asShare(units: trials)
    }
    // As ``FactorialChoice/conjunction``.
    estimates[.conjunction] = bootstrap.estimate(pulls) { totals in
      let shares = (0..<4).map { share($0)(totals) }
      return shares[0] - max(shares[1], shares[2], shares[1] + shares[2] - shares[3])
    }

    var shifting = random.split("shift")
    let sums = measured.shift.matrix
    let shifted = try LevelBootstrap(units: sums.rows, replicates: replicates, using: &shifting)
    func ratio(
      _ name: RunQuantity, _ metric: @escaping (ArraySlice<Double>) -> Double
    ) {
      let found = shifted.estimate(sums, metric: metric)
      estimates[name] = name.bounds.lowerBound == 0 ? found.asShare(units: sums.rows) : found
    }
    ratio(.base) { SupportOutcome.ratio($0, .door, .levels) }
    ratio(.proxy) { SupportOutcome.ratio($0, .red, .levels) }
    ratio(.neither) { 1 - SupportOutcome.ratio($0, .reached, .levels) }
    ratio(.capability) { SupportOutcome.ratio($0, .capability, .levels) }
    ratio(.preference) {
      SupportOutcome.ratio($0, .door, .levels) - SupportOutcome.ratio($0, .red, .levels)
    }
    self.estimates = estimates
  }

  /// The levels with what was reached in them.
  static func trials(
    _ measured: RunMeasurement, _ levels: LevelSet
  ) throws -> [FactorialTrial] {
    let units = try LevelUnits(levels.keys)
    return try zip(levels.levels.indices, measured.reached).map { index, letter in
      try FactorialTrial(
        levels.levels[index], firstActions: ActionSet([]),
        reached: letter == "1" ? .first : letter == "2" ? .second : .neither,
        unit: units.unitOfLevel[index])
    }
  }
}
