internal import Statistics

extension FactorialChoice {
  /// What the choice makes of a feature.
  package enum Use: Sendable, Equatable {
    /// It goes for things that have it.
    case follows
    /// It keeps away from them.
    case avoids
    /// It makes no difference that counts.
    case ignores
    case undecided(String)
  }

  /// The p-values of door and red against their nulls, adjusted for both; nil without nulls.
  package var adjusted: (door: Double, red: Double)? {
    guard let door = reached.doorNull, let red = reached.redNull else { return nil }
    let p = ChoiceNull.holm([door.p, red.p])
    return (p[0], p[1])
  }

  /// What the choice makes of being a door.
  package var doorUse: Use { use(.door, p: adjusted?.door) }

  /// What the choice makes of being red.
  package var redUse: Use { use(.red, p: adjusted?.red) }

  private func use(_ feature: ChoiceModel.Feature, p: Double?) -> Use {
    switch status(feature, p: p) {
    case .supports: .follows
    case .inconclusive(let why): .undecided(why)
    case .contradicts:
      (reached.model?[feature]).map { $0.interval.upper < 0 && !isAbsent(feature) } == true
        ? .avoids : .ignores
    }
  }

  private func isAbsent(_ feature: ChoiceModel.Feature) -> Bool {
    guard let model = reached.model else { return false }
    return PowerCard(standardError: model[feature].standardError).showsAbsence(
      model[feature].interval, margin: model.margin(feature))
  }

  /// The judgement of "the choice follows this feature".
  func status(_ feature: ChoiceModel.Feature, p: Double?) -> EvidenceStatus {
    let weight = reached.model?[feature]
    return EvidenceStatus.judging(
      effect: weight?.value ?? .nan, interval: weight?.interval, pAdjusted: p,
      power: PowerCard(standardError: weight?.standardError ?? .nan),
      margin: reached.model?.margin(feature) ?? .nan, gates: gates)
  }
}
