import LinearAlgebra

extension SokobanEnvironment {
  package static let name = "sokoban"

  /// - `source`: `generated`, or the path of a Boxoban file or of a folder of them.
  /// - `source-digest`: tells the levels that were read from others; written by itself, and a
  ///   run whose levels have changed is refused.
  /// - `side`, `rooms`, `boxes`, `pulls`, `pushes`, `pool`: of generated levels; see ``SokobanGenerator`` and
  ///   ``pool``. With a path they are left out.
  /// - `turns`: whether levels that are read come in all their symmetries. With generated levels
  ///   it is left out.
  /// - `rewards`: `guez` or `bush`; see ``SokobanRewards``.
  /// - `time-limit`: steps. `no-op`: whether there is a fifth action that waits.
  /// - `encoding`: `planes` or `rgb`; see ``SokobanEncoding``.
  /// - `oracle-states`: rooms with more states have no exact oracle; see ``SokobanDistances``.
  package static let settings = [
    "environment", "source", "source-digest", "side", "rooms", "boxes", "pulls", "pushes", "pool",
    "turns", "rewards", "time-limit", "no-op", "encoding", "oracle-states",
  ]

  private static let generated = "generated"
  private static let ofGenerated = ["side", "rooms", "boxes", "pulls", "pushes", "pool"]
  private static let ofRead = ["turns", "source-digest"]

  package var configuration: [String: String] {
    var values = [
      "environment": Self.name, "source": path ?? Self.generated, "rewards": task.rewards.name,
      "time-limit": "\(task.timeLimit)", "no-op": "\(task.hasNoOp)",
      "encoding": task.encoding.rawValue, "oracle-states": "\(task.oracleStates)",
    ]
    if path == nil {
      values["side"] = "\(generator.side)"
      values["rooms"] = generator.rooms.rawValue
      values["boxes"] = SettingText.text(of: generator.boxes)
      values["pulls"] = "\(generator.pulls)"
      values["pushes"] = SettingText.text(of: generator.pushes)
      values["pool"] = "\(pool)"
    } else {
      values["turns"] = "\(turnsLevels)"
      values["source-digest"] = levelsDigest
    }
    return values
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    let source = try reader.value("source", allowed: "generated or a path") {
      $0.isEmpty ? nil : $0
    }
    let path = source == Self.generated ? nil : source
    for setting in path == nil ? Self.ofRead : Self.ofGenerated {
      let allowed = "given only with \(path == nil ? "a path as source" : "generated levels")"
      _ = try reader.value(setting, allowed: allowed) { _ -> Bool? in nil }
    }
    var generator = SokobanGenerator()
    let range = "a number or a range such as 1...2"
    try reader.whole("side", into: &generator.side)
    try reader.choice("rooms", into: &generator.rooms)
    try reader.whole("pulls", into: &generator.pulls)
    generator.boxes =
      try reader.value("boxes", allowed: range, SettingText.range) ?? generator.boxes
    generator.pushes =
      try reader.value("pushes", allowed: range, SettingText.range) ?? generator.pushes
    var (pool, turns) = (0, true)
    try reader.whole("pool", into: &pool)
    try reader.flag("turns", into: &turns)
    var task = SokobanTask()
    task.rewards =
      try reader.value("rewards", allowed: "guez or bush", SokobanRewards.named) ?? task.rewards
    try reader.whole("time-limit", into: &task.timeLimit)
    try reader.flag("no-op", into: &task.hasNoOp)
    try reader.choice("encoding", into: &task.encoding)
    try reader.whole("oracle-states", into: &task.oracleStates)
    try self.init(generator: generator, path: path, pool: pool, turnsLevels: turns, task: task)
    if let given = configuration["source-digest"], given != levelsDigest {
      throw .unreadable(
        setting: "source-digest", value: given,
        allowed:
          "\(levelsDigest), the digest of the levels at \(path ?? ""): they are not those of "
          + "the run")
    }
  }

  /// Checks that levels can be drawn and that their states have numbers, as those of generated
  /// levels have within these ranges.
  func validate() throws(EnvironmentError) {
    try EnvironmentError.check("side", generator.side, in: 5...13)
    for (setting, range, allowed) in [
      ("boxes", generator.boxes, 1...4), ("pushes", generator.pushes, 1...100),
    ] {
      try EnvironmentError.check(setting, range.lowerBound, in: allowed)
      try EnvironmentError.check(setting, range.upperBound, in: allowed)
    }
    try EnvironmentError.check("pulls", generator.pulls, in: 1...10_000)
    try EnvironmentError.check("pool", pool, in: 0...1_000_000)
    try EnvironmentError.check("time-limit", task.timeLimit, in: 1...10_000)
    try EnvironmentError.check(
      "oracle-states", task.oracleStates, in: 0...SokobanDistances.largestStateCount)
    for number in 0..<listedLevels where !SokobanCode(listedLevel(number).room, task).fits {
      throw .badLevels(
        source: path ?? "",
        reason:
          "level \(number + 1) has more states than there are numbers for; take boxes away or "
          + "lower the time limit")
    }
  }
}
