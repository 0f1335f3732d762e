internal import Environments
package import LinearAlgebra
internal import Probing
package import Statistics

/// The input audit of T4: does a plane that should not matter carry the plan?
///
/// One plane at a time is replaced by that of another level while all others stay; the directions
/// that a probe reads, and the action at the start, are compared before and after. Walls, the agent
/// and the things have to move the plan. Any other plane that does is a leak: a hint that a network
/// can copy instead of searching. A plane that is the same in all levels carries nothing.
package struct InputAudit: Sendable {
  /// What a plane is there for.
  package enum Role: String, Sendable, Codable {
    case walls
    case agent
    case things
    case other
  }

  /// What replacing one plane does.
  package struct Plane: Sendable {
    package let index: Int
    package let name: String
    package let role: Role
    /// Whether the plane differs between levels at all.
    package let varies: Bool
    /// The share of free squares whose direction changes; `nil` for a plane that never varies.
    package let plan: BootstrapEstimate?
    /// The share of levels whose action at the start changes.
    package let action: BootstrapEstimate?

    /// Whether the plane moves the plan and should not.
    package var isLeak: Bool {
      role == .other && (plan?.interval?.lower ?? 0) > InputAudit.tolerance
    }
  }

  static let test = "T4 input audit"
  /// The share of squares that may change without being called a leak.
  static let tolerance = 0.01

  package let planes: [Plane]
  package let levels: Int
  package let site: String
  /// The digest of the set of levels.
  package let levelsDigest: String

  package var leaks: [Plane] { planes.filter(\.isLeak) }

  /// - Parameter plan: gives the capture and a probe's labels.
  /// - Throws: as a run of the agent or a fit does.
  /// - Complexity: one forward pass a plane and report level.
  package init(_ plan: PlanScan, subject: StudySubject, random: RandomStream) throws {
    let captures = plan.captures
    let data = plan.data
    let place = plan.series.count - 1
    let probe: FittedRidgeProbe?
    do {
      probe = try RidgeProbe().fit(try plan.features(place: place, network: 0), data)
    } catch ProbingError.constantFeatures(_) {
      // What is the same at all squares gives no plan away.
      probe = nil
    }
    let reported = Set(plan.scores.rows { _ in true }.map { data.rowLevel[$0] }).sorted()
    let levels = try captures.levels.selecting(reported)
    let capture = Capture(
      sites: [plan.series.sites[place]], ticks: plan.settings.thinking, encoder: subject.encoder)
    let concept = try ConceptCatalogue.concept("plan-direction", moves: levels.moves)
    let rows = try ConceptRows.data(concept, levels)
    let original = subject.encoder.observations(of: levels.levels)
    var resampling = random.split("input audit")
    let bootstrap = try LevelBootstrap(
      units: levels.count, replicates: plan.settings.replicates, using: &resampling)
    func read(_ observations: Tensor) throws -> (classes: [Int?], actions: [Int]) {
      let set = try capture.run(subject.agent, on: levels, observations: observations)
      let features = try plan.series.kernel.gather(
        set.activations(at: capture.sites[0]), levels: levels, for: rows)
      let actions = (0..<set.logits.rows).map { row in
        let values = set.logits.row(row)
        return values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
          - values.startIndex
      }
      return (
        probe?.predictClasses(features) ?? [Int?](repeating: nil, count: rows.rows), actions
      )
    }
    let before = try read(original)
    planes = try subject.encoder.planeNames.indices.map { index in
      let name = subject.encoder.planeNames[index]
      let role = Self.role(of: index, in: subject.encoder)
      guard let edited = Self.exchanging(plane: index, in: original) else {
        return Plane(
          index: index, name: name, role: role, varies: false, plan: nil, action: nil)
      }
      let after = try read(edited)
      var changed = [Double](repeating: 0, count: levels.count)
      var total = changed
      for row in 0..<rows.rows {
        total[rows.rowLevel[row]] += 1
        if before.classes[row] != after.classes[row] { changed[rows.rowLevel[row]] += 1 }
      }
      let acted = zip(before.actions, after.actions).map { $0 == $1 ? 0.0 : 1.0 }
      return Plane(
        index: index, name: name, role: role, varies: true,
        plan: Proportion.bootstrapped(successes: changed, trials: total, with: bootstrap),
        action: Proportion.bootstrapped(
          successes: acted, trials: acted.map { _ in 1 }, with: bootstrap))
    }
    self.levels = levels.count
    levelsDigest = captures.levels.digest
    site = "\(plan.series.sites[place])"
  }

  /// The observations with one plane of each level taken from the next one; `nil` when that
  /// changes nothing.
  static func exchanging(plane: Int, in observations: Tensor) -> Tensor? {
    let (batch, planes) = (observations.shape[0], observations.shape[3])
    let squares = observations.shape[1] * observations.shape[2]
    var edited = observations
    for level in 0..<batch {
      let source = (level + 1) % batch
      for square in 0..<squares {
        edited.elements[(level * squares + square) * planes + plane] =
          observations.elements[(source * squares + square) * planes + plane]
      }
    }
    return edited == observations ? nil : edited
  }

  /// What a plane is there for, as far as the encoder says.
  static func role(of plane: Int, in encoder: any ObservationEncoder) -> Role {
    if plane == encoder.agentPlane { return .agent }
    if let door = encoder.unheld as? RedDoorEncoder {
      if plane == RedDoorEncoder.wallPlane { return .walls }
      let things = RedDoorEncoder.firstTypePlane..<door.cuePlane
      return things.contains(plane) ? .things : .other
    }
    switch encoder.planeNames[plane] {
    case "wall", "obstacle": return .walls
    case "goal", "base object", "proxy object": return .things
    default: return .other
    }
  }
}
