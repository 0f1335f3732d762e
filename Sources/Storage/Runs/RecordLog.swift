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

  /// Appends a record that is a line of JSON already.
  ///
  /// - Precondition: `line` is one JSON value without a line feed.
  package func append(line: String) throws {
    precondition(
      !line.utf8.contains(0x0a) && (try? JSON(parsing: line)) != nil,
      "A record has to be one line of JSON, not '\(line)'.")
    try log.append(line + "\n")
  }

  /// Waits until the device has every record.
  package func synchronize() throws { try log.synchronize() }

  /// The records of a file in their order; none if there is no file.
  ///
  /// A last line that is not whole is passed over if it has no line feed; any other line that is
  /// not JSON is an error with its number. Empty lines are passed over.
  package static func records(at path: String) throws -> [JSON] {
    try parsed(path).map(\.record)
  }

  /// As ``records(at:)``, each as the text of its line.
  package static func lines(at path: String) throws -> [String] {
    try parsed(path).map { String(decoding: $0.line, as: UTF8.self) }
  }

  private static func parsed(_ path: String) throws -> [(line: [UInt8], record: JSON)] {
    let file = try LineFile(path: path)
    var records: [(line: [UInt8], record: JSON)] = []
    let lines = file.whole.split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      do {
        records.append((line, try JSON(parsing: line)))
      } catch {
        throw RunError.recordLine(path: path, line: index + 1, problem: error)
      }
    }
    if let last = try? JSON(parsing: file.tail) { records.append((file.tail, last)) }
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
