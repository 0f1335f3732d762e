/// Targets of V-trace (Espeholt et al., *IMPALA*, 2018) for the steps of one slot.
///
/// With `rho = min(rhoBar, pi / mu)` and `c = lambda min(1, pi / mu)`,
/// `delta_t = rho_t (r_t + gamma V_{t+1} - V_t)` and
/// `v_t = V_t + delta_t + gamma c_t (v_{t+1} - V_{t+1})`. The advantage is
/// `rho_t (r_t + gamma (lambda v_{t+1} + (1 - lambda) V_{t+1}) - V_t)`. Where an episode ends
/// after a step, gamma is zero.
package struct VTrace: Sendable {
  /// What the values are to become, one a step.
  package let targets: [Double]
  package let advantages: [Double]

  /// - Parameters:
  ///   - ratios: `pi / mu` of the action taken at each step.
  ///   - lastValue: the value of the state after the last step.
  ///   - largestRatio: `rhoBar`.
  package init(
    rewards: [Double], values: [Double], ends: [Bool], ratios: [Double], lastValue: Double,
    discount: Double, lambda: Double, largestRatio: Double = 1
  ) {
    var targets = values
    var advantages = values
    var (nextValue, nextTarget) = (lastValue, lastValue)
    for step in rewards.indices.reversed() {
      let gamma = ends[step] ? 0 : discount
      let rho = min(largestRatio, ratios[step])
      let trace = lambda * min(1, ratios[step])
      let value = values[step]
      targets[step] =
        value + rho * (rewards[step] + gamma * nextValue - value)
        + gamma * trace * (nextTarget - nextValue)
      advantages[step] =
        rho
        * (rewards[step] + gamma * (lambda * nextTarget + (1 - lambda) * nextValue) - value)
      (nextValue, nextTarget) = (value, targets[step])
    }
    self.targets = targets
    self.advantages = advantages
  }
}
