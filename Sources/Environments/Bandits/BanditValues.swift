/// Exact values of Bernoulli bandits with uniform priors, by dynamic programming over the counts:
/// what a rule earns in the pulls that are left, averaged over arms drawn from the prior.
package struct BanditValues: Sendable {
  /// How a pull is chosen.
  package enum Rule: String, CaseIterable, Sendable {
    /// The pull that earns most in the whole trial.
    case bayesOptimal = "bayes-optimal"
    /// An arm of largest posterior mean, one of them at random.
    case greedy
    /// The arm of largest posterior mean and lowest index.
    case greedyFirst = "greedy-first"
    /// Any arm.
    case random
  }

  package let arms: Int
  package let horizon: Int
  package let rule: Rule
  /// By number of pulls, then by the rank of the counts: the expected sum of what is left.
  private let values: [[Double]]
  private let ranks: CompositionRanks

  /// The largest number of states that tables are made for.
  package static let largestTable = 20_000_000

  /// Values closer than this, relatively, are ties.
  package static let tie = 1e-9

  /// - Throws: ``EnvironmentError/outOfRange(setting:value:allowed:)`` where there would be more
  ///   than ``largestTable`` states.
  /// - Complexity: `arms` times the number of states, `binomial(horizon + 2 arms, 2 arms)`: 1 ms
  ///   for two arms and 20 pulls.
  package init(
    arms: Int, horizon: Int, rule: Rule = .bayesOptimal
  ) throws(EnvironmentError) {
    try EnvironmentError.check("arms", arms, in: 2...16)
    try EnvironmentError.check("horizon", horizon, in: 1...10_000)
    let ranks = CompositionRanks(parts: 2 * arms, total: horizon)
    guard let states = ranks.countUpToTotal, states <= Self.largestTable else {
      throw .outOfRange(
        setting: "horizon", value: "\(horizon)",
        allowed: "small enough for exact values of \(arms) arms, "
          + "at most \(Self.largestTable) histories")
    }
    self.arms = arms
    self.horizon = horizon
    self.rule = rule
    self.ranks = ranks
    var values = [[Double]](repeating: [], count: horizon + 1)
    values[horizon] = [Double](repeating: 0, count: ranks.count(total: horizon))
    for pulls in stride(from: horizon - 1, through: 0, by: -1) {
      var layer = [Double](repeating: 0, count: ranks.count(total: pulls))
      ranks.forEach(total: pulls) { counts, rank in
        layer[rank] = Self.value(rule, counts, after: values[pulls + 1], ranks: ranks)
      }
      values[pulls] = layer
    }
    self.values = values
  }

  /// The expected sum of rewards of a whole trial.
  package var value: Double { values[0][0] }

  /// The expected sum of the rewards that are left after a history.
  package func value(_ counts: BanditCounts) -> Double {
    check(counts)
    return values[counts.pulls][ranks.rank(counts.elements)]
  }

  /// For each arm what pulling it now and following the rule from then on earns.
  ///
  /// - Precondition: at least one pull is left.
  package func actionValues(_ counts: BanditCounts) -> [Double] {
    check(counts)
    precondition(counts.pulls < horizon, "No pull is left in this trial.")
    return (0..<arms).map {
      Self.actionValue($0, counts.elements, after: values[counts.pulls + 1], ranks: ranks)
    }
  }

  /// The arms that earn most where all later pulls follow the rule; for
  /// ``Rule/bayesOptimal`` the optimal arms.
  ///
  /// - Precondition: at least one pull is left.
  package func bestArms(_ counts: BanditCounts) -> ActionSet {
    let values = actionValues(counts)
    let best = values.max() ?? 0
    return ActionSet(values.indices.filter { values[$0] >= best * (1 - Self.tie) })
  }

  private func check(_ counts: BanditCounts) {
    precondition(
      counts.arms == arms && counts.pulls <= horizon,
      "These are values of \(arms) arms and \(horizon) pulls, not of \(counts.arms) and "
        + "\(counts.pulls).")
  }

  private static func value(
    _ rule: Rule, _ counts: [Int], after: [Double], ranks: CompositionRanks
  ) -> Double {
    let arms = counts.count / 2
    func earned(by arm: Int) -> Double { actionValue(arm, counts, after: after, ranks: ranks) }
    switch rule {
    case .bayesOptimal:
      return (0..<arms).reduce(0) { max($0, earned(by: $1)) }
    case .random:
      return (0..<arms).reduce(0) { $0 + earned(by: $1) } / Double(arms)
    case .greedy, .greedyFirst:
      let best = BanditCounts(elements: counts).greedyArms
      if rule == .greedyFirst { return earned(by: best.lowest ?? 0) }
      return best.reduce(0) { $0 + earned(by: $1) } / Double(best.count)
    }
  }

  @inline(__always)
  private static func actionValue(
    _ arm: Int, _ counts: [Int], after: [Double], ranks: CompositionRanks
  ) -> Double {
    let (paid, unpaid) = (counts[2 * arm], counts[2 * arm + 1])
    let mean = Double(paid + 1) / Double(paid + unpaid + 2)
    let rest = after[ranks.rank(counts, incrementing: 2 * arm)]
    let otherwise = after[ranks.rank(counts, incrementing: 2 * arm + 1)]
    return mean * (1 + rest) + (1 - mean) * otherwise
  }
}
