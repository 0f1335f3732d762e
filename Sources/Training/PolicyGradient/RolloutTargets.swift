/// What a rollout's samples are to be learned from: advantages, and what the values are to become.
struct RolloutTargets: Sendable {
  /// One a sample.
  private(set) var advantages: [Float]
  private(set) var returns: [Float]
  /// The sum over samples of the squared differences of returns and values.
  private(set) var squaredErrors = 0.0

  init(_ rollout: Rollout, _ settings: RolloutSettings) {
    advantages = [Float](repeating: 0, count: rollout.count)
    returns = advantages
    for slot in 0..<rollout.slots {
      let samples = (0..<rollout.steps).map { $0 * rollout.slots + slot }
      let estimate = AdvantageEstimate(
        rewards: samples.map { Double(rollout.rewards[$0]) },
        values: samples.map { Double(rollout.values[$0]) },
        ends: samples.map { rollout.ends[$0] }, lastValue: Double(rollout.lastValues[slot]),
        discount: settings.discount, lambda: settings.lambda)
      for (step, sample) in samples.enumerated() {
        advantages[sample] = Float(estimate.advantages[step])
        returns[sample] = Float(estimate.returns[step])
        squaredErrors += estimate.advantages[step] * estimate.advantages[step]
      }
    }
  }

  /// The advantages less their mean, in units of their standard deviation.
  var normalizedAdvantages: [Float] {
    let count = Double(max(advantages.count, 1))
    let mean = advantages.reduce(0.0) { $0 + Double($1) } / count
    let variance = advantages.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let deviation = variance.squareRoot() + 1e-8
    return advantages.map { Float((Double($0) - mean) / deviation) }
  }
}
