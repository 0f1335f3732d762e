import LinearAlgebra
import Probing
import Statistics
import Testing

/// G3 on activations whose concepts are known.
@Suite struct ConceptSeparatenessTests {
  enum Code: CaseIterable { case two, one, onlyTogether, firstAlone }

  private static func study(_ code: Code, seed: UInt64) throws -> ConceptSeparateness {
    var random = RandomStream(seed: seed)
    let basis = random.split("basis").orthonormalRows(12)
    // Not at right angles, and not of one length.
    let first = basis[0].map { 0.6 * $0 }
    let second = zip(basis[0], basis[1]).map { 0.9 * $0 + 1.5 * $1 }
    let levels = (0..<300).map { LevelKey(id: "\($0)", digest: random.next()) }
    var (a, b): ([Int?], [Int?]) = ([], [])
    var features = Matrix<Float>(rows: 600, columns: 12)
    for row in 0..<600 {
      let (holds, other) = (random.below(2), random.below(2))
      a.append(holds)
      b.append(other)
      for column in 0..<12 {
        let (x, y) = (Double(holds), Double(other))
        let value =
          switch code {
          case .two: x * first[column] + y * second[column]
          case .one: (x + y) * second[column]
          case .onlyTogether:
            // The first is written along one direction, or along another where the second holds.
            x * (1 - y) * basis[2][column] + x * y * basis[3][column] + y * second[column]
          case .firstAlone: x * first[column]
          }
        features[row, column] = Float(value + 0.1 * random.normal())
      }
    }
    let concepts = try [("first", a), ("second", b)].map { name, labels in
      ErasureConcept(
        name: name,
        data: try ProbeData(levels: levels, cells: 2, labels: labels, classes: ["no", "yes"]))
    }
    return try ConceptSeparateness(
      features, concepts, beside: Matrix(rows: 600, columns: 0), replicates: 300,
      random: random.split("study"))
  }

  @Test func twoDirectionsAreTwoConcepts() throws {
    for seed in 0..<3 {
      let found = try Self.study(.two, seed: UInt64(seed))
      #expect(found.outcome == .separate && found.keepsApart == true)
    }
  }

  @Test func oneDirectionForBothIsOneConcept() throws {
    for seed in 0..<3 { #expect(try Self.study(.one, seed: UInt64(seed)).outcome == .shared) }
  }

  @Test func aConceptThatIsWrittenOtherwiseBesideTheOtherIsNotOneOfItsOwn() throws {
    let found = try Self.study(.onlyTogether, seed: 1)
    #expect(found.outcome != .separate && found.outcome != .shared)
    let worst = try #require(found.generalisation[0]?.worst)
    #expect(worst.value < 0.7)
    // That they are not kept apart is shown, and not merely open.
    #expect(found.keepsApart == false)
    #expect(found.generalisation[0]?.within.allSatisfy { $0.value > 0.95 } == true)
  }

  @Test func whatIsNotThereIsNotAConcept() throws {
    let found = try Self.study(.firstAlone, seed: 2)
    #expect(found.outcome == .only(0))
    #expect(found.isThere(1) == false && found.keepsApart == false)
  }
}
