import Yams

/// A part of a run file: the words are those that were written, whatever type YAML would give
/// them (`yes`, `007` and `1e-3` stay as they are).
struct RunFileNode {
  private let node: Node

  /// - Throws: ``TrainingError/unreadableYAML(reason:)``.
  init(text: String) throws(TrainingError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw .unreadableYAML(reason: "\(error)")
    }
    guard let root else { throw .notAMapping(section: "whole") }
    node = root
  }

  private init(_ node: Node) { self.node = node }

  /// Nothing stands behind the key.
  private var isEmpty: Bool {
    node.scalar.map { $0.style == .any || $0.style == .plain ? $0.string.isEmpty : false } ?? false
  }

  /// The entries of a section by key; an empty section has none.
  func entries(section: String) throws(TrainingError) -> [String: RunFileNode] {
    if isEmpty { return [:] }
    guard let mapping = node.mapping else { throw .notAMapping(section: section) }
    var entries: [String: RunFileNode] = [:]
    for (key, value) in mapping {
      guard let word = key.scalar?.string else { throw .notAMapping(section: section) }
      entries[word] = RunFileNode(value)
    }
    return entries
  }

  /// The word or number behind a key, nil when there is none.
  func word(key: String) throws(TrainingError) -> String? {
    if isEmpty { return nil }
    guard let word = node.scalar?.string else {
      throw .badValue(
        key: key, value: node.sequence == nil ? "a mapping" : "a list",
        allowed: "a single word or number")
    }
    return word
  }

  /// The words of a section by key.
  func words(section: String) throws(TrainingError) -> [String: String] {
    var words: [String: String] = [:]
    for (key, value) in try entries(section: section) { words[key] = try value.word(key: key) }
    return words
  }
}
