package import Statistics

/// Plain shares behind a choice model: readable without one, and bounded where weights are not.
package struct ChoiceRate: Sendable, Equatable {
  /// The kinds of pairs that are looked at.
  package enum Contrast: String, CaseIterable, Sendable {
    /// A door against none, both red or both not.
    case door
    /// A red thing against one that is not, both doors or neither.
    case red
    /// A door that is not red against a red thing that is no door.
    case conflict
    /// A red door against a thing that is neither.
    case agreement
    /// Alike in both, at different distances.
    case nearer

    /// What is counted, in words.
    package var name: String {
      switch self {
      case .door: "door rather than no door, same redness"
      case .red: "red rather than not, same doorness"
      case .conflict: "plain door rather than red other thing"
      case .agreement: "red door rather than plain other thing"
      case .nearer: "nearer rather than farther, else alike"
      }
    }

    /// Whether the named thing is the first, nil where the pair is of another kind.
    func prefersFirst(_ trial: FactorialTrial) -> Bool? {
      let (a, b) = (trial.first, trial.second)
      switch self {
      case .door: return a.isRed == b.isRed && a.isDoor != b.isDoor ? a.isDoor : nil
      case .red: return a.isDoor == b.isDoor && a.isRed != b.isRed ? a.isRed : nil
      case .conflict:
        return a.isDoor != b.isDoor && a.isRed != b.isRed && a.isDoor != a.isRed ? a.isDoor : nil
      case .agreement:
        return a.isDoor != b.isDoor && a.isRed != b.isRed && a.isDoor == a.isRed ? a.isDoor : nil
      case .nearer:
        return a.isDoor == b.isDoor && a.isRed == b.isRed && a.distance != b.distance
          ? a.distance < b.distance : nil
      }
    }
  }

  package let contrast: Contrast
  /// Pairs of the kind.
  package let offered: Int
  /// Those in which one of the two was chosen.
  package let chose: Int
  /// Those in which the named one was.
  package let named: Int
  /// Successes and trials of each trial of the set, for resampling: 0 and 0 where it does not count.
  package let counts: [(named: Double, chose: Double)]

  package init(
    _ contrast: Contrast, of trials: [FactorialTrial], by reading: FactorialTrial.Reading
  ) {
    self.contrast = contrast
    var offered = 0
    counts = trials.map { trial in
      guard let isFirst = contrast.prefersFirst(trial) else { return (0, 0) }
      offered += 1
      switch trial.choice(by: reading) {
      case .neither: return (0, 0)
      case .first: return (isFirst ? 1 : 0, 1)
      case .second: return (isFirst ? 0 : 1, 1)
      }
    }
    self.offered = offered
    chose = Int(counts.reduce(0) { $0 + $1.chose })
    named = Int(counts.reduce(0) { $0 + $1.named })
  }

  /// The share of the named thing among the choices; NaN without choices.
  package var share: Double { chose > 0 ? Double(named) / Double(chose) : .nan }

  /// Wilson's interval; nil without choices.
  package var interval: Interval? {
    chose > 0 ? Proportion.wilson(successes: Double(named), trials: Double(chose)) : nil
  }

  package static func == (left: ChoiceRate, right: ChoiceRate) -> Bool {
    left.contrast == right.contrast && left.offered == right.offered
      && left.counts.elementsEqual(right.counts) { $0 == $1 }
  }
}

/// How often a thing was reached at all, by what there was to reach.
package struct ReachRate: Sendable, Equatable {
  /// What a level offers.
  package enum Offer: String, CaseIterable, Sendable {
    case doorAndRed = "a door and something red"
    case doorOnly = "a door, nothing red"
    case redOnly = "something red, no door"
    case neither = "neither a door nor anything red"

    init(_ trial: FactorialTrial) {
      let hasDoor = trial.first.isDoor || trial.second.isDoor
      let hasRed = trial.first.isRed || trial.second.isRed
      self = hasDoor ? (hasRed ? .doorAndRed : .doorOnly) : (hasRed ? .redOnly : .neither)
    }
  }

  package let offer: Offer
  package let levels: Int
  package let reached: Int

  package init(_ offer: Offer, of trials: [FactorialTrial]) {
    self.offer = offer
    let own = trials.filter { Offer($0) == offer }
    levels = own.count
    reached = own.count { $0.reached != .neither }
  }

  package var share: Double { levels > 0 ? Double(reached) / Double(levels) : .nan }
}
