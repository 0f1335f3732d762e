import Foundation

/// The steps at which a training saves: 0, the powers of two, and twelve steps spaced evenly on
/// a logarithmic scale from 1 % of the budget to its end.
package enum CheckpointSchedule {
  package static let logarithmicSteps = 12

  /// The steps in rising order; the last is the budget.
  package static func steps(budget: Int) -> [Int] {
    var steps: Set<Int> = [0, budget]
    var power = 1
    while power < budget {
      steps.insert(power)
      power *= 2
    }
    let start = max(1, Double(budget) / 100)
    for index in 1...logarithmicSteps {
      let share = Double(index) / Double(logarithmicSteps)
      let step = start * pow(Double(budget) / start, share)
      steps.insert(min(budget, Int(step.rounded())))
    }
    return steps.sorted()
  }
}
