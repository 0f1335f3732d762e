import Foundation

/// The steps at which a training saves: 0, the powers of two, and twelve steps spaced evenly on
/// a logarithmic scale from 1 % of the budget to its end. A stage of training that follows another
/// has a schedule of its own from where it begins: what it changes it changes early, too.
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

  /// The same for stages with budgets of their own, one after the other, counted together.
  package static func steps(stages: [Int]) -> [Int] {
    var steps: Set<Int> = [0]
    var begun = 0
    for budget in stages {
      steps.formUnion(Self.steps(budget: budget).map { begun + $0 })
      begun += budget
    }
    return steps.sorted()
  }
}
