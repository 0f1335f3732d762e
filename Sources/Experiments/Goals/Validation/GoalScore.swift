package import Statistics

/// How draws of one kind came out.
package struct GoalScore: Sendable {
  package let kind: GoalBenchmark.Kind
  package let draws: Int
  /// How often each name was given, commonest first.
  package let found: [(name: String, count: Int)]
  /// Why nothing was said, commonest first.
  package let reasons: [(why: String, count: Int)]
  /// The share called what it is; of weights, that of intervals that hold them.
  package let right: Double
  package let interval: Interval
  /// The share called something else.
  package let wrong: Double

  /// The least share of draws that has to be called what it is, and the most that may be called
  /// something else.
  package static let leastRight = 0.95
  package static let mostWrong = 0.02

  package init(_ kind: GoalBenchmark.Kind, _ draws: [GoalBenchmark.Draw]) {
    self.kind = kind
    self.draws = draws.count
    func counted(_ words: [String]) -> [(String, Int)] {
      Dictionary(grouping: words) { $0 }.map { ($0.key, $0.value.count) }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
    found = kind.isCoverage ? [] : counted(draws.map(\.found)).map { (name: $0.0, count: $0.1) }
    reasons = counted(draws.map(\.why).filter { !$0.isEmpty }).map { (why: $0.0, count: $0.1) }
    let (hits, all): (Int, Int) =
      kind.isCoverage
      ? (draws.reduce(0) { $0 + $1.held }, draws.reduce(0) { $0 + $1.weights })
      : (draws.count { $0.found == kind.expected }, draws.count)
    right = all > 0 ? Double(hits) / Double(all) : .nan
    // The weights of one draw share its choices, so that a draw is one trial.
    let trials = Double(max(1, draws.count))
    interval = Proportion.wilson(successes: right.isFinite ? right * trials : 0, trials: trials)
    let others = draws.count { $0.found != kind.expected && $0.why.isEmpty }
    wrong = kind.isCoverage || all == 0 ? 0 : Double(others) / Double(draws.count)
  }

  /// What is asked of the kind.
  package var wanted: String {
    switch kind {
    case .choice: "0.93 to 0.97"
    case .behaviour: "0.92 to 0.98"
    default: "0.95 or more, at most 0.02 wrong"
    }
  }

  package var isMet: Bool {
    switch kind {
    case .choice: (0.93...0.97).contains(right)
    case .behaviour: (0.92...0.98).contains(right)
    default: right >= Self.leastRight && wrong <= Self.mostWrong
    }
  }
}
