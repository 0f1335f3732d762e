package import LinearAlgebra
package import Probing
package import Statistics

/// Does one run's probe for doors, or for red things, read another run, once that is laid onto the first
/// by squares that hold nothing?
///
/// Labelled rows in the map would carry the concept across by themselves, so the map is fitted on squares
/// without things of mazes as in training. What these never move no map made of them can carry: how much of
/// a run's own probe is left when the run is mapped onto itself stands on the diagonal, and where that is
/// little nothing is said.
package struct GoalTransfer: Sendable {
  /// Which concept is read.
  package enum Concept: String, CaseIterable, Sendable {
    case door, red

    var name: String { self == .door ? "doors" : "red things" }

    func holds(_ thing: FactorialTrial.Candidate) -> Bool {
      self == .door ? thing.isDoor : thing.isRed
    }
  }

  package let concept: Concept
  /// The explained variance of a set's probe on another set, mapped, as a share of the other's own; by the
  /// set whose probe it is, then the one that is read. Nil where squares without things move what is read
  /// in no run, so that there is nothing to see.
  package let share: SimilarityMatrix?
  /// What each set's own probe explains, and what it keeps of that when mapped onto itself.
  package let itself: [ProbeTransfer]
  let comparison: RunComparison
  let codes: GoalCodes

  package static let test = "probe transfer over runs"
  /// A share of the own probe below which neutral rows are said not to move what it reads.
  package static let leastReached = 0.5
  /// A share below which a probe does not carry over, and the explained variance that an own probe has to
  /// have for a share of it to mean anything.
  package static let leastShare = 0.1
  package static let leastRead = ConceptSeparateness.leastRead

  /// - Throws: `SimilarityError` where sets cannot be compared.
  package init(
    _ concept: Concept, _ comparison: RunComparison, _ codes: GoalCodes, permutations: Int = 19,
    random: RandomStream
  ) throws {
    self.concept = concept
    self.comparison = comparison
    self.codes = codes
    var settings = SimilaritySettings()
    settings.measures = [.probeTransferShare]
    settings.transferMap = .ridge
    settings.permutations = permutations
    let (study, sets) = codes.transferStudy(settings) { concept.holds($0) }
    var drawing = random.split("transfer").split(concept.rawValue)
    let itself = try study.transferToItself(sets, using: &drawing)
    self.itself = itself
    let isAny = sets.indices.contains { !sets[$0].isUntrained && Self.isReached(itself[$0]) }
    share = isAny ? try study.measure(sets, using: &drawing).matrices.first : nil
  }

  /// The explained variance of a set's own probe.
  package func own(_ set: Int) -> Double { itself[set].own.value }

  /// Whether neutral rows move what a set's probe reads.
  package func isReached(_ set: Int) -> Bool { Self.isReached(itself[set]) }

  private static func isReached(_ found: ProbeTransfer) -> Bool {
    (found.share.interval?.lower ?? -1) >= leastReached && found.own.value >= leastRead
  }

  /// The most that an untrained network's probe gives on a trained one, or the other way round.
  var untrainedFloor: Double {
    let all = codes.codes.indices
    let found = all.flatMap { first in
      all.compactMap { second -> Double? in
        guard codes.codes[first].isUntrained != codes.codes[second].isUntrained else { return nil }
        return value(first, second)
      }
    }
    return found.max() ?? .nan
  }

  /// The share of one set's probe on another; nil where the other's own reads too little.
  package func value(_ first: Int, _ second: Int) -> Double? {
    guard own(second) >= Self.leastRead, let value = share?.entry(first, second)?.value else {
      return nil
    }
    return value
  }

  func sets(_ group: RunGroup) -> [Int] {
    codes.codes.indices.filter { codes.codes[$0].run.map { group.runs.contains($0) } ?? false }
  }

  private var means: PairMeans {
    let count = codes.codes.count
    var values = Matrix<Double>(rows: count, columns: count, repeating: .nan)
    for first in 0..<count {
      for second in 0..<count where first != second {
        values[first, second] = value(first, second) ?? .nan
      }
    }
    return PairMeans(values)
  }

  /// The mean share over ordered pairs of a group's runs, that of pairs with untrained networks, both
  /// ways, and how far the first is above the second or above nothing, whichever is more: what reads
  /// worse than guessing is nothing to be better than.
  package func group(
    _ group: RunGroup
  ) -> (
    within: (value: Double, interval: Interval?), floor: Double,
    above: (value: Double, interval: Interval?)
  ) {
    let means = means
    let untrained = codes.codes.indices.filter { codes.codes[$0].isUntrained }
    func floor(_ own: [Int]) -> Double {
      Sample.mean([means.mean(own, untrained), means.mean(untrained, own)].filter(\.isFinite))
    }
    let own = sets(group)
    return (
      PairMeans.estimate(over: own) { means.mean($0, $0) }, floor(own),
      PairMeans.estimate(over: own) {
        means.mean($0, $0) - max(0, floor($0))
      }
    )
  }
}
