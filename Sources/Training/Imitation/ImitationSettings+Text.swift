import Environments

extension ImitationSettings {
  static let keys = [
    "method", "updates", "batch", "learning-rate", "decay-share", "largest-norm", "replay",
    "ticks", "episodes", "updates-per-step", "starts-per-level", "evaluation-states",
  ]

  /// Every setting by its key, in the order of a run file.
  package var entries: [(key: String, value: String)] {
    [
      ("method", "imitation"), ("updates", "\(updates)"), ("batch", "\(batch)"),
      ("learning-rate", "\(learningRate)"), ("decay-share", "\(decayShare)"),
      ("largest-norm", "\(largestNorm)"), ("replay", "\(replay)"),
      ("ticks", "\(ticks.lowerBound)...\(ticks.upperBound)"), ("episodes", "\(episodes)"),
      ("updates-per-step", "\(updatesPerStep)"), ("starts-per-level", "\(startsPerLevel)"),
      ("evaluation-states", "\(evaluationStates)"),
    ]
  }

  /// The settings of a run file's `training` section; absent ones keep their defaults.
  ///
  /// - Throws: ``TrainingError`` naming the key.
  package init(_ given: [String: String]) throws {
    self.init()
    try RunConfiguration.checkKeys(given, among: Self.keys, section: "training")
    if let method = given["method"], method != "imitation" {
      throw TrainingError.badValue(key: "method", value: method, allowed: "imitation")
    }
    func whole(_ key: String, _ current: Int, in range: ClosedRange<Int>) throws -> Int {
      guard let text = given[key] else { return current }
      guard let value = Int(text), range.contains(value) else {
        throw TrainingError.badValue(
          key: key, value: text, allowed: "a whole number in \(range)")
      }
      return value
    }
    func number(_ key: String, _ current: Double, in range: ClosedRange<Double>) throws -> Double {
      guard let text = given[key] else { return current }
      guard let value = Double(text), range.contains(value) else {
        throw TrainingError.badValue(key: key, value: text, allowed: "a number in \(range)")
      }
      return value
    }
    updates = try whole("updates", updates, in: 1...100_000_000)
    batch = try whole("batch", batch, in: 1...65_536)
    learningRate = try number("learning-rate", learningRate, in: 1e-9...10)
    decayShare = try number("decay-share", decayShare, in: 0...1)
    largestNorm = try number("largest-norm", largestNorm, in: 1e-9...1e9)
    replay = try whole("replay", replay, in: 64...10_000_000)
    episodes = try whole("episodes", episodes, in: 1...65_536)
    updatesPerStep = try whole("updates-per-step", updatesPerStep, in: 1...1000)
    startsPerLevel = try whole("starts-per-level", startsPerLevel, in: 0...100)
    evaluationStates = try whole("evaluation-states", evaluationStates, in: 1...1_000_000)
    if let text = given["ticks"] { ticks = try Self.ticks(text) }
  }

  private static func ticks(_ text: String) throws -> ClosedRange<Int> {
    let allowed = 1...1000
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isRange = parts.count == 4 && parts[1].isEmpty && parts[2].isEmpty
    guard isRange || parts.count == 1, let low = Int(parts[0]),
      let high = Int(parts[parts.count - 1]),
      low <= high, allowed.contains(low), allowed.contains(high)
    else {
      throw TrainingError.badValue(
        key: "ticks", value: text,
        allowed: "a whole number in \(allowed), or a range of them such as 4...12")
    }
    return low...high
  }
}
