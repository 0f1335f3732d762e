internal import LinearAlgebra
package import Statistics

/// What random changes of one kind did: the share of successes of each draw and of each level. A draw
/// need not be tried on all levels.
package struct MatchedNull: Sendable, Equatable {
  package let name: String
  /// The share of levels, one a draw.
  package let draws: [Double]
  /// The share of draws, one a level.
  package let levels: [Double]

  /// The number of draws that did as much on their levels as what they stand beside did on these.
  package let exceeding: Int

  /// - Parameters:
  ///   - own: what the draws stand beside, one a level.
  ///   - outcomes: `[draw]`, the levels that it was tried on and what came of each.
  package init(name: String, own: [Double], outcomes: [(levels: [Int], values: [Double])]) {
    self.name = name
    draws = outcomes.map { $0.values.isEmpty ? 0 : Sample.mean($0.values) }
    var (sums, counts) = (own.map { _ in 0.0 }, own.map { _ in 0.0 })
    for outcome in outcomes {
      for (level, value) in zip(outcome.levels, outcome.values) {
        sums[level] += value
        counts[level] += 1
      }
    }
    levels = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    exceeding = outcomes.count { outcome in
      let beside = outcome.levels.reduce(0) { $0 + own[$1] }
      return outcome.values.reduce(0, +) >= beside - 1e-9
    }
  }

  /// The mean over draws.
  package var mean: Double { draws.isEmpty ? 0 : Sample.mean(draws) }

  /// The share of draws that did as much, the observation counted among them.
  package var p: Double { Double(1 + exceeding) / Double(1 + draws.count) }

  /// The null with what was observed beside it.
  package func permutation(observed: Double) -> PermutationNull {
    PermutationNull(name: name, observed: observed, draws: draws)
  }
}

extension [MatchedNull] {
  /// The one that did most: what an effect is held against where there are several kinds.
  package var hardest: MatchedNull? { self.max { $0.mean < $1.mean } }

  /// The largest of the p-values.
  package var p: Double { map(\.p).max() ?? 1 }
}

/// An effect over levels: what was done, less what random changes do.
package struct MatchedEffect: Sendable, Equatable {
  /// With its interval over levels.
  package let effect: BootstrapEstimate
  /// What was done by itself.
  package let own: BootstrapEstimate
  /// Whether nothing changed at all, down to the logits.
  package let isNothing: Bool
  /// The largest of the p-values against the kinds of random change; that of an effect of zero where
  /// there is none.
  package let p: Double
  package let nulls: [MatchedNull]

  /// - Parameters:
  ///   - own: one a level.
  ///   - nulls: of the same levels; the hardest is subtracted.
  ///   - isNothing: whether nothing changed at all, down to the logits: then the interval is a point.
  package init(
    own values: [Double], nulls: [MatchedNull], isNothing: Bool = false,
    with bootstrap: LevelBootstrap
  ) {
    let against = nulls.hardest?.levels ?? values.map { _ in 0 }
    let ones = values.map { _ in 1.0 }
    own = Proportion.bootstrapped(successes: values, trials: ones, with: bootstrap)
      .asShare(units: values.count)
    let plain = Proportion.bootstrapped(
      successes: zip(values, against).map { $0 - $1 }, trials: ones, with: bootstrap)
    effect = isNothing ? plain : plain.asShare(units: values.count)
    self.isNothing = isNothing
    p = nulls.isEmpty ? effect.twoSidedP : nulls.p
    self.nulls = nulls
  }

  /// What the effect says of its claim.
  package func status(margin: Double, gates: [EvidenceGate]) -> EvidenceStatus {
    let status = EvidenceStatus.judging(
      effect: effect.value, interval: effect.interval, pAdjusted: p, power: effect.power,
      margin: margin, gates: gates)
    // That random changes do more is no sign that this one does nothing.
    guard status == .contradicts, !isNothing, let own = own.interval, own.lower > 1e-9 else {
      return status
    }
    return .inconclusive(
      "it does something by itself (up to \(Wording.number(own.upper))), and random changes do no less"
    )
  }
}
