/// An architecture's settings as a checkpoint keeps them: words and numbers by name.
package struct ArchitectureConfiguration: Sendable, Equatable {
  package private(set) var entries: [String: String]

  package init(_ entries: [String: String] = [:]) { self.entries = entries }

  package subscript(key: String) -> String? {
    get { entries[key] }
    set { entries[key] = newValue }
  }

  /// A whole number within bounds, or the default when the key is absent.
  package func integer(
    _ key: String, default fallback: Int? = nil, in range: ClosedRange<Int>
  ) throws(ArchitectureError) -> Int {
    guard let text = entries[key] else {
      guard let fallback else { throw .missingSetting(key: key) }
      return fallback
    }
    guard let value = Int(text), range.contains(value) else {
      throw .badSetting(key: key, value: text, allowed: "a whole number in \(range)")
    }
    return value
  }

  /// One of a few words, or the default when the key is absent.
  package func word(
    _ key: String, default fallback: String, of allowed: [String]
  ) throws(ArchitectureError) -> String {
    guard let text = entries[key] else { return fallback }
    guard allowed.contains(text) else {
      throw .badSetting(
        key: key, value: text, allowed: "one of \(allowed.joined(separator: ", "))")
    }
    return text
  }

  /// `true` or `false`, or the default when the key is absent.
  package func flag(_ key: String, default fallback: Bool) throws(ArchitectureError) -> Bool {
    try word(key, default: fallback ? "true" : "false", of: ["true", "false"]) == "true"
  }
}
