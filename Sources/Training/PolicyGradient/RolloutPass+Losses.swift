import Agents
import NeuralNetworks

extension RolloutPass {
  /// Losses of all that was recorded.
  struct Losses {
    /// Of policy and values together.
    let total: Variable?
    /// The policy's part, with its entropy and penalty.
    let policyLoss: Double
  }

  /// Records the policy's loss, and `valueScale` times the squared errors of the values.
  ///
  /// - Parameters:
  ///   - advantages: one a sample of the rollout, as are `returns`.
  func losses(
    advantages: [Float], returns: [Float], terms: PolicyGradientTerms, valueScale: Float
  ) -> Losses {
    var (total, policyLoss): (Variable?, Double) = (nil, 0)
    for part in parts {
      let policy = tape.policyGradient(
        part.heads.policy, actions: part.samples.map { rollout.actions[$0] },
        advantages: part.samples.map { advantages[$0] },
        logProbabilities: part.samples.map { rollout.logProbabilities[$0] }, terms: terms)
      policyLoss += numbers(policy)[0]
      var loss = policy
      if let value = part.heads.value {
        let target = tape.input(tape[value].extent) { target in
          for (row, sample) in part.samples.enumerated() { target[row] = returns[sample] }
        }
        loss = tape.add(policy, tape.squaredError(value, target, scale: valueScale))
      }
      total = total.map { tape.add($0, loss) } ?? loss
    }
    return Losses(total: total, policyLoss: policyLoss)
  }
}
