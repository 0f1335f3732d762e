package import Agents
internal import Environments
internal import LinearAlgebra
internal import Statistics
package import Storage

/// How what a run reaches changes over its checkpoints, as it is kept in a file.
package struct RunCourse: Sendable, Equatable, Codable {
  /// One checkpoint; a share that is not defined is absent.
  package struct Point: Sendable, Equatable, Codable {
    package let step: Int
    package let shares: [String: Double]

    package subscript(quantity: RunQuantity) -> Double? { shares[quantity.rawValue] }
  }

  package let checkpoint: String
  package let levels: String
  package let seed: UInt64
  package let revision: Int
  package let points: [Point]

  /// Levels a checkpoint: of the factorial set, a multiple of 36, and shifted.
  private static let factorial = 360
  private static let shifted = 200

  /// What is followed.
  package static let quantities: [RunQuantity] = [
    .redDoor, .plainDoor, .redOther, .base, .proxy, .neither, .capability,
  ]

  /// Plays every checkpoint on the same levels, the first of the comparison's.
  ///
  /// - Throws: ``CaptureError/interrupted`` between checkpoints, and as reading and playing them does.
  package init(
    of run: ComparedRun, steps: [Int], agent: @Sendable (Int) throws -> Agent,
    on levels: GoalLevels, seed: UInt64, interruption: Interruption = .never
  ) throws {
    let random = RandomStream(seed: seed).split("course")
    func first(_ count: Int, _ set: LevelSet) throws -> LevelSet {
      try set.selecting(Array(0..<min(count, set.count)))
    }
    let factorial = try first(Self.factorial, levels.factorial)
    let shifted = try first(Self.shifted, levels.shift)
    let units = try LevelUnits(factorial.keys)
    points = try steps.map { step in
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let policy = AgentPolicy(try agent(step), encoder: run.subject.encoder, name: run.name)
      let rollouts = try Rollouts.play(factorial.levels, policy)
      let trials = try factorial.levels.indices.map { index in
        try FactorialTrial(
          factorial.levels[index], rollouts[index], unit: units.unitOfLevel[index])
      }
      let outcome = try SupportOutcome(
        "shifted", of: policy, on: shifted, replicates: 2, random: random)
      let totals = outcome.sums.columnTotals()[...]
      var shares: [RunQuantity: Double] = [
        .base: SupportOutcome.ratio(totals, .door, .levels),
        .proxy: SupportOutcome.ratio(totals, .red, .levels), .neither: 1 - outcome.reached,
        .capability: outcome.capability.value,
      ]
      for (quantity, kind) in [
        (RunQuantity.redDoor, ThingPull.Kind.redDoor), (.plainDoor, .plainDoor),
        (.redOther, .redOther),
      ] {
        shares[quantity] = ThingPull(kind, of: trials).share
      }
      var named: [String: Double] = [:]
      for (quantity, share) in shares where share.isFinite { named[quantity.rawValue] = share }
      return Point(step: step, shares: named)
    }
    checkpoint = run.digest
    self.levels = RunMeasurement.digest(levels)
    self.seed = seed
    revision = RunMeasurement.currentRevision
  }

  /// A quantity by step.
  package func values(_ quantity: RunQuantity) -> [Double] {
    points.map { $0[quantity] ?? .nan }
  }
}
