package import LinearAlgebra

/// Levels to probe on: hard enough that an observation does not give the plan away, each
/// layout at most once, none from the sets that are kept apart.
package struct ProbingSet: Sendable {
  package let levels: [MazeLevel]
  /// The digest of each level.
  package let digests: [UInt64]
  /// The hardness asked for.
  package let minimumHardness: Double
  /// The number of levels drawn to find these.
  package let drawn: Int
  /// The mean hardness of all levels drawn, and of those kept.
  package let meanHardnessDrawn: Double
  package let meanHardness: Double

  /// Draws levels until `count` are hard enough, new and not excluded.
  ///
  /// Factorial environments keep their 36 pairs balanced: each pair is drawn until one is
  /// accepted.
  ///
  /// - Parameters:
  ///   - minimumHardness: the least share of hard squares on the path (see ``Hardness``).
  ///   - excluding: digests of levels that must not come up, as those held out or trained on.
  /// - Throws: ``EnvironmentError`` where settings are impossible or fewer than one level in
  ///   a thousand is accepted.
  package init(
    _ environment: RedDoorEnvironment, count: Int, minimumHardness: Double = 0.3,
    excluding: Set<UInt64> = [], using random: inout RandomStream
  ) throws(EnvironmentError) {
    var levels: [MazeLevel] = []
    var digests: [UInt64] = []
    var seen = excluding
    var drawn = 0
    var (sumDrawn, sumKept) = (0.0, 0.0)
    let limit = 1000 * (count + 10)
    var order = random.permutation(FactorialPairs.all.count)
    while levels.count < count {
      guard drawn < limit else {
        throw .tooFewAccepted(wanted: count, accepted: levels.count, drawn: drawn)
      }
      let level: MazeLevel
      if environment.support == .factorial {
        level = try environment.level(pair: order[levels.count % order.count], using: &random)
      } else {
        level = try environment.level(using: &random)
      }
      drawn += 1
      let hardness = Hardness(level).share
      sumDrawn += hardness
      guard hardness >= minimumHardness else { continue }
      let digest = level.digest
      guard seen.insert(digest).inserted else { continue }
      sumKept += hardness
      levels.append(level)
      digests.append(digest)
      if levels.count % order.count == 0 { random.shuffle(&order) }
    }
    self.levels = levels
    self.digests = digests
    self.minimumHardness = minimumHardness
    self.drawn = drawn
    meanHardnessDrawn = drawn == 0 ? 0 : sumDrawn / Double(drawn)
    meanHardness = levels.isEmpty ? 0 : sumKept / Double(levels.count)
  }
}
