/// What a concept's labels are.
package enum ConceptKind: Sendable, Equatable {
  /// One of several classes, by name.
  case classes([String])
  /// A number, in a unit.
  case values(unit: String)
}

/// The labels of one concept on every square of a level, row-major.
package enum ConceptLabels: Sendable, Equatable {
  /// The class of each square, -1 where the concept does not apply.
  case classes([Int])
  /// The value at each square, NaN where the concept does not apply.
  case values([Float])

  /// The number of squares.
  package var count: Int {
    switch self {
    case .classes(let classes): classes.count
    case .values(let values): values.count
    }
  }

  /// Whether a square has a label.
  package func isDefined(at index: Int) -> Bool {
    switch self {
    case .classes(let classes): classes[index] >= 0
    case .values(let values): !values[index].isNaN
    }
  }
}

/// Something that holds of each square of a level, labelled from the level alone.
package struct Concept: Sendable {
  /// The name in probe files, as in `plan-direction`.
  package let id: String
  /// One sentence for people.
  package let summary: String
  package let kind: ConceptKind
  private let label: @Sendable (MazeLevel) -> ConceptLabels

  package init(
    id: String, summary: String, kind: ConceptKind,
    label: @escaping @Sendable (MazeLevel) -> ConceptLabels
  ) {
    self.id = id
    self.summary = summary
    self.kind = kind
    self.label = label
  }

  /// The labels of a level's squares.
  package func labels(of level: MazeLevel) -> ConceptLabels { label(level) }
}
