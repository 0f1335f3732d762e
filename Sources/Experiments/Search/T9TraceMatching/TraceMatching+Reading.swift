package import Statistics

/// Which algorithms shares are taken to speak for.
extension TraceMatching {
  /// What shares speak for.
  package struct Naming: Sendable, Equatable {
    package let reading: AlgorithmReading
    /// The algorithms whose share beyond all others is measured.
    package let family: [SearchAlgorithm]
    /// Whether no algorithm has a share of its own, and the family's is of what they have in common.
    package let isShared: Bool

    package init(reading: AlgorithmReading, family: [SearchAlgorithm], isShared: Bool) {
      self.reading = reading
      self.family = family
      self.isShared = isShared
    }
  }

  /// Which algorithms the shares on the levels to choose on speak for.
  ///
  /// An algorithm counts where its trace can be told from the others' and a share above the margin
  /// is its own; those with at least two thirds of the best one's share are named together. Where no
  /// algorithm has such a share of its own, though activations hold traces, those that are held best are
  /// one family. Where the others leave nothing of an algorithm's trace, it is left out of the name if
  /// another of its maps is missing: the distances of breadth-first search are the values of value
  /// iteration without discount, but a breadth-first search knows the set of squares found as well.
  /// Whether the family's share is its own is tested on the levels reported on.
  package static func read(_ shares: [Share]) -> Naming {
    let margin = EquivalenceMargins.trace
    let own = shares.filter { $0.fitUnique > margin && $0.isApart }
    if let best = own.map(\.fitUnique).max() {
      let named = own.filter { $0.fitUnique >= together * best }.map(\.algorithm)
      return Naming(reading: name(named), family: named, isShared: false)
    }
    let held = shares.filter { $0.fitMarginal > 2 * margin }
    if let best = held.map(\.fitMarginal).max() {
      let alike = held.filter { $0.fitMarginal >= best - margin }
      let whole = alike.filter { $0.isApart || $0.completeness >= partial }
      let named = (whole.isEmpty ? alike : whole).map(\.algorithm)
      // Two waves that cannot be told from others are no search from both ends.
      let isBoth = named.contains(.bothWays)
      return Naming(
        reading: isBoth ? name(named) : plain(named), family: alike.map(\.algorithm),
        isShared: true)
    }
    let best = shares.filter(\.isApart)
      .max { ($0.fitUnique, $1.algorithm.rawValue) < ($1.fitUnique, $0.algorithm.rawValue) }
    return Naming(
      reading: best != nil && isAbsent(shares) ? .none : .cannotTell,
      family: best.map { [$0.algorithm] } ?? [], isShared: false)
  }

  /// Whether every algorithm is shown to be held less than the margin.
  private static func isAbsent(_ shares: [Share]) -> Bool {
    shares.allSatisfy { share in
      guard share.isApart else { return share.marginal.value < EquivalenceMargins.trace }
      return isAbsent(share.unique)
    }
  }

  private static func isAbsent(_ share: BootstrapEstimate) -> Bool {
    guard let interval = share.interval else { return false }
    return share.power.showsAbsence(interval, margin: EquivalenceMargins.trace)
  }

  /// The algorithms whose share cannot be told from that of those named, on the levels reported on:
  /// it is not below theirs by more than the levels' spread.
  ///
  /// The names were chosen on other levels, by the shares alone. Small mazes leave so little of any
  /// trace that the best of several wrong names can stand above the margin there.
  package static func alike(
    to effect: BootstrapEstimate,
    among others: [(algorithm: SearchAlgorithm, share: BootstrapEstimate)]
  ) -> [SearchAlgorithm] {
    others.filter { other in
      guard effect.interval != nil, other.share.interval != nil,
        let interval = effect.minus(other.share).interval
      else { return true }
      return interval.lower <= 0
    }.map(\.algorithm)
  }

  /// The reading with all those that cannot be told from the ones named; of what several have in common
  /// none where the levels do not show that it is above the margin.
  static func told(
    _ naming: Naming, _ shares: [Share], _ effect: BootstrapEstimate
  ) -> AlgorithmReading {
    guard !naming.reading.algorithms.isEmpty else { return naming.reading }
    if naming.isShared {
      guard let interval = effect.interval, interval.lower > EquivalenceMargins.trace else {
        return isAbsent(effect) && isAbsent(shares) ? .none : .cannotTell
      }
    }
    let rivals = alike(
      to: effect,
      among: shares.filter { !naming.family.contains($0.algorithm) && $0.isApart }
        .map { ($0.algorithm, $0.unique) })
    guard !rivals.isEmpty else { return naming.reading }
    return .family(
      SearchAlgorithm.allCases.filter {
        naming.reading.algorithms.contains($0) || rivals.contains($0)
      })
  }

  private static func name(_ algorithms: [SearchAlgorithm]) -> AlgorithmReading {
    let waves: [SearchAlgorithm] = [.breadthFirstFromGoal, .breadthFirstFromAgent]
    if waves.allSatisfy(algorithms.contains), algorithms.allSatisfy((waves + [.bothWays]).contains)
    {
      return .one(.bothWays)
    }
    return plain(algorithms)
  }

  private static func plain(_ algorithms: [SearchAlgorithm]) -> AlgorithmReading {
    algorithms.count == 1 ? .one(algorithms[0]) : .family(algorithms)
  }
}
