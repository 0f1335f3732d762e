/// A Markov decision process with few states, given by its tables, and its exact values.
package struct FiniteDecisionProcess: Sendable, Equatable {
  /// What may come of an action.
  package struct Outcome: Sendable, Equatable {
    package let probability: Double
    package let reward: Double
    /// The state that follows, nil where the process ends.
    package let next: Int?

    package init(probability: Double, reward: Double, next: Int?) {
      self.probability = probability
      self.reward = reward
      self.next = next
    }
  }

  /// By state and action; the probabilities of each list add up to 1.
  package let outcomes: [[[Outcome]]]

  package var stateCount: Int { outcomes.count }
  package var actionCount: Int { outcomes[0].count }

  /// - Precondition: as many actions in every state, and probabilities that add up to 1.
  package init(outcomes: [[[Outcome]]]) {
    precondition(
      !outcomes.isEmpty && outcomes.allSatisfy { $0.count == outcomes[0].count },
      "Every state of a decision process needs the same number of actions.")
    for state in outcomes {
      for action in state {
        let sum = action.reduce(0) { $0 + $1.probability }
        precondition(abs(sum - 1) < 1e-9, "The probabilities add up to \(sum), not to 1.")
      }
    }
    self.outcomes = outcomes
  }

  /// The outcome of an action for a number drawn uniformly from `[0, 1)`.
  package func outcome(state: Int, action: Int, at draw: Double) -> Outcome {
    let list = outcomes[state][action]
    var rest = draw
    for outcome in list.dropLast() {
      if rest < outcome.probability { return outcome }
      rest -= outcome.probability
    }
    return list[list.count - 1]
  }

  /// `Q(s, a) = sum p (r + discount V(s'))`, by state and action.
  package func actionValues(_ values: [Double], discount: Double) -> [[Double]] {
    outcomes.map { state in
      state.map { action in
        action.reduce(0) { sum, outcome in
          let rest = outcome.next.map { discount * values[$0] } ?? 0
          return sum + outcome.probability * (outcome.reward + rest)
        }
      }
    }
  }

  /// The values of a policy, given as action probabilities by state, over an unending episode.
  ///
  /// - Precondition: the discount is at least 0 and below 1.
  package func values(of policy: [[Double]], discount: Double) -> [Double] {
    fixedPoint(discount: discount) { state, values in
      zip(policy[state], values).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// `V*` over an unending episode.
  ///
  /// - Precondition: the discount is at least 0 and below 1.
  package func optimalValues(discount: Double) -> [Double] {
    fixedPoint(discount: discount) { $1.max() ?? 0 }
  }

  /// `Q*` over an unending episode, by state and action.
  ///
  /// - Precondition: the discount is at least 0 and below 1.
  package func optimalActionValues(discount: Double) -> [[Double]] {
    actionValues(optimalValues(discount: discount), discount: discount)
  }

  /// Values under repeated backups, until no further one can move them by 1e-12.
  private func fixedPoint(
    discount: Double, value: (Int, [Double]) -> Double
  ) -> [Double] {
    precondition(
      discount >= 0 && discount < 1, "A discount of \(discount) is not in 0 ..< 1.")
    var values = [Double](repeating: 0, count: stateCount)
    var change = Double.infinity
    while change > 1e-12 * (1 - discount) {
      let next = actionValues(values, discount: discount).enumerated().map(value)
      let moved = zip(next, values).reduce(0) { max($0, abs($1.0 - $1.1)) }
      values = next
      // Rounding keeps large values from settling to the last bit.
      guard moved < change else { break }
      change = moved
    }
    return values
  }
}
