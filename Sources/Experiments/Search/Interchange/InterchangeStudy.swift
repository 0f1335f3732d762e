internal import Agents
internal import Environments
package import LinearAlgebra
package import NeuralNetworks
package import Statistics

/// Which directions of a site carry the goal into the action: interchange accuracy by rank on
/// levels that were not learned from, with its controls.
package struct InterchangeStudy: Sendable {
  /// What the exchange of one rank's subspace does.
  package struct Rank: Sendable {
    package let rank: Int
    package let subspace: InterchangeSubspace
    /// The share of report pairs that do what the source does.
    package let accuracy: BootstrapEstimate
    /// The same for the principal directions of the differences.
    package let principal: BootstrapEstimate
    /// The same for a subspace searched for in an untrained network.
    package let untrained: BootstrapEstimate?
    /// The same with the patch projected onto the directions that the action answers to on natural
    /// activations.
    package let answered: BootstrapEstimate
    /// The same with what is patched brought back into its natural range.
    package let natural: BootstrapEstimate
    /// The share of the effect that is lost without the directions that the action does not answer
    /// to: near 0 for a pathway that the network uses, near 1 for a dormant one. `nil` without an
    /// effect.
    package let nullShare: BootstrapEstimate?
    /// The share of the effect that is lost inside of the natural range. A direction that is always
    /// the same as another one is out of its range as soon as it is patched alone, so this is no
    /// ground to reject a pathway by itself. `nil` without an effect.
    package let unnaturalShare: BootstrapEstimate?
  }

  package static let test = "interchange"
  /// From this share on an effect is carried by directions that the network does not read.
  package static let mostNullShare = 0.5

  package let site: Site
  package let squares: InterchangePairs.Squares
  /// The share of pairs that do what the source does without any exchange.
  package let none: BootstrapEstimate
  /// The same with the whole vectors exchanged.
  package let whole: BootstrapEstimate
  package let ranks: [Rank]
  package let fitPairs: Int
  package let reportPairs: Int

  /// Searches on the pairs of the selection folds and measures on the others.
  ///
  /// - Parameter given: subspaces found elsewhere that are measured beside those searched for.
  /// - Throws: as a run of the agent does; `StatisticsError` where there are too few levels.
  package init(
    _ subject: StudySubject, at site: Site, ticks: Int? = nil, pairs: InterchangePairs,
    squares: InterchangePairs.Squares, settings: InterchangeSettings = InterchangeSettings(),
    given: [InterchangeSubspace] = [], replicates: Int = 2000, random: RandomStream
  ) throws {
    let interchange = try Interchange(
      subject, at: site, ticks: ticks, pairs: pairs, squares: squares)
    let twin = UntrainedTwins.of(subject.agent, count: 1, from: random)[0]
    let untrained = try Interchange(
      subject, agent: twin, at: site, ticks: ticks, pairs: pairs, squares: squares)
    let units = try LevelUnits(pairs.keys)
    let folds = Folds(units)
    let fit = folds.selection.flatMap { units.levelsOfUnit[$0] }.sorted()
    let report = folds.report.flatMap { units.levelsOfUnit[$0] }.sorted()
    guard !fit.isEmpty, folds.report.count >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: min(fit.count, folds.report.count), needed: 2, purpose: "an interchange")
    }
    var place: [Int: Int] = [:]
    for (index, unit) in folds.report.enumerated() { place[unit] = index }
    let unitOf = report.map { place[units.unitOfLevel[$0]] ?? 0 }
    var resampling = random.split("interchange bootstrap")
    let bootstrap = try LevelBootstrap(
      units: folds.report.count, replicates: replicates, using: &resampling)
    func share(_ follows: [Bool]) -> BootstrapEstimate {
      var sums = Matrix<Double>(rows: folds.report.count, columns: 2)
      for (index, follows) in follows.enumerated() {
        sums[unitOf[index], 0] += follows ? 1 : 0
        sums[unitOf[index], 1] += 1
      }
      return bootstrap.estimate(sums) { $0[$0.startIndex] / $0[$0.startIndex + 1] }
    }
    let without = try interchange.follows(report, .none)
    let count = folds.report.count
    none = share(without).asShare(units: count)
    whole = share(try interchange.follows(report, .whole)).asShare(units: count)
    let answering = try interchange.answering(on: fit, leastAnswer: settings.leastAnswer)
    let range = try interchange.naturalRange(on: fit)
    func lost(_ follows: [Bool], _ kept: [Bool]) -> BootstrapEstimate? {
      var sums = Matrix<Double>(rows: count, columns: 3)
      for index in follows.indices {
        sums[unitOf[index], 0] += without[index] ? 1 : 0
        sums[unitOf[index], 1] += follows[index] ? 1 : 0
        sums[unitOf[index], 2] += kept[index] ? 1 : 0
      }
      guard share(follows).value - share(without).value > EquivalenceMargins.success else {
        return nil
      }
      return bootstrap.estimate(sums) { sums in
        let effect = sums[sums.startIndex + 1] - sums[sums.startIndex]
        return effect > 0 ? (sums[sums.startIndex + 1] - sums[sums.startIndex + 2]) / effect : .nan
      }
    }
    let searched = settings.ranks.filter { $0 <= interchange.channels }.map {
      (rank: $0, given: InterchangeSubspace?.none)
    }
    let all = searched + given.map { (rank: $0.rank, given: Optional($0)) }
    ranks = try all.map { rank, given in
      let stream = random.split("interchange").split(UInt64(rank))
      let subspace =
        try given ?? interchange.search(rank: rank, on: fit, settings, random: stream)
      let follows = try interchange.follows(report, .within(subspace))
      let answered = try interchange.follows(report, .answered(subspace, by: answering))
      let natural = try interchange.follows(report, .natural(subspace, range))
      let principal = try interchange.principal(rank: rank, on: fit)
      let other = try untrained.search(rank: rank, on: fit, settings, random: stream)
      return Rank(
        rank: rank, subspace: subspace, accuracy: share(follows).asShare(units: count),
        principal: share(try interchange.follows(report, .within(principal))),
        untrained: share(try untrained.follows(report, .within(other))),
        answered: share(answered), natural: share(natural), nullShare: lost(follows, answered),
        unnaturalShare: lost(follows, natural))
    }
    self.site = site
    self.squares = squares
    fitPairs = fit.count
    reportPairs = report.count
  }
}
