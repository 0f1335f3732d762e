/// An algorithm whose steps a network's activations are held against.
package enum SearchAlgorithm: String, Sendable, CaseIterable, Codable {
  case breadthFirstFromGoal = "breadth-first search from the goal"
  case breadthFirstFromAgent = "breadth-first search from the agent"
  case bothWays = "breadth-first search both ways"
  case valueIteration = "value iteration"
  case aStar = "A*"
  case depthFirst = "depth-first search"
  case treeSearch = "tree search"
  case gradientSteps = "gradient steps"
}

/// Which algorithm a network's steps are those of.
package enum AlgorithmReading: Sendable, Equatable {
  case one(SearchAlgorithm)
  /// Several whose steps agree too closely here, or that all stand in the activations.
  case family([SearchAlgorithm])
  /// None of those that were tried, and any of them would have been found.
  case none
  case cannotTell

  /// How a reading of several ends.
  static let apart = ", not told apart"

  /// The algorithms named.
  package var algorithms: [SearchAlgorithm] {
    switch self {
    case .one(let algorithm): [algorithm]
    case .family(let algorithms): algorithms
    case .none, .cannotTell: []
    }
  }
}

extension AlgorithmReading: CustomStringConvertible {
  package var description: String {
    switch self {
    case .one(let algorithm): algorithm.rawValue
    case .family(let algorithms):
      algorithms.map(\.rawValue).joined(separator: " or ") + Self.apart
    case .none: "none of those tried"
    case .cannotTell: "cannot be told"
    }
  }
}

extension AlgorithmReading {
  private static let notePrefix = "algorithm: "

  /// How T9's record keeps the reading: among its notes.
  package var note: String { Self.notePrefix + description }

  /// The reading that a note keeps; nil for a note of something else.
  static func note(in note: String) -> String? {
    note.hasPrefix(notePrefix) ? String(note.dropFirst(notePrefix.count)) : nil
  }
}
