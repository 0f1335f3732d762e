import LinearAlgebra

extension RedDoorEnvironment {
  /// What an environment of this kind is called in configurations.
  package static let name = "red-door"

  /// The names of the settings, in the order they are shown.
  package static let settings = [
    "environment", "side", "generator", "wall-share", "openings", "braid", "distractors",
    "support", "encoding", "distractors-end-episodes", "starts-at-decision",
  ]

  /// All settings as text; ``init(configuration:)`` gives the same environment back.
  package var configuration: [String: String] {
    var values = [
      "environment": Self.name, "side": "\(side)", "generator": generator.name,
      "openings": "\(openings)", "braid": "\(braid)",
      "distractors": "\(distractors.lowerBound)...\(distractors.upperBound)",
      "support": support.rawValue, "encoding": encoding.name,
      "distractors-end-episodes": "\(distractorsEndEpisodes)",
      "starts-at-decision": "\(startsAtDecision)",
    ]
    if case .percolation(let share) = generator { values["wall-share"] = "\(share)" }
    return values
  }

  /// The environment of a configuration; settings that it does not name keep their defaults.
  ///
  /// - Throws: ``EnvironmentError`` for an unknown setting or a value that cannot be read or
  ///   is out of range.
  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    for name in configuration.keys.sorted() where !Self.settings.contains(name) {
      throw .unknownSetting(name: name, near: NearNames.closest(to: name, among: Self.settings))
    }
    func value<Value>(
      _ setting: String, _ allowed: String, _ read: (String) -> Value?
    ) throws(EnvironmentError) -> Value? {
      guard let text = configuration[setting] else { return nil }
      guard let value = read(text) else {
        throw .unreadable(setting: setting, value: text, allowed: allowed)
      }
      return value
    }
    _ = try value("environment", Self.name) { $0 == Self.name ? true : nil }
    side = try value("side", "a whole number", Int.init) ?? side
    let share = try value("wall-share", "a number", Double.init) ?? 0.3
    let names = "dfs, kruskal or percolation"
    let generators: [String: MazeGenerator] = [
      "dfs": .depthFirst, "kruskal": .kruskal, "percolation": .percolation(wallShare: share),
    ]
    generator = try value("generator", names) { generators[$0] } ?? generator
    openings = try value("openings", "a number", Double.init) ?? openings
    braid = try value("braid", "a number", Double.init) ?? braid
    distractors =
      try value("distractors", "a number or a range such as 0...2", Self.range) ?? distractors
    let supports = RedDoorSupport.allCases.map(\.rawValue).joined(separator: ", ")
    support = try value("support", supports, RedDoorSupport.init(rawValue:)) ?? support
    let encodings = "mixed, mixed:SEED, separate, shape-and-colour or rgb"
    encoding = try value("encoding", encodings, RedDoorEncoding.init(name:)) ?? encoding
    distractorsEndEpisodes =
      try value("distractors-end-episodes", "true or false", Bool.init) ?? distractorsEndEpisodes
    startsAtDecision =
      try value("starts-at-decision", "true or false", Bool.init) ?? startsAtDecision
    try validate()
  }

  private static func range(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".").map { Int($0) }
    guard let low = parts.first ?? nil, let high = parts.last ?? nil, parts.count <= 2,
      low <= high
    else { return nil }
    return low...high
  }
}
