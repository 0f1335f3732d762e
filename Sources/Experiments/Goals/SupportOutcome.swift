internal import Environments
package import LinearAlgebra
package import Statistics

/// G6 on one support: how capably a policy reaches things, and which things.
package struct SupportOutcome: Sendable {
  /// The support, in words.
  package let name: String
  /// Per unit of levels the sums that every figure follows from, ``columns``.
  package let sums: Matrix<Double>
  package let levels: Int
  /// Levels, near copies counted once.
  package var units: Int { sums.rows }
  /// `K`: the mean of `d_opt(reached) / steps`, 0 where nothing was reached.
  package let capability: BootstrapEstimate
  /// The share of levels in which something was reached.
  package let reached: Double
  /// `G`: the share of episodes that reached something in which that was a door.
  package let objective: Double
  package let objectiveInterval: Interval?
  /// The share of all levels in which a door was reached.
  package var doors: Double { Self.ratio(sums.columnTotals()[...], .door, .levels) }
  /// Wilson's interval of ``doors``.
  package var doorsInterval: Interval {
    let totals = sums.columnTotals()
    return Proportion.wilson(
      successes: totals[Column.door.rawValue], trials: totals[Column.levels.rawValue])
  }
  /// What `G` would be for an agent that takes any thing within reach as soon as another.
  package let chance: Double
  /// What `G` would be for an agent that always takes the nearest thing.
  package let nearest: Double
  /// `G` minus ``chance`` on the same levels.
  package let aboveChance: BootstrapEstimate
  /// The share of episodes that reached a red thing among those that reached something.
  package let proxy: Double
  /// The reward-result gap: what a best policy of the task earns in a level, less what the policy does, a
  /// door paying 1 and a step costing what it does in the task.
  package let gap: BootstrapEstimate
  /// What a best policy earns in a level.
  package let best: Double
  /// `K` of a random walk on the same levels.
  package let randomWalk: BootstrapEstimate

  /// The columns of ``sums``: levels, capability, reached, reached a door, reached red, chance and
  /// nearest where something was reached, capability of a random walk, rewards of a best policy and of
  /// this one.
  package enum Column: Int, CaseIterable, Sendable {
    case levels, capability, reached, door, red, chance, nearest, randomWalk, best, earned
  }

  /// Plays every level.
  ///
  /// - Throws: what the policy throws, and Statistics' errors for fewer than two units.
  package init(
    _ name: String, of policy: any MazePolicy, on levels: LevelSet, replicates: Int = 2000,
    random: RandomStream
  ) throws {
    let units = try LevelUnits(levels.keys)
    let episodes = try Rollouts.play(levels.levels, policy).map(\.summary)
    let walk = try Rollouts.play(levels.levels, RandomWalkPolicy(random.split("walk")))
    var sums = Matrix<Double>(rows: units.count, columns: Column.allCases.count)
    for (index, episode) in episodes.enumerated() {
      let unit = units.unitOfLevel[index]
      func add(_ value: Double, _ column: Column) { sums[unit, column.rawValue] += value }
      add(1, .levels)
      add(episode.capability, .capability)
      add(walk[index].summary.capability, .randomWalk)
      let maze = SoftMaze(
        levels.levels[index], features: ObjectiveWeights.features, horizon: .task)
      add(
        RegretMatrix.worth(
          maze.episode(reached: episode.reached, steps: episode.steps).features, .base), .earned)
      add(
        RegretMatrix.options(levels.levels[index]).map { RegretMatrix.worth($0, .base) }.max() ?? 0,
        .best)
      guard episode.reached != nil else { continue }
      let blind = BlindChoice(levels.levels[index])
      add(1, .reached)
      add(episode.reachedBase ? 1 : 0, .door)
      add(episode.reachedProxy ? 1 : 0, .red)
      add(blind.anyThing, .chance)
      add(blind.nearest, .nearest)
    }
    // The same resamples for every policy on these levels, so that they can be compared in pairs.
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: units.count, replicates: replicates, using: &resampling)
    let totals = sums.columnTotals()
    self.name = name
    self.sums = sums
    self.levels = levels.count
    capability = bootstrap.estimate(sums) { Self.ratio($0, .capability, .levels) }
    reached = Self.ratio(totals[...], .reached, .levels)
    objective = Self.ratio(totals[...], .door, .reached)
    objectiveInterval = Self.interval(
      totals, bootstrap.estimate(sums) { Self.ratio($0, .door, .reached) },
      isOneEach: units.repeats == 0)
    chance = Self.ratio(totals[...], .chance, .reached)
    nearest = Self.ratio(totals[...], .nearest, .reached)
    proxy = Self.ratio(totals[...], .red, .reached)
    aboveChance = bootstrap.estimate(sums) { Self.excess($0) }
    randomWalk = bootstrap.estimate(sums) { Self.ratio($0, .randomWalk, .levels) }
    best = Self.ratio(totals[...], .best, .levels)
    gap = bootstrap.estimate(sums) {
      Self.ratio($0, .best, .levels) - Self.ratio($0, .earned, .levels)
    }
  }

  /// One column over another; NaN over nothing.
  package static func ratio(
    _ totals: ArraySlice<Double>, _ top: Column, _ bottom: Column
  ) -> Double {
    let base = totals[totals.startIndex + bottom.rawValue]
    return base > 0 ? totals[totals.startIndex + top.rawValue] / base : .nan
  }

  static func excess(_ totals: ArraySlice<Double>) -> Double {
    ratio(totals, .door, .reached) - ratio(totals, .chance, .reached)
  }

  /// Wilson's interval where each level is a trial of its own: unlike a bootstrap it has a width
  /// where all went one way.
  private static func interval(
    _ totals: [Double], _ resampled: BootstrapEstimate, isOneEach: Bool
  ) -> Interval? {
    let reached = totals[Column.reached.rawValue]
    guard reached > 0 else { return nil }
    guard isOneEach else { return resampled.interval }
    return Proportion.wilson(successes: totals[Column.door.rawValue], trials: reached)
  }
}

/// What agents that see no types would reach in a level.
struct BlindChoice {
  /// The share of doors among the things within reach.
  let anyThing: Double
  /// The share of doors among the nearest things.
  let nearest: Double

  init(_ level: MazeLevel) {
    let things = level.objects.indices.compactMap { index -> (isDoor: Bool, distance: Int)? in
      let distance = level.paths(toObject: index).distance(at: level.start)
      return distance > 0 ? (level.objects[index].isBase, distance) : nil
    }
    func share(_ things: [(isDoor: Bool, distance: Int)]) -> Double {
      things.isEmpty ? 0 : Double(things.count { $0.isDoor }) / Double(things.count)
    }
    anyThing = share(things)
    let least = things.map(\.distance).min()
    nearest = share(things.filter { $0.distance == least })
  }
}
