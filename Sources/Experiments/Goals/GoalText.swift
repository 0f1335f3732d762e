internal import Statistics

/// Numbers as the sentences of findings print them.
enum GoalText {
  static func number(_ value: Double, digits: Int = 2) -> String {
    Wording.number(value, decimals: digits)
  }

  static func percent(_ share: Double) -> String { Wording.percent(share) }

  static func interval(_ interval: Interval?, digits: Int = 2) -> String {
    guard let interval else { return "no interval" }
    return "\(number(interval.lower, digits: digits)) to \(number(interval.upper, digits: digits))"
  }

  /// A value with its interval, as in `0.50 (0.41 to 0.59)`.
  static func estimate(_ value: Double, _ interval: Interval?, digits: Int = 2) -> String {
    "\(number(value, digits: digits)) (\(Self.interval(interval, digits: digits)))"
  }

  /// A share with its interval in per cent, as in `50 % (41 to 59)`.
  static func share(_ value: Double, _ interval: Interval?) -> String {
    guard value.isFinite else { return percent(value) }
    guard let interval else { return percent(value) }
    return "\(percent(value)) (\(number(100 * interval.lower, digits: 0)) to "
      + "\(number(100 * interval.upper, digits: 0)))"
  }

  /// A reason without the full stop at its end, to go on in a sentence.
  static func clause(_ reason: String) -> String {
    reason.hasSuffix(".") ? String(reason.dropLast()) : reason
  }

  /// What a result from few runs is worth; nil from eight on.
  static func caseStudy(runs: Int) -> String? {
    guard runs < 8 else { return nil }
    return
      "Case study: \(runs) run\(runs == 1 ? "" : "s"). The seed and the encoding of the things "
      + "can decide by themselves what a network comes to follow, so this says nothing about "
      + "training in general; that takes at least 8 runs."
  }
}

extension Finding {
  /// The finding with what results from so few runs are worth, in its limits and in every record.
  func ofRuns(_ runs: Int) -> Finding {
    guard let caution = GoalText.caseStudy(runs: runs) else { return self }
    var result = self
    result.doesNotShow += " \(caution)"
    for index in result.records.indices { result.records[index].notes.append(caution) }
    return result
  }
}
