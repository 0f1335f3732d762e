internal import Foundation

extension EvidenceRecord {
  /// The record as one line of JSON without a line break, keys sorted: same record, same bytes.
  package func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads a record from one line of JSON.
  package init(jsonLine: String) throws {
    self = try JSONDecoder().decode(EvidenceRecord.self, from: Data(jsonLine.utf8))
  }
}
