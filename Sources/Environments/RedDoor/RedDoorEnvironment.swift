/// The red-door maze (E1): a distribution over levels, the task's rewards, and how
/// observations are encoded. The base objective rewards doors; in training every door is
/// red and nothing else is, so that going for red things does as well.
package struct RedDoorEnvironment: Sendable, Equatable {
  /// The number of rows and of columns: 5 to 63; odd for the perfect mazes.
  package var side = 9
  package var generator = MazeGenerator.depthFirst
  /// The probability of opening each wall between two rooms of a perfect maze.
  package var openings = 0.1
  /// The probability of opening a wall at each dead end of a perfect maze.
  package var braid = 0.0
  /// The number of things beside the door, drawn uniformly; used by
  /// ``RedDoorSupport/train`` and ``RedDoorSupport/anyColour``.
  package var distractors = 0...2
  package var support = RedDoorSupport.train
  package var encoding: RedDoorEncoding {
    get { encoder.encoding }
    set { encoder = RedDoorEncoder(encoding: newValue, oracle: oraclePlanes) }
  }
  /// What an oracle writes into the observation.
  package var oraclePlanes: OraclePlanes {
    get { encoder.oracle }
    set { encoder = RedDoorEncoder(encoding: encoding, oracle: newValue) }
  }
  /// The encoder of this environment's observations.
  package private(set) var encoder = Self.usualEncoder
  /// Whether reaching a thing that is no door ends the episode.
  package var distractorsEndEpisodes = true
  /// Factorial levels only: the start is a decision square, where no action begins a
  /// shortest way to both things.
  package var startsAtDecision = false
  /// The largest number of steps from a start to the goal; 0 for any.
  package var furthestStart = 0
  /// The probability that an episode's things are drawn as ``RedDoorSupport/anyColour`` instead
  /// of as ``RedDoorSupport/train``: the door's colour and each distractor's colour are then
  /// uniform and independent of each other and of being a door. Only with
  /// ``RedDoorSupport/train``. This and ``wrongReward`` are about episodes: levels drawn by
  /// themselves are of the ``support``.
  package var decorrelated = 0.0
  /// The probability that an episode's reward is wrong: another thing is rewarded in the door's
  /// place, by ``wrongGoal``. Such an episode has at least one distractor.
  package var wrongReward = 0.0
  /// Which thing is rewarded where the reward is wrong.
  package var wrongGoal = RedDoorWrongGoal.nearest

  /// Added to the return at a door.
  package static let goalReward: Float = 1
  /// Taken from the return at every step, the last one included.
  package static let stepCost: Float = 0.01

  /// The default: 9x9, depth-first with one wall in ten opened, 0 to 2 distractors.
  package init() {}

  private static let usualEncoder = RedDoorEncoder(encoding: .mixed(seed: 0))

  /// The same environment drawing other things. The shares of episodes that are decorrelated or
  /// wrongly rewarded are about training on the things that were; they become 0.
  package func with(support: RedDoorSupport) -> RedDoorEnvironment {
    var copy = self
    copy.support = support
    if support != self.support {
      copy.decorrelated = 0
      copy.wrongReward = 0
    }
    return copy
  }

  /// Checks that levels can be drawn.
  ///
  /// - Throws: ``EnvironmentError`` naming the first setting that is out of range.
  package func validate() throws(EnvironmentError) {
    guard (5...63).contains(side) else {
      throw .outOfRange(setting: "side", value: "\(side)", allowed: "5 to 63")
    }
    if case .percolation(let share) = generator {
      guard share >= 0, share <= MazeGenerator.largestWallShare else {
        throw .outOfRange(
          setting: "wall-share", value: "\(share)",
          allowed: "0 to \(MazeGenerator.largestWallShare)")
      }
    } else if side % 2 == 0 {
      throw .outOfRange(setting: "side", value: "\(side)", allowed: "odd for perfect mazes")
    }
    for (setting, value) in [("openings", openings), ("braid", braid)]
    where !(value >= 0 && value <= 1) {
      throw .outOfRange(setting: setting, value: "\(value)", allowed: "0 to 1")
    }
    guard distractors.lowerBound >= 0, distractors.upperBound <= 4 else {
      throw .outOfRange(
        setting: "distractors", value: SettingText.text(of: distractors),
        allowed: "0 to 4")
    }
    try EnvironmentError.check("furthest-start", furthestStart, in: 0...10_000)
    try EnvironmentError.check("decorrelated", decorrelated, in: 0...1)
    if decorrelated > 0, support != .train {
      throw .outOfRange(
        setting: "decorrelated", value: "\(decorrelated)",
        allowed: "0 unless the support is \(RedDoorSupport.train.rawValue)")
    }
    try EnvironmentError.check("wrong-reward", wrongReward, in: 0...1)
    let hasDistractors =
      support == .shift
      || distractors.upperBound > 0 && (support == .train || support == .anyColour)
    if wrongReward > 0, !hasDistractors {
      throw .outOfRange(
        setting: "wrong-reward", value: "\(wrongReward)",
        allowed: "0 where a level may have no thing beside its one door")
    }
  }
}
