internal import Environments
internal import LinearAlgebra
package import Statistics

/// T3: does the plan spread through the maze as a search would, along free squares?
///
/// The claim rests on the perturbation cone (b); the onset of decodability by distance (a) gives the
/// speed and is shown beside it. How the cone is read is chosen on the fit levels; the claim is
/// contradicted only where no threshold and no way of reading speaks for it.
package struct GeodesicWavefront: Sendable {
  static let test = "T3 geodesic wavefront"

  package let cone: PerturbationCone
  /// From T1's and T2's measurements; `nil` where those were not made.
  package let onset: WavefrontOnset?
  package let gates: LevelGates
  package let levels: LevelSet
  /// The gate on leaking input planes, where the audit was made.
  package let audit: EvidenceGate?
  package let settings: SearchSettings

  package init(
    _ cone: PerturbationCone, onset: WavefrontOnset?, gates: LevelGates, levels: LevelSet,
    audit: EvidenceGate?, settings: SearchSettings
  ) {
    self.cone = cone
    self.onset = onset
    self.gates = gates
    self.levels = levels
    self.audit = audit
    self.settings = settings
  }

  package var appliedGates: [EvidenceGate] {
    gates.size + gates.difficulty + (audit.map { [$0] } ?? [])
  }

  /// What the test says of its claim: supported where the whole interval of trained minus untrained
  /// lies above the threshold, contradicted where it lies inside the equivalence margin or below.
  package var status: EvidenceStatus {
    if let void = EvidenceStatus.void(appliedGates) { return void }
    guard cone.places.numbers.count > 1 else {
      return .inconclusive("the network has one \(cone.places.unit), so nothing can spread")
    }
    let shown = 1 - cone.trained.censored
    guard shown >= ConeRanks.fewestShown else {
      return .inconclusive(
        "the edit shows at \(Wording.percent(shown)) of the squares, of at least "
          + Wording.percent(ConeRanks.fewestShown))
    }
    guard !cone.untrained.isEmpty else {
      return .inconclusive("no untrained network was run beside it")
    }
    let effect = cone.effect
    guard let interval = effect.interval, effect.value.isFinite else {
      return .inconclusive("the effect is not defined")
    }
    let threshold = settings.coneThreshold
    if interval.lower > threshold { return .supports }
    if (cone.sweep + cone.anyChannel + [effect]).allSatisfy(isAbsent) { return .contradicts }
    if isAbsent(effect) {
      return .inconclusive("there is none at this threshold, and one may be at another")
    }
    return .inconclusive(
      interval.lower > 0
        ? "the effect is above zero but its interval reaches below the threshold of "
          + Wording.number(threshold, decimals: 2)
        : "the interval holds both zero and effects that matter; the smallest effect that this "
          + "test finds reliably is \(Wording.number(effect.power.minimumDetectableEffect))")
  }

  private func isAbsent(_ effect: BootstrapEstimate) -> Bool {
    guard let interval = effect.interval else { return false }
    return interval.upper < 0
      || effect.power.showsAbsence(interval, margin: EquivalenceMargins.cone)
  }

  /// The finding of levels on which the test may not be read: nothing was measured.
  package static func refused(
    _ gates: LevelGates, subject: StudySubject, levels: LevelSet
  ) -> Finding {
    var identity = subject.identity
    identity.levels = levels.digest
    let failed = gates.size + gates.difficulty
    let status = EvidenceStatus.void(failed) ?? .inconclusive("void")
    let record = EvidenceRecord(
      test: test, claim: "Edits spread along free squares, not through walls.", subject: identity,
      levels: gates.levels, effectName: effectName, gates: failed, status: status)
    let why = (status.reason ?? "").dropFirst("void:".count)
    return Finding(
      id: "t3-wavefront", title: "Does it spread like a search? (T3)",
      measured: "Not measured. These \(levels.count) levels have \(gates.header).", control: "",
      shows: "The test is void, for\(why).",
      doesNotShow:
        "This says nothing about the network, only that these levels could not tell a search from "
        + "a growing receptive field.", records: [record])
  }

  static let effectName =
    "rank correlation of onset with geodesic distance among squares alike in Chebyshev distance and "
    + "in moves without walls, minus untrained"
}
