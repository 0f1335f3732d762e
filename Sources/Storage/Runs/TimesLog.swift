/// Appends rows to a run's `times.csv`: the seconds that a training took up to a step, summed over
/// the times that it was taken up.
///
/// What a killed process did after its last row is not counted; it is done again.
package final class TimesLog: Sendable {
  private let log: MetricsLog
  /// The seconds of the last row that was kept.
  private let before: Double
  private let start: ContinuousClock.Instant

  /// Opens the file, or makes it with its header; the clock runs from here.
  ///
  /// - Parameters:
  ///   - step: rows after it are removed, as in ``MetricsLog``.
  package init(path: String, keepingThrough step: Int) throws {
    start = .now
    log = try MetricsLog(path: path, columns: ["seconds"], keepingThrough: step)
    before = try CSVTable(path: path).rows.last.flatMap { NumberText.double($0[1]) } ?? 0
  }

  /// Appends the seconds so far, to the millisecond.
  package func append(step: Int) throws {
    let passed = (ContinuousClock.now - start).components
    let seconds = before + Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    try log.append(step: step, [(seconds * 1000).rounded() / 1000])
  }
}

extension RunFolder {
  /// Opens `times.csv` for appending; see ``TimesLog``.
  package func appendTimes(after step: Int) throws -> TimesLog {
    try TimesLog(path: timesPath, keepingThrough: step)
  }
}
