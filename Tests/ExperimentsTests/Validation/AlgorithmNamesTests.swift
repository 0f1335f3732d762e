import Experiments
import Testing

/// Names of algorithms on networks whose algorithm is known.
@Suite struct AlgorithmNamesTests {
  @Test(arguments: [
    (AlgorithmNames.Known.one(.valueIteration), "value iteration", AlgorithmNames.Naming.right),
    (.one(.valueIteration), "breadth-first search from the goal", .wrong),
    (
      .one(.valueIteration),
      "breadth-first search from the goal or value iteration, not told apart", .among
    ),
    (.one(.treeSearch), "A* or depth-first search, not told apart", .wrong),
    (.one(.treeSearch), "none of those tried", .unnamed),
    (.none, "cannot be told", .unnamed), (.none, "A*", .wrong),
  ])
  func aNameIsRightOrNot(
    known: AlgorithmNames.Known, named: String, naming: AlgorithmNames.Naming
  ) {
    #expect(AlgorithmNames.naming(known, named) == naming)
    #expect(AlgorithmNames.naming(known, nil) == .unnamed)
  }

  @Test func readingsInWordsAreThoseThatAreGraded() {
    let family = AlgorithmReading.family([.breadthFirstFromGoal, .valueIteration])
    #expect(AlgorithmNames.naming(.one(.valueIteration), family.description) == .among)
    for algorithm in SearchAlgorithm.allCases {
      let reading = AlgorithmReading.one(algorithm)
      #expect(AlgorithmNames.naming(.one(algorithm), reading.description) == .right)
    }
  }

  @Test func everyFamilyIsGradedOrSaidNotToBe() throws {
    let families = Set(try Benchmark(seed: 1).networks.map(\.family))
    let ungraded = families.filter { AlgorithmNames.known($0) == nil }
    #expect(ungraded == ["N3", "N13"])
  }
}
