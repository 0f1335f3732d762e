import Environments
import Experiments
import LinearAlgebra
import Testing

@Suite struct PlanPairsTests {
  @Test func valuesOfMovesAreReadMoveAgainstMove() throws {
    let agent = try #require(InterventionFixtures.valueIteration())
    let base = try #require(try InterventionFixtures.base(agent, site: "q"))
    let reader = try InterventionFixtures.reader(base)
    let candidate = try #require(try PlanCandidate.pairs(base, agent: agent, reader: reader))
    let pairs = try #require(candidate.pairs)
    #expect(pairs.unread < 0.1)
    // All at once the values of walls lead astray.
    #expect(pairs.unread < reader.heldOutError || reader.kernel == .contrasts)
    // Both sides of a value that differs by two steps: plus and minus one.
    #expect(abs(pairs.margins[pairs.margins.count / 2] - 1) < 0.2)
  }

  @Test func whatHoldsNoPlanIsNotRead() throws {
    let agent = try #require(InterventionFixtures.wave())
    let base = try #require(try InterventionFixtures.base(agent, site: "cell/hidden"))
    var random = RandomStream(seed: 5)
    let levels = base.levels
    let count = levels.count * levels.cells * 3
    let maps = Tensor(
      shape: [levels.count, levels.rows, levels.columns, 3],
      elements: (0..<count).map { _ in Float(random.normal()) })
    #expect(try PlanPairs(maps, base: base).unread > 0.9)
    #expect(try PlanPairs(Tensor(shape: maps.shape), base: base).margins.allSatisfy { $0 == 0 })
  }

  @Test func drawsTakeTurnsAmongLevels() throws {
    let agent = try #require(InterventionFixtures.wave())
    let base = try #require(try InterventionFixtures.base(agent, site: "cell/hidden"))
    let taken = (0..<19).map { base.levels(ofDraw: $0, among: 30) }
    #expect(taken.allSatisfy { $0.count <= 6 && !$0.isEmpty })
    #expect(Set(taken.flatMap { $0 }).count == 30)
    #expect(base.levels(ofDraw: 3, among: 5) == [0, 1, 2, 3, 4])
  }
}
