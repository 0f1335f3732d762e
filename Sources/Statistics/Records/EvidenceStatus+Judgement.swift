extension EvidenceStatus {
  /// What failed gates make of a test; nil where all are passed.
  package static func void(_ gates: [EvidenceGate]) -> EvidenceStatus? {
    let failed = gates.filter { !$0.passed }
    guard !failed.isEmpty else { return nil }
    return .inconclusive(
      "void: " + failed.map { "\($0.name): \($0.detail)" }.joined(separator: "; "))
  }

  /// The default reading of one effect for which positive values support the claim.
  ///
  /// Failed gates void the test. A claim is supported when the adjusted p-value is at most `level`
  /// and the interval lies above zero; contradicted when the whole interval lies inside the
  /// equivalence margin with enough power to have seen more, or wholly below zero; else the test
  /// is inconclusive and says what it could have seen.
  package static func judging(
    effect: Double, interval: Interval?, pAdjusted: Double?, power: PowerCard, margin: Double,
    gates: [EvidenceGate], level: Double = 0.05
  ) -> EvidenceStatus {
    if let void = void(gates) { return void }
    guard let interval, effect.isFinite else { return .inconclusive("the effect is not defined") }
    let significant = pAdjusted.map { $0 <= level } ?? true
    if interval.lower > 0, significant {
      // Certain but negligible: real, and inside the margin that counts as none.
      if power.showsAbsence(interval, margin: margin) {
        return .inconclusive(
          "a true effect, but inside the margin of \(short(margin)) that counts as none")
      }
      return .supports
    }
    if interval.upper < 0 { return .contradicts }
    if power.showsAbsence(interval, margin: margin) {
      // An interval above zero is no evidence of nothing, however small.
      guard interval.lower > 0 else { return .contradicts }
      return .inconclusive(
        "an effect inside the margin of \(short(margin)) that counts as none, and not beyond its null"
      )
    }
    if interval.lower > 0 { return .inconclusive("an effect above zero, but not beyond its null") }
    return .inconclusive(
      "the interval holds both zero and effects that matter; the smallest effect that this test "
        + "finds reliably is \(short(power.minimumDetectableEffect))")
  }

  /// The reading of an effect that imperfect networks and imperfect controls have a little of.
  ///
  /// A claim is supported when the adjusted p-value is at most `level` and the whole interval lies
  /// above the margin that counts as none; contradicted when it lies inside it, with enough power, or
  /// below zero; else the test is inconclusive.
  package static func judgingBeyondMargin(
    effect: Double, interval: Interval?, pAdjusted: Double?, power: PowerCard, margin: Double,
    gates: [EvidenceGate], level: Double = 0.05
  ) -> EvidenceStatus {
    if let void = void(gates) { return void }
    guard let interval, effect.isFinite else { return .inconclusive("the effect is not defined") }
    if interval.upper < 0 || power.showsAbsence(interval, margin: margin) { return .contradicts }
    if interval.lower > margin, pAdjusted.map({ $0 <= level }) ?? true { return .supports }
    if interval.lower > margin {
      return .inconclusive("an effect that matters, but not beyond its null")
    }
    return .inconclusive(
      "the interval holds both effects that matter and effects inside the margin of \(short(margin)) "
        + "that counts as none; the smallest effect that this test finds reliably is "
        + "\(short(power.minimumDetectableEffect))")
  }

  private static func short(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }
}
