/// One test of one claim: everything needed to recompute the verdict from records alone.
///
/// Written as one JSON line, keys sorted. A number that is not defined is absent, never NaN.
package struct EvidenceRecord: Sendable, Equatable, Codable {
  /// The test, by its label and name: `T1 plan decodability`.
  package var test: String
  /// The claim in one plain sentence.
  package var claim: String
  /// What the test looked at.
  package var subject: EvidenceSubject
  /// The number of levels (units of the same digest counted once) behind the effect.
  package var levels: Int
  /// What the effect measures and in which unit: `increment of macro-F1`.
  package var effectName: String
  /// The effect.
  package var effect: Double?
  /// Its interval over levels.
  package var interval: Interval?
  /// Its p-value alone.
  package var p: Double?
  /// `p` adjusted for the cells of the map or the family of tests.
  package var pAdjusted: Double?
  /// The smallest effect that this test finds with power 0.9.
  package var minimumDetectableEffect: Double?
  /// The margin inside which the effect counts as none.
  package var equivalenceMargin: Double?
  /// What it was held against.
  package var null: EvidenceNull?
  /// The scores it is worth nothing without.
  package var controls: [EvidenceControl]
  /// The conditions for reading it.
  package var gates: [EvidenceGate]
  /// What it says about the claim.
  package var status: EvidenceStatus
  /// Things a reader should know: repeated levels, constant features, fewer rows than features.
  package var notes: [String]

  package init(
    test: String, claim: String, subject: EvidenceSubject, levels: Int, effectName: String,
    effect: Double? = nil, interval: Interval? = nil, p: Double? = nil, pAdjusted: Double? = nil,
    minimumDetectableEffect: Double? = nil, equivalenceMargin: Double? = nil,
    null: EvidenceNull? = nil, controls: [EvidenceControl] = [], gates: [EvidenceGate] = [],
    status: EvidenceStatus, notes: [String] = []
  ) {
    self.test = test
    self.claim = claim
    self.subject = subject
    self.levels = levels
    self.effectName = effectName
    self.effect = effect.finite
    self.interval = interval.flatMap { $0.lower.isFinite && $0.upper.isFinite ? $0 : nil }
    self.p = p.finite
    self.pAdjusted = pAdjusted.finite
    self.minimumDetectableEffect = minimumDetectableEffect.finite
    self.equivalenceMargin = equivalenceMargin.finite
    self.null = null
    self.controls = controls
    self.gates = gates
    self.status = status
    self.notes = notes
  }
}

/// What a test looked at: ids and digests.
package struct EvidenceSubject: Sendable, Equatable, Codable {
  /// The name of the run.
  package var run: String?
  /// The digest of the checkpoint.
  package var checkpoint: String?
  /// The training step of the checkpoint.
  package var step: Int?
  /// The name of the site.
  package var site: String?
  /// The tick at the site.
  package var tick: Int?
  /// The digest of the set of levels.
  package var levels: String?
  /// The digest of the definition of the labels (the probe's file).
  package var labelDefinition: String?
  /// The version of the tool.
  package var version: String?

  package init(
    run: String? = nil, checkpoint: String? = nil, step: Int? = nil, site: String? = nil,
    tick: Int? = nil, levels: String? = nil, labelDefinition: String? = nil, version: String? = nil
  ) {
    self.run = run
    self.checkpoint = checkpoint
    self.step = step
    self.site = site
    self.tick = tick
    self.levels = levels
    self.labelDefinition = labelDefinition
    self.version = version
  }
}

/// The distribution that the effect was held against.
package struct EvidenceNull: Sendable, Equatable, Codable {
  package var name: String
  package var draws: Int
  package var observed: Double?
  package var quantiles: [Quantile]

  package init(name: String, draws: Int, observed: Double?, quantiles: [Quantile]) {
    self.name = name
    self.draws = draws
    self.observed = observed.finite
    self.quantiles = quantiles.filter(\.value.isFinite)
  }

  package init(_ null: PermutationNull) {
    self.init(
      name: null.name, draws: null.draws.count, observed: null.observed,
      quantiles: null.quantiles())
  }
}

/// A score that the effect is worth nothing without.
package struct EvidenceControl: Sendable, Equatable, Codable {
  package var name: String
  package var value: Double?
  package var interval: Interval?

  package init(name: String, value: Double?, interval: Interval? = nil) {
    self.name = name
    self.value = value.finite
    self.interval = interval.flatMap { $0.lower.isFinite && $0.upper.isFinite ? $0 : nil }
  }
}

/// A condition that has to hold before an effect is read.
package struct EvidenceGate: Sendable, Equatable, Codable {
  package var name: String
  package var passed: Bool
  /// What was found and what was needed.
  package var detail: String

  package init(name: String, passed: Bool, detail: String) {
    self.name = name
    self.passed = passed
    self.detail = detail
  }
}

extension Double? {
  /// The number, or nothing when it is NaN or infinite.
  var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
