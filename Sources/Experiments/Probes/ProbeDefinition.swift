internal import Environments
package import Probing

/// A probe as its file describes it: what is probed, where, and what is seen of it.
package struct ProbeDefinition: Sendable, Equatable {
  /// How a probe is scored.
  package enum Kind: String, Sendable, CaseIterable {
    /// Macro-F1 over the classes.
    case classes
    /// Macro-F1 over two classes, the rarer judged against a threshold of its own.
    case binary
    /// The share of explained variance.
    case value
  }

  /// Which ticks of a site are probed.
  package enum Ticks: Sendable, Equatable {
    case all
    case last
    case listed([Int])
  }

  /// What the scores are held against.
  package enum Control: String, Sendable, CaseIterable {
    case classPrior = "class-prior"
    case observation
    case untrained
    case permutedLabels = "permuted-labels"
  }

  /// The file's name without its ending.
  package let id: String
  /// Where the definition was read, for messages.
  package let path: String
  package let concept: String
  package let kind: Kind
  /// Whether walls are left out even where they are labelled.
  package let freeOnly: Bool
  package let neighbourhood: Neighbourhood
  /// Patterns of site names; `*` stands for any characters.
  package let sites: [String]
  package let ticks: Ticks
  package let controls: [Control]
  /// One or two sentences for the report.
  package let description: String
  /// SHA-256 of the file's text, in hexadecimal.
  package let digest: String

  /// How a class is read off the regression.
  package var decision: ClassDecision { kind == .binary ? .midpoint : .priorsRemoved }

  /// Whether a pattern stands for a name; `*` is any run of characters.
  package static func matches(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(Array.init)
    let name = Array(name)
    guard parts.count > 1 else { return pattern == String(name) }
    guard name.starts(with: parts[0]) else { return false }
    var start = parts[0].count
    for (index, part) in parts.enumerated().dropFirst() {
      if index == parts.count - 1 {
        return name.count - start >= part.count && name.suffix(part.count).elementsEqual(part)
      }
      guard
        let found = (start...max(start, name.count)).first(where: {
          $0 + part.count <= name.count && name[$0..<$0 + part.count].elementsEqual(part)
        })
      else { return false }
      start = found + part.count
    }
    return true
  }
}
