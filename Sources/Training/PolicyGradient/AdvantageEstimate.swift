/// Generalized advantage estimation (Schulman et al., 2016).
///
/// `delta_t = r_t + gamma V_{t+1} - V_t` and `A_t = delta_t + gamma lambda A_{t+1}`; where an
/// episode ends after a step there is neither a next value nor a next advantage. With
/// `lambda = 1` the advantage is the discounted return less the value.
package struct AdvantageEstimate: Sendable {
  /// One a step, in the order of the steps.
  package let advantages: [Double]
  /// What the values are to become: `A_t + V_t`.
  package let returns: [Double]

  /// The estimate of one slot's steps.
  ///
  /// - Parameter lastValue: the value of the state after the last step.
  package init(
    rewards: [Double], values: [Double], ends: [Bool], lastValue: Double, discount: Double,
    lambda: Double
  ) {
    var advantages = [Double](repeating: 0, count: rewards.count)
    var (nextValue, next) = (lastValue, 0.0)
    for step in rewards.indices.reversed() {
      let goesOn: Double = ends[step] ? 0 : 1
      let difference = rewards[step] + discount * goesOn * nextValue - values[step]
      next = difference + discount * lambda * goesOn * next
      advantages[step] = next
      nextValue = values[step]
    }
    self.advantages = advantages
    returns = zip(advantages, values).map(+)
  }
}
