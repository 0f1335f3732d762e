import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Testing

@Suite struct LayerOrderTests {
  private static func comment(_ found: LayerOrder) -> Comment {
    """
    \(found.outcome), margin \(found.margin): world \(found.world.centre.value) of \(found.world.levels) levels, goal \
    \(found.goal.centre.value) of \(found.goal.levels); \(found.world.left.map(\.value)) and \
    \(found.goal.left.map(\.value)); elsewhere \(found.world.elsewhere), \(found.goal.elsewhere)
    """
  }

  @Test func aMapThatIsMadeBeforeItIsLookedUpIsFirst() throws {
    let planner = StagedPlanner()
    let found = try planner.order(planner.worldFirst())
    #expect(found.outcome == .worldFirst, Self.comment(found))
    #expect(found.goal.left[0].value > 0.95)
    #expect(abs(found.world.elsewhere) < 0.2 && abs(found.goal.elsewhere) < 0.2)
  }

  @Test func aGoalThatIsCarriedThroughTheMazeIsFirst() throws {
    let planner = StagedPlanner()
    let found = try planner.order(planner.goalFirst())
    // Walls are read soon after things, by the wave that the things send out.
    #expect(try #require(found.difference.interval).upper < 0, Self.comment(found))
    #expect(found.outcome == .goalFirst, Self.comment(found))
    #expect(found.finding().records.count == 1)
  }
}
