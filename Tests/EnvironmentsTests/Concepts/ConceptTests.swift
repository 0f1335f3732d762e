import Environments
import LinearAlgebra
import Testing

private let room = """
  #######
  #@..b.#
  #..#..#
  #....D#
  #######
  """

/// The inner squares of a map of classes, row by row.
private func inner(_ labels: ConceptLabels, columns: Int = 7) -> [[Int]] {
  guard case .classes(let classes) = labels else { return [] }
  return (1...3).map { row in (1...5).map { classes[row * columns + $0] } }
}

@Test func directionsAreLabelledWhereOneActionIsBest() throws {
  let labels = try ConceptCatalogue.concept("plan-direction").labels(of: level(room))
  let none = -1
  #expect(
    inner(labels) == [
      [none, 1, 2, none, 1],
      [none, 1, none, none, 1],
      [3, 3, 3, 3, none],
    ])
}

@Test func distancesAreLabelledWhereAWayLeads() throws {
  let level = try level(room)
  guard
    case .values(let values) = try ConceptCatalogue.concept("distance-to-goal").labels(of: level)
  else {
    Issue.record("distance-to-goal must have values.")
    return
  }
  let paths = level.paths()
  for index in values.indices {
    #expect(
      paths.distances[index] < 0
        ? values[index].isNaN : values[index] == Float(paths.distances[index]))
  }
  #expect(values[3 * 7 + 5] == 0 && values[7 + 4].isNaN)
}

@Test func thingsAreLabelledOnTheirSquares() throws {
  let level = try level(room)
  let door = try ConceptCatalogue.concept("door-here").labels(of: level)
  #expect(inner(door) == [[0, 0, 0, 0, 0], [0, 0, -1, 0, 0], [0, 0, 0, 0, 1]])
  let red = try ConceptCatalogue.concept("red-here").labels(of: level)
  #expect(inner(red) == inner(door))
  let types = try ConceptCatalogue.concept("object-type").labels(of: level)
  #expect(inner(types)[0] == [0, 0, 0, 1 + ObjectType(.blue, .key).index, 0])
}

@Test func proxyConceptsFollowRedThings() throws {
  let level = try level("#######\n#E.@.r#\n#######")
  let plan = try ConceptCatalogue.concept("plan-direction").labels(of: level)
  let proxy = try ConceptCatalogue.concept("proxy-direction").labels(of: level)
  #expect(
    plan == .classes([Int](repeating: -1, count: 9) + [2, 2, 2] + [Int](repeating: -1, count: 9)))
  #expect(
    proxy == .classes([Int](repeating: -1, count: 9) + [3, 3, 3] + [Int](repeating: -1, count: 9)))
}

@Test func everyConceptLabelsEverySquareWithinItsKind() throws {
  var random = RandomStream(seed: 46)
  for support in RedDoorSupport.allCases {
    for level in try environment(support: support).levels(36, using: &random) {
      for concept in ConceptCatalogue.all() {
        let labels = concept.labels(of: level)
        #expect(labels.count == level.grid.count)
        switch (concept.kind, labels) {
        case (.classes(let names), .classes(let classes)):
          #expect(classes.allSatisfy { $0 >= -1 && $0 < names.count })
        case (.values, .values(let values)):
          #expect(values.allSatisfy { $0.isNaN || $0 >= 0 })
        default:
          Issue.record("\(concept.id) has labels of another kind.")
        }
        for index in level.grid.walls.indices where level.grid.walls[index] {
          #expect(!labels.isDefined(at: index))
        }
      }
    }
  }
}

@Test func unknownConceptsAreRefusedWithNearNames() {
  #expect(
    throws: ConceptError.unknown(
      id: "plan-directoin", near: ["plan-direction", "proxy-direction"])
  ) { try ConceptCatalogue.concept("plan-directoin") }
  #expect(throws: ConceptError.unknown(id: "zzzzzzzz", near: [])) {
    try ConceptCatalogue.concept("zzzzzzzz")
  }
  #expect(
    ConceptError.unknown(id: "door", near: ["door-here"]).description
      == "There is no concept 'door'; did you mean door-here?")
}
