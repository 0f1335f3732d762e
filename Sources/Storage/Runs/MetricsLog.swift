/// Appends rows to a run's `metrics.csv`.
///
/// The first column is `step`; steps do not fall from row to row.
package final class MetricsLog: Sendable {
  /// The columns, with `step` first.
  package let columns: [String]
  private let log: LineLog

  /// Opens the file, or makes it with its header.
  ///
  /// - Parameters:
  ///   - columns: the columns after `step`.
  ///   - keepingThrough: rows after this step are removed, and so is a last line that was not
  ///     finished: a run that goes on from a checkpoint writes them again. Nil keeps every
  ///     whole row.
  ///
  /// Throws ``RunError/metricsColumns(path:found:expected:)`` if the file has other columns.
  package init(path: String, columns: [String], keepingThrough step: Int? = nil) throws {
    self.columns = ["step"] + columns
    let kept = try Self.wholeRows(path: path, columns: self.columns, through: step)
    let header = CSVTable.line(self.columns)
    try AtomicFile.write(text: header + kept.joined(), to: path)
    log = try LineLog(path: path)
  }

  /// Appends a row; nil is an empty field, not-a-number is `nan`.
  ///
  /// - Precondition: one value a column after `step`.
  package func append(step: Int, _ values: [Double?]) throws {
    precondition(
      values.count == columns.count - 1,
      "\(values.count) values do not fit the \(columns.count - 1) columns after the step.")
    let fields = values.map { value in value.map { NumberText.text($0) } ?? "" }
    try log.append(CSVTable.line([String(step)] + fields))
  }

  /// Waits until the device has every row; to be called before a checkpoint is written, so that
  /// the rows up to a checkpoint that can be seen are there.
  package func synchronize() throws { try log.synchronize() }

  /// The whole lines of the rows through a step.
  private static func wholeRows(
    path: String, columns: [String], through step: Int?
  ) throws -> [String] {
    let lines = try LineFile(path: path).whole
    guard !lines.isEmpty else { return [] }
    let text = try lines.withUnsafeBytes { try TextFile.text(of: $0, path: path) }
    let table = try CSVTable(text: text, origin: path)
    guard table.columns == columns else {
      throw RunError.metricsColumns(path: path, found: table.columns, expected: columns)
    }
    var kept: [String] = []
    for (index, row) in table.rows.enumerated() {
      guard let number = Int(row[0]) else {
        throw RunError.metricsLine(
          path: path, line: index + 2, text: row.joined(separator: ","))
      }
      if let step, number > step { continue }
      kept.append(CSVTable.line(row))
    }
    return kept
  }
}
