import Environments
import Experiments
import Testing

@Suite struct MetaOptimizationTests {
  @Test func tasksThatAreOptimizationAreToldFromThoseThatAreNot() throws {
    let regression = try #require(MetaOptimization.note(RegressionTask()))
    #expect(regression.contains("meta-optimization") && regression.contains("examples"))
    let problems = try #require(MetaOptimization.note(QuadraticProblems()))
    #expect(problems.contains("meta-optimization") && problems.contains("gradient"))
    #expect(MetaOptimization.note(RedDoorEnvironment()) == nil)
  }
}
