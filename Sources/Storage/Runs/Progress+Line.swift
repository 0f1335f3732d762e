extension Progress {
  /// One line for a person: "training: 12000 of 100000 frames (12 %), 5913 frames/s, 15 s left".
  ///
  /// - Parameters:
  ///   - seconds: the time since the work was begun; rate and time left need it to be positive.
  ///   - start: the units that were done before that, as after a resumed run.
  ///   - startShare: the same of ``share``.
  package func line(seconds: Double, start: Int = 0, startShare: Double = 0) -> String {
    var parts: [String] = []
    if let total, let fraction {
      let percent = Int((fraction * 100).rounded(.down))
      parts.append("\(completed) of \(total) \(unit) (\(percent) %)")
    } else {
      parts.append("\(completed) \(unit)")
    }
    let done = completed - start
    if seconds > 0, done > 0 {
      let rate = Double(done) / seconds
      parts.append("\(Self.rateText(rate)) \(unit)/s")
      if let total, total > completed {
        let left = timeLeft(seconds, startShare) ?? Double(total - completed) / rate
        parts.append("\(Self.durationText(left)) left")
      }
    }
    if !detail.isEmpty { parts.append(detail) }
    return "\(stage): " + parts.joined(separator: ", ")
  }

  /// Seconds left where the share of the work is known; nil before any of it was done.
  private func timeLeft(_ seconds: Double, _ startShare: Double) -> Double? {
    guard let share, share > startShare else { return nil }
    return seconds * (1 - share) / (share - startShare)
  }

  /// A rate with about three figures.
  private static func rateText(_ rate: Double) -> String {
    if rate >= 100 { return String(Int(rate.rounded())) }
    let scale: Double = rate >= 10 ? 10 : 100
    return NumberText.text((rate * scale).rounded() / scale)
  }

  /// A duration in its largest one or two units: "8 s", "3 min 20 s", "2 h 5 min".
  package static func durationText(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "very long" }
    let whole = max(0, Int(seconds.rounded(.up)))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 {
      return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    }
    let minutes = whole % 3600 / 60
    return minutes == 0 ? "\(whole / 3600) h" : "\(whole / 3600) h \(minutes) min"
  }
}
