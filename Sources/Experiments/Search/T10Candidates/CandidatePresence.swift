internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Probing
package import Statistics

/// Is the losing candidate there before the network commits itself?
///
/// Squares of the losing way are held against the same squares of the level in which a wall far down
/// that way makes it illegal. Picture, start and winner are the same but for that wall. A probe is
/// asked at each such square which of the two it is in, from the state at the tick before the
/// commitment; the increment is over a reader of all planes.
package struct CandidatePresence: Sendable {
  /// Whether the state is that of each level's tick before its commitment, or of the end.
  package let isBeforeCommitment: Bool
  package let baseline: BootstrapEstimate
  package let increment: BootstrapEstimate
  package let untrained: BootstrapEstimate?
  /// The increment minus the mean of the untrained networks.
  package let effect: BootstrapEstimate
  /// The labels of other levels' candidates: what is fitted under them.
  package let null: PermutationNull?
  /// Report levels with such squares.
  package let levels: Int

  /// - Parameters:
  ///   - agents: the network under study first.
  ///   - ticks: the tick at which each level's state is read.
  init(
    _ agents: [Agent], choices: [ForkedLevel], ticks: [Int], site: String,
    isBeforeCommitment: Bool, subject: StudySubject, settings: SearchSettings,
    random: RandomStream
  ) throws {
    var levels: [MazeLevel] = []
    var keys: [LevelKey] = []
    var labels: [Int?] = []
    var own: [Int] = []
    for (index, choice) in choices.enumerated() {
      guard let blocked = choice.blocked else { continue }
      for (label, level) in [blocked, choice.level].enumerated() {
        levels.append(level)
        own.append(ticks[index])
        keys.append(
          LevelKey(
            id: "\(choice.key.id), \(label == 0 ? "blocked" : "open")", digest: choice.key.digest))
        var map = [Int?](repeating: nil, count: level.grid.count)
        for cell in choice.openSquares { map[level.grid.index(cell)] = label }
        labels += map
      }
    }
    let set = try LevelSet(levels)
    let data = try ProbeData(
      levels: keys, cells: set.cells, labels: labels,
      classes: ["leads back", "leads on"])
    let observations = subject.encoder.observations(of: levels)
    let (scan, _) = try settings.baseline.scan(
      data, observations: observations, levels: set, settings: settings.increments,
      random: random.split("candidate presence"))
    let results = try agents.enumerated().map { network, agent in
      let maps = try MapsByTick.maps(
        agent, site: site, levels: levels, ticks: own, encoder: subject.encoder)
      return try scan.measure(
        LocalFeatures.gather(maps, .single, for: data), withNull: network == 0)
    }
    self.isBeforeCommitment = isBeforeCommitment
    baseline = scan.baseline
    increment = results[0].increment
    untrained = BootstrapEstimate.mean(of: results.dropFirst().map(\.increment))
    effect =
      results.count > 1
      ? scan.difference(results[0].sums, meanOf: results.dropFirst().map(\.sums))
      : results[0].increment
    null = results[0].null
    self.levels = scan.reportLevels
  }
}
