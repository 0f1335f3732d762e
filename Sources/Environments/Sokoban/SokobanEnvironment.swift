package import LinearAlgebra

/// Sokoban (E3): push every box onto a target. Levels are generated small rooms, or those of
/// Boxoban files.
///
/// A room belongs to the held-out part by its ``SokobanLevel/digest``: one room in ten.
package struct SokobanEnvironment: Sendable {
  /// How levels are made; without meaning where they are read.
  package let generator: SokobanGenerator
  /// A Boxoban file or a folder of them; nil where levels are generated.
  package let path: String?
  /// Training levels that are generated once and drawn from, each in one of the eight symmetries;
  /// 0 for a fresh level each time. Held-out levels are always fresh.
  package let pool: Int
  /// Whether levels that are read are drawn in one of their symmetries; generated levels come in
  /// all of them anyway.
  package let turnsLevels: Bool
  package let task: SokobanTask
  private let read: SokobanLevelStore?
  private let made: SokobanPool

  /// - Throws: ``EnvironmentError`` for levels that cannot be read and settings out of range.
  package init(
    generator: SokobanGenerator = SokobanGenerator(), path: String? = nil, pool: Int = 0,
    turnsLevels: Bool = true, task: SokobanTask = SokobanTask()
  ) throws(EnvironmentError) {
    self.generator = generator
    self.path = path
    self.pool = pool
    self.turnsLevels = turnsLevels
    self.task = task
    made = SokobanPool(pool, of: generator)
    if let path { read = try SokobanLevelStore(path: path) } else { read = nil }
    try validate()
  }

  /// The number of levels of a part; nil where they are drawn afresh.
  package func levelCount(_ part: LevelPart) -> Int? {
    if let read { return read.places(of: part).count }
    return part == .training && pool > 0 ? pool : nil
  }

  /// All levels that were read, both parts, in the order of the files and as they stand there;
  /// empty where levels are generated.
  package var levels: [SokobanLevel] {
    read.map { store in (0..<store.count).map { store.level($0) } } ?? []
  }

  /// An episode from the start of any level of the environment's size.
  package func episode(in level: SokobanLevel) -> SokobanEpisode {
    precondition(
      level.room.rows == rows && level.room.columns == columns,
      "The environment's levels have \(rows) rows and \(columns) columns.")
    return SokobanEpisode(level, task: task)
  }

  package var listedLevels: Int { read?.count ?? 0 }

  func listedLevel(_ number: Int) -> SokobanLevel {
    guard let read else { preconditionFailure("Levels that are generated are not listed.") }
    return read.level(number)
  }

  package func episode(ofLevel number: Int) -> SokobanEpisode {
    SokobanEpisode(listedLevel(number), task: task)
  }

  /// A number, in hexadecimal, that tells the levels that were read from others; empty where levels
  /// are generated.
  var levelsDigest: String { read?.digest ?? "" }

  var rows: Int { read?.rows ?? generator.side }
  var columns: Int { read?.columns ?? generator.side }

  /// The stream's level of a part.
  package func level(
    drawnFrom random: RandomStream, part: LevelPart
  ) throws(EnvironmentError) -> SokobanLevel {
    var random = random
    if let read {
      guard !read.places(of: part).isEmpty else {
        throw .badLevels(
          source: path ?? "",
          reason: "none of its \(read.count) levels belongs to the \(part.name) part, which is "
            + "\(part == .training ? "nine rooms" : "one room") in ten; give more levels")
      }
      return read.draw(from: part, turning: turnsLevels, using: &random)
    }
    if pool > 0 && part == .training {
      return try made.levels().draw(from: part, turning: true, using: &random)
    }
    return try generator.level(using: &random) {
      LevelSplit.isHeldOut($0) == (part == .heldOut)
    }
  }
}

extension LevelPart {
  /// As in sentences.
  var name: String { self == .training ? "training" : "held-out" }
}

extension SokobanEnvironment: Equatable {
  package static func == (left: SokobanEnvironment, right: SokobanEnvironment) -> Bool {
    left.configuration == right.configuration
  }
}
