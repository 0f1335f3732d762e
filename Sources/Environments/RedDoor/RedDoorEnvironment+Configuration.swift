extension RedDoorEnvironment {
  /// What an environment of this kind is called in configurations.
  package static let name = "red-door"

  /// The names of the settings, in the order they are shown.
  package static let settings = [
    "environment", "side", "generator", "wall-share", "openings", "braid", "distractors",
    "support", "encoding", "distractors-end-episodes", "starts-at-decision",
    "decorrelated", "wrong-reward", "wrong-goal", "oracle-planes", "furthest-start",
  ]

  /// All settings as text; ``init(configuration:)`` gives the same environment back.
  package var configuration: [String: String] {
    var values = [
      "environment": Self.name, "side": "\(side)", "generator": generator.name,
      "openings": "\(openings)", "braid": "\(braid)",
      "distractors": SettingText.text(of: distractors),
      "support": support.rawValue, "encoding": encoding.name,
      "distractors-end-episodes": "\(distractorsEndEpisodes)",
      "starts-at-decision": "\(startsAtDecision)",
      "decorrelated": "\(decorrelated)", "wrong-reward": "\(wrongReward)",
      "wrong-goal": wrongGoal.rawValue,
    ]
    // Left out unless they are set, so that checkpoints from before they were read the same.
    if oraclePlanes != .none { values["oracle-planes"] = oraclePlanes.rawValue }
    if furthestStart > 0 { values["furthest-start"] = "\(furthestStart)" }
    if case .percolation(let share) = generator { values["wall-share"] = "\(share)" }
    return values
  }

  /// The environment of a configuration; settings that it does not name keep their defaults.
  ///
  /// - Throws: ``EnvironmentError`` for an unknown setting or a value that cannot be read or
  ///   is out of range.
  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("side", into: &side)
    var share = 0.3
    try reader.number("wall-share", into: &share)
    let names = "dfs, kruskal, percolation or known:SEED"
    let generators: [String: MazeGenerator] = [
      "dfs": .depthFirst, "kruskal": .kruskal, "percolation": .percolation(wallShare: share),
    ]
    generator =
      try reader.value("generator", allowed: names) { name in
        generators[name] ?? MazeGenerator.seed(ofName: name).map { .known(seed: $0) }
      } ?? generator
    try reader.number("openings", into: &openings)
    try reader.number("braid", into: &braid)
    let ranges = "a number or a range such as 0...2"
    distractors =
      try reader.value("distractors", allowed: ranges, SettingText.range) ?? distractors
    try reader.choice("support", into: &support)
    let encodings = "mixed, mixed:SEED, separate, shape-and-colour or rgb"
    encoding =
      try reader.value("encoding", allowed: encodings, RedDoorEncoding.init(name:)) ?? encoding
    try reader.flag("distractors-end-episodes", into: &distractorsEndEpisodes)
    try reader.flag("starts-at-decision", into: &startsAtDecision)
    try reader.number("decorrelated", into: &decorrelated)
    try reader.number("wrong-reward", into: &wrongReward)
    try reader.choice("wrong-goal", into: &wrongGoal)
    try reader.choice("oracle-planes", into: &oraclePlanes)
    try reader.whole("furthest-start", into: &furthestStart)
    try validate()
  }
}
