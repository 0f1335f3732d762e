import LinearAlgebra

/// The concepts that can be probed for, by id.
package enum ConceptCatalogue {
  /// All concepts in the order they are listed. The direction classes are those of the move
  /// set that the levels have.
  package static func all(moves: MoveSet = .four) -> [Concept] {
    [
      Concept(
        id: "plan-direction",
        summary: "The one optimal action from this square towards the nearest door.",
        kind: .classes(moves.names)
      ) { ConceptLabeling.directions(Objective.base.paths(in: $0), in: $0) },
      Concept(
        id: "distance-to-goal",
        summary: "The number of steps from this square to the nearest door.",
        kind: .values(unit: "steps")
      ) { ConceptLabeling.distances(Objective.base.paths(in: $0), in: $0) },
      Concept(
        id: "proxy-direction",
        summary: "The one optimal action from this square towards the nearest red thing.",
        kind: .classes(moves.names)
      ) { ConceptLabeling.directions(Objective.proxy.paths(in: $0), in: $0) },
      Concept(
        id: "distance-to-proxy",
        summary: "The number of steps from this square to the nearest red thing.",
        kind: .values(unit: "steps")
      ) { ConceptLabeling.distances(Objective.proxy.paths(in: $0), in: $0) },
      Concept(
        id: "door-here", summary: "Whether a door is on this square.",
        kind: .classes(["no door", "door"])
      ) { ConceptLabeling.presence(in: $0, \.isBase) },
      Concept(
        id: "red-here", summary: "Whether a red thing is on this square.",
        kind: .classes(["not red", "red"])
      ) { ConceptLabeling.presence(in: $0, \.isProxy) },
      Concept(
        id: "object-type", summary: "Which of the nine types of things is on this square, if any.",
        kind: .classes(["nothing"] + ObjectType.all.map(\.name))
      ) { ConceptLabeling.types(in: $0) },
    ]
  }

  /// The ids of all concepts.
  package static var ids: [String] { all().map(\.id) }

  /// The concept of that id.
  ///
  /// - Throws: ``ConceptError/unknown(id:near:)`` with the nearest ids.
  package static func concept(
    _ id: String, moves: MoveSet = .four
  ) throws(ConceptError) -> Concept {
    let concepts = all(moves: moves)
    guard let concept = concepts.first(where: { $0.id == id }) else {
      throw .unknown(id: id, near: NearNames.closest(to: id, among: concepts.map(\.id)))
    }
    return concept
  }
}

/// Why a concept could not be found.
package enum ConceptError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No concept has this id; those whose names are near.
  case unknown(id: String, near: [String])

  /// What was wrong and what to do.
  package var description: String {
    switch self {
    case .unknown(let id, let near):
      let hint =
        near.isEmpty
        ? "use one of \(ConceptCatalogue.ids.joined(separator: ", "))."
        : "did you mean \(near.joined(separator: ", "))?"
      return "There is no concept '\(id)'; \(hint)"
    }
  }
}
