package import Agents
internal import LinearAlgebra
internal import Probing
package import Statistics
package import Storage
internal import Training

/// What G8 found of one run of a comparison, as it is kept in a file.
package struct RunGoalCourse: Sendable, Equatable, Codable {
  /// A change over the run's checkpoints, with its resamples of levels; absent where it is not defined.
  package struct Change: Sendable, Equatable, Codable {
    package let value: Double?
    package let replicates: [Double?]

    package init(_ estimate: BootstrapEstimate) {
      value = estimate.value.isFinite ? estimate.value : nil
      replicates = estimate.replicates.map { $0.isFinite ? $0 : nil }
    }

    package var estimate: BootstrapEstimate {
      BootstrapEstimate(value: value ?? .nan, percentileOf: replicates.map { $0 ?? .nan })
    }
  }

  /// What the run's checkpoints come to.
  package struct Found: Sendable, Equatable, Codable {
    /// The outcome's name, and why where nothing could be said.
    package let outcome: String
    package let why: String?
    package let place: String
    /// Where it is read what the network knows of doors.
    package let baseSite: GoalCourse.BaseSite
    /// The steps that were measured.
    package let steps: [Int]
    package let base: Change
    package let baseUse: Change
    package let proxyUse: Change
    /// How much of the choice goes through each on average over the checkpoints.
    package let baseLevel: Change
    package let proxyLevel: Change
    /// Whether the base is seen to become known (``Crystallization/becomesKnown``).
    package let becomesKnown: Bool
    /// Why the run cannot be read, where it cannot.
    package let refusal: String?
    package let margin: Double?
    package let drift: Double?
    package let gradientShare: Double?
    package let identifiableShare: Double?
    /// Of doors less red things, in log odds: what training that does not tell them apart would have
    /// moved, and what it did.
    package let expected: Double?
    package let observed: Double?
  }

  package let checkpoint: String
  package let levels: String
  package let seed: UInt64
  package let revision: Int
  package let found: Found?
  /// Why there is no course.
  package let leftOut: String?

  /// Checkpoints measured of each run.
  private static let checkpoints = 8

  package init(
    checkpoint: String, levels: String, seed: UInt64, found: Found?, leftOut: String? = nil
  ) {
    self.checkpoint = checkpoint
    self.levels = levels
    self.seed = seed
    revision = RunMeasurement.currentRevision
    self.found = found
    self.leftOut = leftOut
  }

  /// Measures the checkpoints of a run on the comparison's levels, with the same resamples for all runs.
  ///
  /// - Throws: ``CaptureError/interrupted``, and as reading and measuring checkpoints does.
  package init(
    of run: ComparedRun, steps: [Int], agent: @Sendable (Int) throws -> Agent,
    on levels: GoalLevels, seed: UInt64, interruption: Interruption = .never
  ) throws {
    var settings = GoalCourse.Settings()
    settings.checkpoints = Self.checkpoints
    settings.isByGradient = run.factors.others["method"] != EvolutionSettings.method
    var found: Found?
    var leftOut: String?
    do {
      let course = try GoalCourse(
        run.name, steps: steps, agent: agent, levels: levels, encoder: run.subject.encoder,
        settings: settings, random: RandomStream(seed: seed).split("goal course"),
        interruption: interruption)
      found = Found(
        course.crystallization, of: course.series, at: course.place.description,
        baseSite: course.baseSite)
    } catch GoalError.noCourse(let why) {
      leftOut = why
    } catch let error where GoalStudy.isOfTheData(error) {
      leftOut = "\(error)"
    }
    self.init(
      checkpoint: run.digest, levels: RunMeasurement.digest(levels), seed: seed, found: found,
      leftOut: leftOut)
  }
}

extension RunGoalCourse.Found {
  package init(
    _ found: Crystallization, of series: GoalSeries, at place: String,
    baseSite: GoalCourse.BaseSite = .things
  ) {
    var why: String?
    if case .inconclusive(let reason) = found.outcome { why = reason }
    self.init(
      outcome: found.outcome.name, why: why, place: place, baseSite: baseSite,
      steps: series.points.map(\.step),
      base: .init(found.baseChange), baseUse: .init(found.baseUseChange),
      proxyUse: .init(found.proxyUseChange), baseLevel: .init(found.baseUse),
      proxyLevel: .init(found.proxyUse), becomesKnown: found.becomesKnown, refusal: found.refusal,
      margin: found.margin.isFinite ? found.margin : nil, drift: found.drift,
      gradientShare: found.gradientShare, identifiableShare: found.identifiableShare,
      expected: found.confounded?.expected, observed: found.confounded?.observed)
  }
}
