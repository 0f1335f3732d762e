internal import Environments
internal import LinearAlgebra
internal import Probing
package import Statistics

/// Whether the goal that is read from the state is the one that the network acts by: the difference of
/// the two goals' mean states, added once when the goal is shown no more, and random directions that
/// are as long.
///
/// Played are the ten episodes of the published task, greedily and with no action replaced, and others
/// that the direction was not found on. An episode is *flipped* if it reaches the end without the
/// goal. Every push is toward the other goal: the direction in episodes whose goal is left, its
/// negative where it is right; random directions are signed alike.
package struct RecallSteering: Sendable {
  /// What was done to the listed episodes.
  package struct Outcome: Sendable {
    /// 1 for each episode that reached the end without the goal, 0 for the others.
    package let flips: [Double]
    /// How many reached no end in time.
    package let cut: Int

    init(_ courses: [RecallCourse]) {
      flips = courses.map { $0.reached == $0.goal.other ? 1 : 0 }
      cut = courses.count { $0.reached == nil }
    }

    package var count: Int { Int(flips.reduce(0, +)) }
  }

  /// The step after which the state is changed: the first that shows no goal.
  package let step: Int
  /// The length of the direction, and its length in standard deviations of the states.
  package let length: Double
  package let spread: Double
  /// Episodes that the direction was found on.
  package let fitted: Int
  /// The listed episodes as they are.
  package let unsteered: Outcome
  /// With the direction added.
  package let steered: Outcome
  /// With its opposite, toward the goal that they have.
  package let reversed: Outcome
  /// Flips of each random draw, by kind of length.
  package let random: [(length: MatchedLength, flips: [Int])]
  /// The same of directions of any angle and equal Euclidean length, which hold some of the direction
  /// itself: among few channels much of it. They say how rare it is, and are no part of the test.
  package let anyAngle: [Int]
  /// Flips by the direction, less what random directions do.
  package let effect: MatchedEffect
  /// The share of other episodes that are flipped, and that go wrong as they are.
  package let fresh: BootstrapEstimate
  package let freshUnsteered: Double
  package let freshCount: Int
  package let gates: [EvidenceGate]

  /// - Parameter courses: the episodes that the direction is found on.
  /// - Throws: ``GoalError/nothingChanges(what:)``, ``GoalError/noGoal(end:step:)``, and what playing throws.
  init(
    _ courses: [RecallCourse], _ player: RecallPlayer, settings: GoalRecallStudy.Settings,
    random: RandomStream
  ) throws {
    let step = settings.environment.shown
    let units = player.units
    let states = courses.filter { $0.steps > step }.map {
      (goal: $0.goal, state: $0.states[step * units..<(step + 1) * units].map(Double.init))
    }
    let means = try GoalRecallEpisode.End.allCases.map { end -> [Double] in
      let own = states.filter { $0.goal == end }.map(\.state)
      guard !own.isEmpty else { throw GoalError.noGoal(end: "\(end)", step: step) }
      return (0..<units).map { unit in Sample.mean(own.map { $0[unit] }) }
    }
    let direction = zip(means[1], means[0]).map { $0 - $1 }

    var published = settings.environment
    published.starts = .listed
    published.replaced = 0
    let listed = published.listedEpisodes(drawnFrom: random.split("listed"))
    /// Plays a number of sets of the listed episodes side by side, one a push.
    func play(_ pushes: [[Double]], sign: Double = 1) throws -> [Outcome] {
      let courses = try player.play(
        pushes.flatMap { _ in listed },
        pushing: Self.push(pushes.flatMap { push in listed.map { ($0, push) } }, at: step, sign))
      return pushes.indices.map {
        Outcome(Array(courses[$0 * listed.count..<($0 + 1) * listed.count]))
      }
    }
    let plain = try player.play(listed)
    let zero = try player.play(
      listed,
      pushing: Self.push(
        listed.map { ($0, [Double](repeating: 0, count: units)) }, at: step, 1))
    guard
      zip(plain, zero).allSatisfy({ plain, zero in
        plain.choices == zero.choices
          && plain.states.map(\.bitPattern) == zero.states.map(\.bitPattern)
      })
    else { throw GoalError.nothingChanges(what: "the state") }

    let covariance = Self.covariance(states.map(\.state))
    var kinds: [(length: MatchedLength, outcomes: [Outcome])] = []
    var spread = 0.0
    for kind in MatchedLength.allCases {
      let space = try ChangeSpace(kind, covariance: covariance)
      if kind == .mahalanobis { spread = space.squaredLength(direction).squareRoot() }
      let pushes = (0..<settings.draws).compactMap {
        space.direction(
          like: direction,
          using: random.split(kind.rawValue).split(UInt64($0)))
      }
      guard !pushes.isEmpty else { continue }
      kinds.append((kind, try play(pushes)))
    }

    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let anyAngle = try play(
      (0..<settings.draws).map { draw in
        var stream = random.split("any angle").split(UInt64(draw))
        let drawn = direction.map { _ in stream.normal() }
        let factor = length / drawn.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return drawn.map { factor * $0 }
      })

    var elsewhere = published
    elsewhere.starts = .uniform
    let others = try (0..<settings.fresh).map {
      try elsewhere.episode(drawnFrom: random.split("fresh").split(UInt64($0)), part: .heldOut)
    }
    let freshPlain = Outcome(try player.play(others))
    let freshFlips = Outcome(
      try player.play(others, pushing: Self.push(others.map { ($0, direction) }, at: step, 1)))
    var drawing = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: listed.count, replicates: settings.increments.replicates, using: &drawing)
    let freshBootstrap = try LevelBootstrap(
      units: others.count, replicates: settings.increments.replicates, using: &drawing)

    self.step = step
    self.length = length
    self.anyAngle = anyAngle.map(\.count)
    self.spread = spread
    fitted = states.count
    let unsteered = Outcome(plain)
    self.unsteered = unsteered
    let steered = try play([direction])[0]
    self.steered = steered
    reversed = try play([direction], sign: -1)[0]
    self.random = kinds.map { ($0.length, $0.outcomes.map(\.count)) }
    let everywhere = Array(listed.indices)
    effect = MatchedEffect(
      own: steered.flips,
      nulls: kinds.map { kind in
        MatchedNull(
          name: "random directions of \(kind.length.phrase)", own: steered.flips,
          outcomes: kind.outcomes.map { (everywhere, $0.flips) })
      }, with: bootstrap)
    fresh = Proportion.bootstrapped(
      successes: freshFlips.flips, trials: freshFlips.flips.map { _ in 1 }, with: freshBootstrap
    ).asShare(units: others.count)
    freshUnsteered = Sample.mean(freshPlain.flips)
    freshCount = others.count
    let solved = plain.count { $0.isSolved }
    gates = [
      EvidenceGate(
        name: "the goal is reached unsteered", passed: 10 * solved >= 9 * listed.count,
        detail: "\(solved) of \(listed.count), at least 9 in 10 are needed"),
      EvidenceGate(
        name: "random directions", passed: kinds.map(\.outcomes.count).min() ?? 0 >= 200,
        detail: "\(kinds.map(\.outcomes.count).min() ?? 0) of each kind, at least 200 are needed"),
    ]
  }

  private static func push(
    _ pushes: [(episode: GoalRecallEpisode, direction: [Double])], at step: Int, _ sign: Double
  ) -> RecallPlayer.Push {
    RecallPlayer.Push(
      step: step,
      values: Matrix(
        rows: pushes.count, columns: pushes.first?.direction.count ?? 0,
        elements: pushes.flatMap { episode, direction in
          direction.map { Float(-sign * episode.goal.position * $0) }
        }))
  }

  /// About the mean of all states, whichever the goal.
  private static func covariance(_ states: [[Double]]) -> Matrix<Double> {
    let rows = Matrix(
      rows: states.count, columns: states.first?.count ?? 0, elements: states.flatMap { $0 })
    let means = rows.columnTotals().map { $0 / Double(max(1, rows.rows)) }
    var centred = rows
    for row in 0..<rows.rows {
      for column in 0..<rows.columns { centred[row, column] -= means[column] }
    }
    var products = centred.transposedMultiplied(by: centred)
    for index in products.elements.indices {
      products.elements[index] /= Double(max(1, rows.rows))
    }
    return products
  }

  /// Whether the direction turns the network from one goal to the other, and random ones do not.
  package var status: EvidenceStatus {
    effect.status(margin: EquivalenceMargins.success, gates: gates)
  }
}
