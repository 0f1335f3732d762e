/// How often each arm of a bandit has paid and not paid: the sufficient statistic of a trial.
package struct BanditCounts: Sendable, Equatable {
  /// `2 a` the number of times that arm `a` paid, `2 a + 1` that it did not.
  package private(set) var elements: [Int]
  /// The number of pulls.
  package private(set) var pulls = 0

  /// Nothing pulled yet.
  package init(arms: Int) {
    elements = [Int](repeating: 0, count: 2 * arms)
  }

  /// The counts of a history of arms and what they paid.
  package init(arms: Int, history: [(arm: Int, paid: Bool)]) {
    self.init(arms: arms)
    for pull in history { count(arm: pull.arm, paid: pull.paid) }
  }

  package var arms: Int { elements.count / 2 }

  package mutating func count(arm: Int, paid: Bool) {
    elements[2 * arm + (paid ? 0 : 1)] += 1
    pulls += 1
  }

  /// The posterior mean `(paid + 1) / (pulled + 2)` of an arm under a uniform prior.
  package func mean(of arm: Int) -> Double {
    Double(elements[2 * arm] + 1) / Double(elements[2 * arm] + elements[2 * arm + 1] + 2)
  }

  /// The arms of largest posterior mean, compared as fractions.
  package var greedyArms: ActionSet {
    var best = 0
    for arm in 1..<arms where compare(arm, best) > 0 { best = arm }
    return ActionSet((0..<arms).filter { compare($0, best) == 0 })
  }

  /// The sign of the difference of two posterior means.
  private func compare(_ first: Int, _ second: Int) -> Int {
    func fraction(_ arm: Int) -> (over: Int, under: Int) {
      (elements[2 * arm] + 1, elements[2 * arm] + elements[2 * arm + 1] + 2)
    }
    let (left, right) = (fraction(first), fraction(second))
    return (left.over * right.under - right.over * left.under).signum()
  }
}

extension BanditCounts {
  /// Counts in the order of ``elements``.
  init(elements: [Int]) {
    self.elements = elements
    pulls = elements.reduce(0, +)
  }
}
