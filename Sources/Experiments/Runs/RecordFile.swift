internal import Foundation
internal import Storage

/// A record of a long run as one line of JSON in a file of its own, whole or not there: what a run that
/// was stopped goes on from.
enum RecordFile {
  /// The record in a file; nil without one.
  ///
  /// - Parameter refusal: the error for a file that holds none, with why.
  static func read<Record: Decodable>(
    _ type: Record.Type = Record.self, at path: String, refusal: (String) -> any Error
  ) throws -> Record? {
    guard Folder.exists(path) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw refusal("\(error)")
    }
  }

  /// Same record, same bytes.
  static func write(_ record: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(
      text: String(decoding: try encoder.encode(record), as: UTF8.self) + "\n", to: path)
  }
}
