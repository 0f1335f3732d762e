/// A setting that takes several values, as in `environment.encoding=mixed:0,separate`.
struct Variation: Sendable, Equatable {
  /// The section and key: `environment.encoding`.
  let key: String
  let values: [String]

  /// One of the values.
  struct Choice: Sendable, Equatable {
    let key: String
    let value: String

    /// As an override of a run file.
    var setting: String { "\(key)=\(value)" }

    /// As folders are called: `encoding-mixed-0`.
    var name: String {
      let last = key.split(separator: ".").last.map { String($0) } ?? key
      return "\(last)-\(value)".map { letter in
        letter.isLetter || letter.isNumber || letter == "." ? String(letter) : "-"
      }.joined()
    }
  }

  /// - Throws: ``CommandFailure/badVariation(text:)``.
  init(text: String) throws(CommandFailure) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let values =
      parts.count == 2 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
    guard parts.count == 2, parts[0].contains("."), !values.isEmpty,
      values.allSatisfy({ !$0.isEmpty }), Set(values).count == values.count
    else { throw .badVariation(text: text) }
    key = String(parts[0])
    self.values = values.map { String($0) }
  }

  /// Reads the text of an option.
  static let read: @Sendable (String) throws -> Variation = { try Variation(text: $0) }

  /// Every choice of one value of each.
  static func crossed(_ variations: [Variation]) -> [[Choice]] {
    variations.reduce([[]]) { crossed, variation in
      crossed.flatMap { before in
        variation.values.map { before + [Choice(key: variation.key, value: $0)] }
      }
    }
  }
}
