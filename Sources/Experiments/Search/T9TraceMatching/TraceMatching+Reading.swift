package import Statistics

/// Which algorithms shares are taken to speak for.
extension TraceMatching {
  /// Which algorithms the shares on the levels to choose on speak for.
  ///
  /// An algorithm counts where its trace can be told from the others' and a share above the margin
  /// is its own; those with at least two thirds of the best one's share are named together. Where no
  /// algorithm has such a share of its own, though activations hold traces, those that are held best are
  /// one family: the others leave nothing of each, or what is held is what they have in common. Those
  /// are left out another of whose maps is missing: the distances of breadth-first search are the values
  /// of value iteration without discount, but a breadth-first search knows the set of squares found as
  /// well. Whether the family's share is its own is tested on the levels reported on.
  package static func read(_ shares: [Share]) -> (
    reading: AlgorithmReading, family: [SearchAlgorithm]
  ) {
    let margin = EquivalenceMargins.trace
    let own = shares.filter { $0.fitUnique > margin && $0.isApart }
    if let best = own.map(\.fitUnique).max() {
      let named = own.filter { $0.fitUnique >= together * best }.map(\.algorithm)
      return (name(named), named)
    }
    let held = shares.filter { $0.fitMarginal > 2 * margin }
    if let best = held.map(\.fitMarginal).max() {
      let alike = held.filter { $0.fitMarginal >= best - margin }
      let whole = alike.filter { $0.completeness >= partial * best }
      let named = (whole.isEmpty ? alike : whole).map(\.algorithm)
      return (name(named), alike.map(\.algorithm))
    }
    let best = shares.filter(\.isApart)
      .max { ($0.fitUnique, $1.algorithm.rawValue) < ($1.fitUnique, $0.algorithm.rawValue) }
    let isAbsent = shares.allSatisfy { share in
      guard share.isApart else { return share.marginal.value < margin }
      guard let interval = share.unique.interval else { return false }
      return share.unique.power.showsAbsence(interval, margin: margin)
    }
    return (best != nil && isAbsent ? .none : .cannotTell, best.map { [$0.algorithm] } ?? [])
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

  /// The reading with all those that cannot be told from the ones named.
  static func told(
    _ reading: AlgorithmReading, _ family: [SearchAlgorithm], _ shares: [Share],
    _ effect: BootstrapEstimate
  ) -> AlgorithmReading {
    guard !reading.algorithms.isEmpty else { return reading }
    let rivals = alike(
      to: effect,
      among: shares.filter { !family.contains($0.algorithm) && $0.isApart }
        .map { ($0.algorithm, $0.unique) })
    guard !rivals.isEmpty else { return reading }
    return .family(
      SearchAlgorithm.allCases.filter { reading.algorithms.contains($0) || rivals.contains($0) })
  }

  private static func name(_ algorithms: [SearchAlgorithm]) -> AlgorithmReading {
    let waves: [SearchAlgorithm] = [.breadthFirstFromGoal, .breadthFirstFromAgent]
    if waves.allSatisfy(algorithms.contains), algorithms.allSatisfy((waves + [.bothWays]).contains)
    {
      return .one(.bothWays)
    }
    return algorithms.count == 1 ? .one(algorithms[0]) : .family(algorithms)
  }
}
