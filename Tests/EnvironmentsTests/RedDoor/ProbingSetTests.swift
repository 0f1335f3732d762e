import Environments
import LinearAlgebra
import Testing

@Test func probingSetsAreHardNewAndApart() throws {
  var random = RandomStream(seed: 34)
  let first = try ProbingSet(environment(), count: 200, using: &random)
  #expect(first.levels.count == 200)
  #expect(first.levels.allSatisfy { Hardness($0).share >= 0.3 })
  #expect(first.digests == first.levels.map(\.digest))
  #expect(Set(first.digests).count == 200)
  #expect(first.meanHardness > first.meanHardnessDrawn && first.drawn > 300)
  // Small mazes repeat themselves, so the exclusion bites.
  let small = environment(side: 5, distractors: 0...0)
  let held = try ProbingSet(small, count: 3, minimumHardness: 0, using: &random)
  let rest = try ProbingSet(
    small, count: 3, minimumHardness: 0, excluding: Set(held.digests), using: &random)
  #expect(Set(held.digests).isDisjoint(with: rest.digests))
  #expect(rest.drawn > 3)
}

@Test func factorialProbingSetsStayBalanced() throws {
  var random = RandomStream(seed: 35)
  let set = try ProbingSet(environment(support: .factorial), count: 72, using: &random)
  var counts: [[ObjectType]: Int] = [:]
  for level in set.levels { counts[level.objects.map(\.type), default: 0] += 1 }
  #expect(counts.count == 36 && counts.values.allSatisfy { $0 == 2 })
}

@Test func conditionsThatNoLevelMeetsAreReported() {
  var random = RandomStream(seed: 36)
  #expect(throws: EnvironmentError.self) {
    try ProbingSet(environment(side: 5), count: 5, minimumHardness: 1.1, using: &random)
  }
}
