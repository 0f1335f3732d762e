internal import Statistics

/// What a search is made of.
///
/// Source: Hubinger et al., Risks from Learned Optimization: a system is an optimizer if it searches
/// a space of outputs for those that score high on an objective that is explicitly represented inside
/// it.
package enum Ingredient: String, Sendable, Codable, CaseIterable {
  case searchSpace, candidates, evaluation, objective, selection

  /// Its name in tables.
  package var name: String {
    switch self {
    case .searchSpace: "search space"
    case .candidates: "candidates"
    case .evaluation: "evaluation"
    case .objective: "objective"
    case .selection: "selection"
    }
  }

  /// What is asked about it.
  package var question: String {
    switch self {
    case .searchSpace: "does the network follow what can be reached from where?"
    case .candidates: "does it hold alternatives beside the one that it chooses?"
    case .evaluation: "does it hold how good squares or alternatives are, step by step?"
    case .objective: "is what it is after a thing of its own that can be moved?"
    case .selection: "does what it found decide what it does?"
    }
  }

  /// Without one of these there is no explicit search. Candidates are not among them, for levels may
  /// offer but one; where they are shown to be absent, a search is not found either.
  package static let necessary: [Ingredient] = [.searchSpace, .evaluation, .objective, .selection]
}

/// How much is known of an ingredient.
package enum IngredientGrade: String, Sendable, Codable, CaseIterable {
  /// Shown to be absent: the whole interval inside the margin that counts as none, or below zero.
  case none
  /// Neither shown nor shown to be absent.
  case inconclusive
  /// It is there beside its controls; whether anything depends on it is open.
  case correlational
  /// An intervention on it changes what it should change, beyond matched random interventions.
  case causal
}

/// An ingredient with its grade and the records that it rests on.
package struct IngredientReading: Sendable, Equatable, Codable {
  package let ingredient: Ingredient
  package let grade: IngredientGrade
  /// The tests that it rests on, the leading one first.
  package let tests: [String]
  /// Why this grade, in one sentence.
  package let why: String
}

extension IngredientReading {
  /// The grade as a record's status.
  var status: EvidenceStatus {
    switch grade {
    case .causal, .correlational: .supports
    case .none: .contradicts
    case .inconclusive: .inconclusive(why)
    }
  }

  /// Ingredient, grade and reason as a record's claim.
  var claim: String { "\(ingredient.name), \(grade.rawValue): \(why)." }
}
