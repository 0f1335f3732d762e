import Foundation
import LinearAlgebra

extension Tape {
  /// The loss of a policy gradient, summed over rows and scaled.
  ///
  /// With `p = softmax(logits)`, the action `a`, its advantage `A` and its probability `b` under
  /// the behaviour policy, a row adds `-min(r A, clip(r) A)` for `r = p_a / b`, where `clip` keeps
  /// the ratio within `1 - c` and `1 + c` (Schulman et al., *Proximal policy optimization*, 2017),
  /// or `-A log p_a` without a bound; then `-entropy H(p)` and `logitPenalty |logits|^2 / 2`.
  ///
  /// - Parameters:
  ///   - logits: `[row, 1, 1, action]`.
  ///   - actions: the action taken in each row.
  ///   - advantages: one a row; constants.
  ///   - logProbabilities: `log b`, one a row; constants, not used without a bound.
  package func policyGradient(
    _ logits: Variable, actions: [Int32], advantages: [Float], logProbabilities: [Float],
    terms: PolicyGradientTerms
  ) -> Variable {
    let extent = self[logits].extent
    let rows = extent.positions
    precondition(
      actions.count == rows && advantages.count == rows && logProbabilities.count == rows
        && actions.allSatisfy { $0 >= 0 && $0 < extent.channels },
      "\(actions.count) actions with \(advantages.count) advantages do not fit logits of shape "
        + "\(extent.array).")
    let data = input(.vectors(rows, 2)) { target in
      for row in 0..<rows {
        target[2 * row] = advantages[row]
        target[2 * row + 1] = logProbabilities[row]
      }
    }
    let range = indices.count..<(indices.count + rows)
    indices.append(contentsOf: actions)
    let result = append(
      .policyGradient(logits, range, data: data, terms: terms), extent: .scalar, from: logits)
    var total = 0.0
    for row in 0..<rows {
      total +=
        PolicyRow(
          self[logits].value + row * extent.channels, extent.channels, action: Int(actions[row]),
          data: self[data].value + 2 * row, terms
        ).loss
    }
    self[result].value.pointee = Float(total * Double(terms.scale))
    return result
  }
}

extension GradientRules {
  static func policyGradient(
    _ tape: Tape, _ node: Tape.Node, _ gradient: UnsafeMutablePointer<Float>
  ) {
    guard case .policyGradient(let logits, let range, let data, let terms) = node.operation else {
      return
    }
    let classes = tape[logits].extent.channels
    let factor = Double(gradient.pointee * terms.scale)
    let (target, isFirst) = tape.gradientStorage(logits)
    if isFirst { target.update(repeating: 0, count: tape[logits].extent.count) }
    for (row, index) in range.enumerated() {
      let action = Int(tape.indices[index])
      let values = tape[logits].value + row * classes
      let terms = PolicyRow(
        values, classes, action: action, data: tape[data].value + 2 * row, terms)
      for label in 0..<classes {
        let slope = terms.slope(of: label, logit: Double(values[label]))
        target[row * classes + label] += Float(factor * slope)
      }
    }
  }
}

/// One row of a policy-gradient loss.
private struct PolicyRow {
  private let logTotal: Double
  private let entropy: Double
  private let action: Int
  private let terms: PolicyGradientTerms
  /// The derivative of the surrogate by the logarithm of the action's probability.
  private let pull: Double
  let loss: Double

  init(
    _ logits: UnsafePointer<Float>, _ count: Int, action: Int, data: UnsafePointer<Float>,
    _ terms: PolicyGradientTerms
  ) {
    self.terms = terms
    self.action = action
    logTotal = Tape.logSumExp(logits, count, mask: ~0)
    var (entropy, squares) = (0.0, 0.0)
    for label in 0..<count {
      let logit = Double(logits[label])
      let logProbability = logit - logTotal
      if logProbability > -700 { entropy -= exp(logProbability) * logProbability }
      squares += logit * logit
    }
    self.entropy = entropy
    let logProbability = Double(logits[action]) - logTotal
    let advantage = Double(data[0])
    var surrogate = advantage * logProbability
    var slope = advantage
    if let clip = terms.clip.map(Double.init) {
      let ratio = exp(logProbability - Double(data[1]))
      let cut = min(max(ratio, 1 - clip), 1 + clip)
      surrogate = min(ratio * advantage, cut * advantage)
      slope = ratio * advantage <= cut * advantage ? ratio * advantage : 0
    }
    pull = slope
    loss =
      -surrogate - Double(terms.entropy) * entropy + Double(terms.logitPenalty) * squares / 2
  }

  /// The derivative of ``loss`` by a logit.
  func slope(of label: Int, logit: Double) -> Double {
    let logProbability = logit - logTotal
    let probability = exp(logProbability)
    let chosen: Double = label == action ? 1 : 0
    var result = -pull * (chosen - probability) + Double(terms.logitPenalty) * logit
    if probability > 0 {
      result += Double(terms.entropy) * probability * (logProbability + entropy)
    }
    return result
  }
}
