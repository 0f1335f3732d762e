import Agents
import Foundation
import NeuralNetworks

/// V-trace targets of a slice's samples.
struct SliceTargets {
  /// One a sample of the whole rollout; only the slice's are set.
  var advantages: [Float]
  var returns: [Float]
  /// The sum over the slice's samples of the squared differences of targets and values.
  var squaredErrors = 0.0
  /// The sum of `log(mu / pi)`, whose mean is the divergence of the behaviour from the learner.
  var divergence = 0.0
}

extension RolloutPass {
  /// The targets under the values and the policy as recorded.
  func vTrace(
    slots: [Int], lastValues: [Double], _ settings: VTraceSettings
  ) -> SliceTargets {
    var values = [Double](repeating: 0, count: rollout.count)
    var logRatios = values
    for part in parts {
      let (logits, found) = (numbers(part.heads.policy), numbers(part.heads.value))
      let actions = logits.count / max(part.samples.count, 1)
      for (row, sample) in part.samples.enumerated() {
        let policy = ActionDistribution(
          logits[row * actions..<(row + 1) * actions].map { Float($0) }[...])
        values[sample] = found[row]
        logRatios[sample] =
          policy.logProbabilities[Int(rollout.actions[sample])]
          - Double(rollout.logProbabilities[sample])
      }
    }
    var result = SliceTargets(
      advantages: [Float](repeating: 0, count: rollout.count),
      returns: [Float](repeating: 0, count: rollout.count))
    for (row, slot) in slots.enumerated() {
      let samples = (0..<rollout.steps).map { $0 * rollout.slots + slot }
      let trace = VTrace(
        rewards: samples.map { Double(rollout.rewards[$0]) },
        values: samples.map { values[$0] }, ends: samples.map { rollout.ends[$0] },
        ratios: samples.map { exp(logRatios[$0]) }, lastValue: lastValues[row],
        discount: settings.rollout.discount, lambda: settings.rollout.lambda,
        largestRatio: settings.largestRatio)
      for (step, sample) in samples.enumerated() {
        result.advantages[sample] = Float(trace.advantages[step])
        result.returns[sample] = Float(trace.targets[step])
        result.squaredErrors +=
          (trace.targets[step] - values[sample])
          * (trace.targets[step] - values[sample])
        result.divergence -= logRatios[sample]
      }
    }
    return result
  }
}
