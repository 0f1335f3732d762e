internal import Statistics

/// The pairs of kinds of things that leave open what an agent goes to.
///
/// An agent that always takes the door is going to a door wherever there is one: what is in the
/// level says it all, and no state can tell more. Only where the same pair of kinds has both
/// answers can a state tell something that the things themselves do not. Which pairs those are is
/// decided on the selection folds alone.
struct OpenKinds: Sendable {
  /// The least share of the rarer answer.
  static let rarest = 0.1
  /// The least number of levels with the rarer answer.
  static let fewest = 5

  private let isOpen: [Bool]

  init(_ trials: [FactorialTrial], _ labels: [Int?], levels: LevelSet) {
    let kinds = ThingPull.Kind.allCases.count
    var counts = [(zeros: Int, ones: Int)](repeating: (0, 0), count: kinds * kinds)
    for (index, trial) in trials.enumerated() {
      guard Folds.selectionFolds.contains(Folds.fold(digest: levels.keys[index].digest)),
        let label = labels[index]
      else { continue }
      if label == 0 {
        counts[Self.pair(trial)].zeros += 1
      } else {
        counts[Self.pair(trial)].ones += 1
      }
    }
    isOpen = counts.map { count in
      let rarer = min(count.zeros, count.ones)
      return rarer >= Self.fewest
        && Double(rarer) >= Self.rarest * Double(count.zeros + count.ones)
    }
  }

  func contains(_ trial: FactorialTrial) -> Bool { isOpen[Self.pair(trial)] }

  /// The unordered pair of kinds.
  private static func pair(_ trial: FactorialTrial) -> Int {
    let all = ThingPull.Kind.allCases
    let places = [trial.first, trial.second].map { all.firstIndex(of: ThingPull.Kind($0)) ?? 0 }
    return places.min().map { $0 * all.count + max(places[0], places[1]) } ?? 0
  }
}
