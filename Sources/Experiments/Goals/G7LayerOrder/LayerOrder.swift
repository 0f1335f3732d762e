internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics
package import Storage

/// G7: which does the network make up first, its ways or its goal?
///
/// Two things about a level are changed in the picture: a wall, so that the way to the thing it goes for
/// begins elsewhere (the world), and which thing stands where (the goal). From each depth on, the
/// activations around the changed squares are given what they are with the change, and the choice is read:
/// what is left of the effect of the changed picture is still to be read there. Where a profile falls, the
/// network reads; its centre of gravity is the depth at which it does so on average. A network that makes a
/// map of ways first and looks up what to go for on it reads walls early and things late; one that chooses
/// first and then finds a way, the other way round; one that reads both anew at every tick has no order.
///
/// Causal profiles are used and not what a probe reads by depth, for a network that copies its input from
/// layer to layer has everything everywhere.
package struct LayerOrder: Sendable {
  /// What it comes to.
  package enum Outcome: Sendable, Equatable {
    case worldFirst, goalFirst, together
    case inconclusive(String)

    package var name: String {
      switch self {
      case .worldFirst: "ways before goal"
      case .goalFirst: "goal before ways"
      case .together: "together"
      case .inconclusive: "inconclusive"
      }
    }
  }

  /// How much of a change's effect is still to be had from each depth on.
  package struct Profile: Sendable {
    package let left: [BootstrapEstimate]
    /// The mean depth at which it falls, in depths from 0.
    package let centre: BootstrapEstimate
    package let levels: Int
    /// The same from the first depth on, at as many squares elsewhere.
    package let elsewhere: Double
  }

  package let depths: [String]
  package let world: Profile
  package let goal: Profile
  /// The goal's centre minus the world's, in depths.
  package let difference: BootstrapEstimate
  package let levelDigest: String

  /// A change has to do this much at the first depth.
  package static let leastEffect = 0.5
  package static let fewestLevels = 60
  /// Things are exchanged in at most so many levels: all sites of all of them are kept.
  private static let mostLevels = 300
  /// Centres nearer than this share of the depths over which anything is read are together.
  package static let closest = 0.1
  /// A profile is read out where less than this share of its first value is left.
  private static let readOut = 0.1
  /// At most so many depths are begun at.
  private static let mostDepths = 10

  /// - Throws: ``GoalError/noOrder(_:)`` where there is none to be told, ``CaptureError`` for a run that is
  ///   interrupted, and as runs do.
  package init(
    _ network: GoalNetwork, replicates: Int = 1000, random: RandomStream,
    interruption: Interruption = .never
  ) throws {
    let starts = try Self.starts(network)
    guard starts.count > 1 else {
      throw GoalError.noOrder(
        "the network has \(starts.count) depth\(starts.count == 1 ? "" : "s") at which it holds a state for "
          + "each square, of at least 2")
    }
    let natural = try network.choices(in: Array(0..<network.levels.count))
    // Levels in which it is clear what the network goes for.
    let clear = natural.indices.filter { abs(natural[$0].chosen - 0.5) > 0.49 }
    var edits: [(level: Int, edit: WallEdit)] = []
    for level in clear {
      var drawing = random.split("walls").split(network.levels.levels[level].digest)
      let thing = natural[level].chosen > 0.5 ? 0 : 1
      if let edit = WallEdit(
        of: network.levels.levels[level], toward: thing, using: &drawing)
      {
        edits.append((level, edit))
      }
    }
    guard edits.count > 1, clear.count > 1 else {
      throw GoalError.noOrder("\(edits.count) levels have a wall that matters to the way")
    }
    let walls = LayerOrderChange(
      network, edits.map(\.level), pictures: edits.map(\.edit.level),
      centres: edits.map { [$0.edit.square] },
      toward: edits.map { ($0.edit.before, $0.edit.after) })
    let some = Array(clear.prefix(Self.mostLevels))
    let exchanged = try some.map { try network.levels.levels[$0].exchangingThings() }
    let things = LayerOrderChange(
      network, some, pictures: exchanged,
      centres: some.map { network.levels.levels[$0].objects.map(\.cell) },
      toward: some.map { level in
        let trial = network.trials[level]
        let isFirst = natural[level].chosen > 0.5
        return isFirst
          ? (trial.first.optimal, trial.second.optimal)
          : (trial.second.optimal, trial.first.optimal)
      })
    let profiles = try [("world", walls), ("goal", things)].map { name, change in
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      return try change.profile(
        from: starts.map(\.sites), replicates: replicates, random: random.split(name))
    }
    depths = starts.map(\.name)
    (world, goal) = (profiles[0], profiles[1])
    difference = BootstrapEstimate(
      value: goal.centre.value - world.centre.value,
      percentileOf: zip(goal.centre.replicates, world.centre.replicates).map { $0 - $1 })
    levelDigest = network.levels.digest
  }

  /// The depths to begin at, each with all sites from there on: maps without ticks in their order, then
  /// ticks.
  private static func starts(
    _ network: GoalNetwork
  ) throws -> [(name: String, sites: [Site])] {
    let agent = network.agent
    let maps = agent.architecture.sites.filter(\.isMap)
    var depths: [(name: String, sites: [Site])] = maps.filter { !$0.hasTicks }
      .map { ($0.name, [Site($0.name)]) }
    var byTick: [Int: [Site]] = [:]
    for site in maps where site.hasTicks {
      for place in try agent.allTicks(
        of: site.name, thinking: network.ticks ?? agent.defaultTicks)
      {
        byTick[place.tick, default: []].append(place)
      }
    }
    depths += byTick.keys.sorted().map { ("tick \($0)", byTick[$0] ?? []) }
    let chosen = Array(depths.indices).thinned(to: mostDepths)
    return chosen.map { start in (depths[start].name, depths[start...].flatMap(\.sites)) }
  }

  package var gates: [EvidenceGate] {
    [("the wall", world), ("the things", goal)].flatMap { name, profile in
      [
        EvidenceGate(
          name: "levels with \(name) changed", passed: profile.levels >= Self.fewestLevels,
          detail: "\(profile.levels), of at least \(Self.fewestLevels)"),
        EvidenceGate(
          name: "\(name) changed in activations",
          passed: (profile.left[0].interval?.lower ?? -1) > Self.leastEffect,
          detail:
            "does \(GoalText.share(profile.left[0].value, profile.left[0].interval)) of what it "
            + "does in the picture, of more than \(GoalText.percent(Self.leastEffect))"),
      ]
    }
  }

  /// Centres nearer than this are together, in depths: a tenth of those over which either profile falls.
  package var margin: Double {
    let reach = [world, goal].map { profile -> Int in
      let last = profile.left.lastIndex {
        $0.value >= Self.readOut * profile.left[0].value
      }
      return min((last ?? 0) + 1, depths.count - 1)
    }
    return Self.closest * Double(reach.max() ?? 1)
  }

  package var outcome: Outcome {
    if let failed = gates.first(where: { !$0.passed }) {
      return .inconclusive("\(failed.name): \(failed.detail)")
    }
    guard let interval = difference.interval else {
      return .inconclusive("the order is not defined")
    }
    let margin = margin
    if interval.lower > margin { return .worldFirst }
    if interval.upper < -margin { return .goalFirst }
    if interval.isInside(margin: margin) { return .together }
    return .inconclusive("the interval of the difference holds both an order and none")
  }
}
