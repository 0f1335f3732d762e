package import Statistics

/// What a set of levels has to be like before T1 and T3 may be read off it.
package struct LevelGates: Sendable, Equatable {
  /// The mean share of hard squares on the levels' paths.
  package let hardness: Double
  /// The mean share of squares whose steps to the goal differ from the Chebyshev distance.
  package let separated: Double
  /// The number of distinct levels, and of those in the report folds.
  package let levels: Int
  package let reportLevels: Int
  private let settings: SearchSettings

  /// - Throws: `StatisticsError` when two levels have one id.
  package init(_ set: LevelSet, _ settings: SearchSettings) throws {
    hardness = set.meanHardness
    separated = set.meanSeparatedShare
    let folds = Folds(try LevelUnits(set.keys))
    levels = folds.units.count
    reportLevels = folds.report.count
    self.settings = settings
  }

  /// The gate on the number of levels, for all tests.
  package var size: [EvidenceGate] {
    let needed = settings.fitLevels + settings.reportLevels
    return [
      EvidenceGate(
        name: "distinct levels", passed: levels >= needed,
        detail: "\(levels) of at least \(needed)"),
      EvidenceGate(
        name: "levels to report on", passed: reportLevels >= settings.reportLevels,
        detail: "\(reportLevels) of at least \(settings.reportLevels)"),
    ]
  }

  /// The gates on what the levels can tell, for T1 and T3.
  package var difficulty: [EvidenceGate] {
    [
      EvidenceGate(
        name: "planning hardness", passed: hardness >= settings.minimumHardness,
        detail: "\(Wording.number(hardness, decimals: 2)) of at least "
          + "\(Wording.number(settings.minimumHardness, decimals: 2)): on easier levels the plan "
          + "can be read off the picture"),
      EvidenceGate(
        name: "squares that separate a search from a receptive field",
        passed: separated >= settings.minimumSeparated,
        detail: "\(Wording.percent(separated)) of at least "
          + "\(Wording.percent(settings.minimumSeparated)): elsewhere steps to the goal and "
          + "Chebyshev distance are the same number"),
    ]
  }

  /// The levels in a few words.
  package var header: String {
    "mean planning hardness \(Wording.number(hardness, decimals: 2)), steps to the goal differ from "
      + "the Chebyshev distance in \(Wording.percent(separated)) of the squares"
  }
}

extension EvidenceStatus {
  /// The reason of an inconclusive status.
  package var reason: String? {
    if case .inconclusive(let why) = self { why } else { nil }
  }

  /// The reason as the end of a sentence about a measured effect: `, which decides nothing: ...`.
  var decidesNothing: String {
    guard let reason else { return "" }
    return reason.hasPrefix("void:")
      ? ", which may not be read:" + reason.dropFirst("void:".count)
      : ", which decides nothing: " + reason
  }
}
