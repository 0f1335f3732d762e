package import Agents
package import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Probing
package import Statistics
package import Storage

/// What a network that has to remember a goal holds of it: whether it gets there, at which steps its
/// state tells the goal beyond all that happened since it was shown, and whether it acts by that.
package struct GoalRecallStudy: Sendable {
  package struct Settings: Sendable {
    /// How episodes are played that are read: starts anywhere, actions replaced once the goal is
    /// gone, so that what happens does not simply follow from the goal.
    package var environment: GoalRecallEnvironment
    package var episodes = 1000
    package var increments = IncrementSettings()
    package var randomFeatures = 1024
    package var twins = UntrainedTwins.count
    /// How often states are exchanged between episodes for the band beside an increment.
    package var exchanges = 100
    /// Starts closer than this count as one sample.
    package var startWidth = 0.0005
    /// How sure of itself the best observer of the moves is where they give the goal away.
    package var givenAway = 0.98
    /// Random directions of each kind.
    package var draws = 256
    /// Other episodes that are steered.
    package var fresh = 200

    /// - Parameter environment: the task; its starts and replaced actions are set.
    package init(_ environment: GoalRecallEnvironment = GoalRecallEnvironment()) {
      self.environment = environment
      self.environment.starts = .uniform
      self.environment.replaced = 0.3
      increments.metric = .balancedAccuracy
    }
  }

  package let name: String
  package let settings: Settings
  package let courses: [RecallCourse]
  /// The share of episodes that reached the goal.
  package let solved: BootstrapEstimate
  /// The mean of it over untrained networks of the same shape.
  package let untrainedSolved: Double
  package let steps: [RecallStep]
  package let steering: RecallSteering
  /// The site that was read, and how many channels it has.
  package let site: (name: String, channels: Int)
  /// Groups of episodes with about the same start.
  package let units: Int

  /// - Throws: ``GoalError/noVectorMemory(architecture:)``, ``CaptureError/interrupted``, and what the
  ///   network's runs and the probes throw.
  package init(
    of agent: Agent, name: String, settings: Settings = Settings(), random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    let player = try RecallPlayer(agent, interruption: interruption)
    let episodes = try (0..<settings.episodes).map {
      try settings.environment.episode(
        drawnFrom: random.split("episodes").split(UInt64($0)), part: .heldOut)
    }
    let courses = try player.play(episodes)
    let groups = ClusterIndex(courses.map { Int(($0.start + 1) / settings.startWidth) })
    var sums = Matrix<Double>(rows: groups.count, columns: 2)
    for (place, course) in courses.enumerated() {
      sums[groups.places[place], 0] += course.isSolved ? 1 : 0
      sums[groups.places[place], 1] += 1
    }
    var drawing = random.split("solved")
    solved = try LevelBootstrap(
      units: groups.count, replicates: settings.increments.replicates, using: &drawing
    ).estimate(sums, metric: Proportion.share).asShare(units: groups.count)
    untrainedSolved = Sample.mean(
      try UntrainedTwins.of(agent, count: settings.twins).map { twin in
        let played = try player.with(twin).play(Array(episodes.prefix(settings.fresh)))
        return Double(played.count(where: \.isSolved)) / Double(max(1, played.count))
      })
    steps = try RecallDecoding(
      courses, player, settings: settings, random: random.split("decoding")
    ).steps(progress, interruption)
    steering = try RecallSteering(
      courses, player, settings: settings, random: random.split("steering"))
    self.name = name
    self.settings = settings
    self.courses = courses
    site = (player.site.name, player.units)
    units = groups.count
  }

  /// The first step that shows no goal; nil where too few episodes are under way there.
  package var firstHidden: RecallStep? { steps.first { !$0.showsGoal } }
}
