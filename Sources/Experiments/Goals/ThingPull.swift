package import Statistics

/// How often a kind of thing is reached that stands beside a plain one, neither door nor red.
///
/// Unlike the weights of a choice this also says what an agent does with things that it has no use
/// for: one that goes for red doors alone reaches nothing elsewhere, and has nothing to choose.
package struct ThingPull: Sendable, Equatable {
  /// Kinds of things by door and red.
  package enum Kind: String, CaseIterable, Sendable {
    case redDoor = "red door"
    case plainDoor = "door that is not red"
    case redOther = "red thing that is no door"
    case plainOther = "neither door nor red"

    /// With its article.
    package var phrase: String {
      self == .plainOther ? "one that is itself neither" : "a \(rawValue)"
    }

    init(_ thing: FactorialTrial.Candidate) {
      self =
        thing.isDoor
        ? (thing.isRed ? .redDoor : .plainDoor) : (thing.isRed ? .redOther : .plainOther)
    }
  }

  package let kind: Kind
  /// Levels with such a thing beside a plain one.
  package let levels: Int
  /// Those in which it was reached; of two plain things, the first.
  package let reached: Int
  /// Successes and levels by trial of the set, for resampling.
  package let counts: [(reached: Double, levels: Double)]

  package init(_ kind: Kind, of trials: [FactorialTrial]) {
    self.kind = kind
    counts = trials.map { trial in
      let (first, second) = (Kind(trial.first), Kind(trial.second))
      if first == kind, second == .plainOther { return (trial.reached == .first ? 1 : 0, 1) }
      if second == kind, first == .plainOther { return (trial.reached == .second ? 1 : 0, 1) }
      return (0, 0)
    }
    levels = Int(counts.reduce(0) { $0 + $1.levels })
    reached = Int(counts.reduce(0) { $0 + $1.reached })
  }

  /// The share of those levels in which it was reached; NaN without any.
  package var share: Double { levels > 0 ? Double(reached) / Double(levels) : .nan }

  /// Wilson's interval; nil without levels.
  package var interval: Interval? {
    levels > 0
      ? Proportion.wilson(successes: Double(reached), trials: Double(levels)) : nil
  }

  package static func == (left: ThingPull, right: ThingPull) -> Bool {
    left.kind == right.kind && left.counts.elementsEqual(right.counts) { $0 == $1 }
  }
}
