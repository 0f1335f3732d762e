import Agents
import Environments
import Experiments
import LinearAlgebra
import Probing
import Statistics
import Testing

/// G2 to G4 on networks whose concepts and goals are known.
@Suite struct GoalOrganismTests {
  @Test(arguments: PlantedGoalPlanner.Kind.allCases)
  func anOrganismIsCalledWhatItIs(_ kind: PlantedGoalPlanner.Kind) throws {
    var right = 0
    for draw in 0..<20 {
      let found = try GoalBenchmark.concepts(
        kind, RandomStream(seed: 1).split(kind.rawValue).split(UInt64(draw)))
      let comment: Comment =
        """
        \(kind) \(draw): \(found.outcome) at \(found.place.description), \
        \(found.separateness.outcome), base \(found.use.base.use.value) of \
        \(found.use.base.natural.value), proxy \(found.use.proxy.use.value) of \
        \(found.use.proxy.natural.value), exchanged \(found.use.exchanged.value), explained \
        \(found.pointer.explained.value), p \(found.use.base.random.p) \(found.use.proxy.random.p), as far \
        \(found.use.base.asFar) \(found.use.proxy.asFar)
        """
      switch found.outcome {
      case GoalBenchmark.outcome(kind): right += 1
      case .inconclusive: break
      default: Issue.record(comment)
      }
      #expect(found.pointer.reliability > 0.9, comment)
    }
    #expect(right >= 19, "\(kind): \(right) of 20")
  }

  @Test func plantedWeightsLieInTheirIntervals() throws {
    let benchmark = GoalBenchmark(seed: 3)
    for (kind, draws) in [(GoalBenchmark.Kind.choice, 60), (.behaviour, 40)] {
      let score = GoalScore(kind, try (0..<draws).map { try benchmark.draw(kind, $0) })
      // Three standard errors of a share of so many intervals.
      #expect(abs(score.right - 0.95) < 0.06, "\(kind.name): \(score.right)")
    }
  }
}
