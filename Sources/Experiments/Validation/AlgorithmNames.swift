/// How often the benchmark's networks are told by which algorithm they search (T9), where it is known from
/// their construction.
package struct AlgorithmNames: Sendable {
  /// What a family's construction says.
  package enum Known: Sendable, Equatable {
    case one(SearchAlgorithm)
    /// None of those that are tried.
    case none
  }

  /// What was named.
  package enum Naming: String, Sendable, CaseIterable {
    case right
    /// One of several that are not told apart.
    case among = "among several"
    /// Another, or one where there is none.
    case wrong
    case unnamed = "none named"
  }

  /// Families that are in neither list are not graded: N3 shows the squares that a breadth-first search
  /// would find and searches nothing, N13 is a copy by training.
  package static func known(_ family: String) -> Known? {
    switch family {
    // The wave of N7 is that of P1.
    case "P1", "P2", "N7": .one(.breadthFirstFromGoal)
    // Each episode of P9's game is planned by value iteration.
    case "P3", "P9": .one(.valueIteration)
    case "P4": .one(.bothWays)
    case "P6", "P7": .one(.gradientSteps)
    case "P8": .one(.treeSearch)
    // P5 goes through candidates in a fixed order, N14's wave passes through walls, and N16's begins at a
    // place that is no goal.
    case "P5": Known.none
    case "N3", "N13": nil
    case let name where name.hasPrefix("N") || name.hasPrefix("U"): Known.none
    default: nil
    }
  }

  package struct Entry: Sendable {
    package let network: String
    package let known: Known
    package let naming: Naming
    /// The reading in words; nil where none was made.
    package let found: String?
  }

  /// Networks of graded families that T9 can be made of.
  package let entries: [Entry]

  package init(_ outcomes: [BenchmarkOutcome]) {
    entries = outcomes.compactMap { outcome in
      guard let known = Self.known(outcome.family),
        !["not applicable", "not run"].contains(outcome.word("T9"))
      else { return nil }
      let named = outcome.word("T9") == "supports" ? outcome.verdict.algorithm : nil
      return Entry(
        network: outcome.name, known: known, naming: Self.naming(known, named), found: named)
    }
  }

  /// - Parameter named: the reading in words; nil where none was made.
  package static func naming(_ known: Known, _ named: String?) -> Naming {
    guard let named, named != AlgorithmReading.none.description,
      named != AlgorithmReading.cannotTell.description
    else { return .unnamed }
    switch known {
    case .one(let algorithm) where named == algorithm.rawValue: return .right
    case .one(let algorithm)
    where named.hasSuffix(AlgorithmReading.apart) && named.contains(algorithm.rawValue):
      return .among
    case .one, .none: return .wrong
    }
  }

  package func count(_ naming: Naming, isOne: Bool) -> Int {
    entries.count { $0.naming == naming && ($0.known != .none) == isOne }
  }

  /// In sentences.
  package var text: String {
    let ones = entries.filter { $0.known != .none }
    let others = entries.filter { $0.known == .none }
    var parts: [String] = []
    if !ones.isEmpty {
      parts.append(
        "Of \(Wording.count(ones.count, "network")) whose algorithm is known, T9 names it on "
          + "\(count(.right, isOne: true)), among several that are not told apart on "
          + "\(count(.among, isOne: true)), another on \(count(.wrong, isOne: true)), and none on "
          + "\(count(.unnamed, isOne: true)).")
    }
    if !others.isEmpty {
      parts.append(
        "Of \(others.count) that follow none of those that are tried it names one on "
          + "\(count(.wrong, isOne: false)).")
    }
    let wrong = entries.filter { $0.naming == .wrong }
      .map { "\($0.network) as \($0.found ?? "")" }
    if !wrong.isEmpty { parts.append("Wrong names: \(wrong.joined(separator: "; ")).") }
    return parts.joined(separator: " ")
  }
}
