/// Appends records, one JSON object a line, to a `records.jsonl`.
package final class RecordLog: Sendable {
  private let log: LineLog

  /// Opens or makes the file. A last line that a killed process left unfinished is removed; a
  /// last line that is whole but for its line feed gets one.
  package init(path: String) throws {
    if Folder.exists(path) { try Self.repair(path) }
    log = try LineLog(path: path)
  }

  /// Appends a record with its members in their order.
  package func append(_ record: JSON) throws { try log.append(record.text() + "\n") }

  /// Waits until the device has every record.
  package func synchronize() throws { try log.synchronize() }

  /// The records of a file in their order; none if there is no file.
  ///
  /// A last line that is not whole is passed over if it has no line feed; any other line that is
  /// not JSON is an error with its number.
  package static func records(at path: String) throws -> [JSON] {
    let file = try LineFile(path: path)
    var records: [JSON] = []
    for (index, line) in file.whole.split(separator: 0x0a, omittingEmptySubsequences: false)
      .enumerated() where !line.isEmpty
    {
      do {
        records.append(try JSON(parsing: Array(line)))
      } catch {
        throw RunError.recordLine(path: path, line: index + 1, problem: error)
      }
    }
    if let last = try? JSON(parsing: file.tail) { records.append(last) }
    return records
  }

  private static func repair(_ path: String) throws {
    let file = try LineFile(path: path)
    guard !file.tail.isEmpty else { return }
    let isWhole = (try? JSON(parsing: file.tail)) != nil
    try AtomicFile.write(to: path) { sink in
      try sink.append(file.whole)
      if isWhole { try sink.append(file.tail + [0x0a]) }
    }
  }
}
