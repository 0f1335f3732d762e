internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Storage
internal import Training

/// A configuration with some settings changed from the command line.
struct RunOverrides {
  let configuration: RunConfiguration

  /// - Throws: ``CommandFailure``, and what a run file with these settings would.
  init(
    base: RunConfiguration, overrides: [String], seed: UInt64? = nil, updates: Int? = nil
  ) throws {
    var changes: [(section: String, key: String, value: String)] = []
    for text in overrides {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw CommandFailure.badOverride(text: text) }
      let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(path.count), path.allSatisfy({ !$0.isEmpty }) else {
        throw CommandFailure.badOverride(text: text)
      }
      changes.append(
        (path.count == 2 ? String(path[0]) : "", String(path[path.count - 1]), String(parts[1])))
    }
    if let updates { changes.append(("training", "updates", "\(updates)")) }
    if let seed { changes.append(("", "seed", "\(seed)")) }

    var document = RunDocument(base)
    let ofTask = changes.filter { $0.section == "environment" }
    if !ofTask.isEmpty, !ofTask.contains(where: { $0.key == "environment" }) {
      let task = try TaskOverrides(base.environment, ofTask.map { "\($0.key)=\($0.value)" }).task
      document.replace("environment", with: task.configuration)
      changes.removeAll { $0.section == "environment" }
    }
    for change in changes { document.set(change.section, change.key, change.value) }
    configuration = try RunConfiguration(yaml: document.yaml)
  }
}

/// A run file as sections of keys and values.
private struct RunDocument {
  private var top: [(key: String, value: String)]
  private var sections: [(name: String, entries: [(key: String, value: String)])]

  init(_ base: RunConfiguration) {
    top = [("name", base.name), ("about", base.about), ("seed", "\(base.seed)")]
    func sorted(_ entries: [String: String]) -> [(key: String, value: String)] {
      entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    sections = [
      ("environment", sorted(base.environment.configuration)),
      (
        "architecture",
        [("name", base.architecture)] + sorted(base.architectureSettings.entries)
      ),
      ("pretraining", base.pretraining?.entries ?? []),
      ("training", [("method", type(of: base.training).method)] + base.training.entries),
    ]
  }

  /// Puts other entries in place of all of a section.
  mutating func replace(_ section: String, with entries: [String: String]) {
    guard let index = sections.firstIndex(where: { $0.name == section }) else { return }
    sections[index].entries = entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  mutating func set(_ section: String, _ key: String, _ value: String) {
    guard !section.isEmpty else {
      Self.put(key, value, into: &top)
      return
    }
    guard let index = sections.firstIndex(where: { $0.name == section }) else {
      sections.append((section, [(key, value)]))
      return
    }
    // Another architecture, method or environment has other settings.
    let isKind = [("architecture", "name"), ("training", "method"), ("environment", "environment")]
      .contains { $0 == (section, key) }
    if isKind,
      sections[index].entries.first(where: { $0.key == key })?.value != value
    {
      sections[index].entries = []
    }
    Self.put(key, value, into: &sections[index].entries)
  }

  private static func put(
    _ key: String, _ value: String, into entries: inout [(key: String, value: String)]
  ) {
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = value
    } else {
      entries.append((key, value))
    }
  }

  var yaml: String {
    func quoted(_ text: String) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        + "'"
    }
    var lines = top.map { "\(quoted($0.key)): \(quoted($0.value))" }
    for section in sections where section.name != "pretraining" || !section.entries.isEmpty {
      lines.append("\(quoted(section.name)):")
      lines += section.entries.map { "  \(quoted($0.key)): \(quoted($0.value))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
