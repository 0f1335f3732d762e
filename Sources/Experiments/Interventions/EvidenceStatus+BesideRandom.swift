package import Statistics

extension EvidenceStatus {
  /// As `judging`, with a reason of its own for an effect that is there and not beyond what random
  /// changes do by chance.
  package static func besideRandom(
    effect: Double, interval: Interval?, p: Double?, power: PowerCard, margin: Double,
    gates: [EvidenceGate]
  ) -> EvidenceStatus {
    let status = judging(
      effect: effect, interval: interval, pAdjusted: p, power: power, margin: margin, gates: gates)
    guard case .inconclusive = status, let p, p > 0.05, (interval?.lower ?? 0) > 0,
      gates.allSatisfy(\.passed)
    else { return status }
    return .inconclusive(
      "there is an effect, and random ones come up to it too often (p = \(Wording.number(p)))")
  }
}
