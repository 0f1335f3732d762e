import Environments

/// Sokoban with four boxes in rooms of 10 x 10, drawn from a thousand levels in random symmetries,
/// against an environment in Python and NumPy in the way of gym-sokoban. Both give seven planes.
///
/// The peer's levels are random rooms of the same size that need not be solvable: nobody solves
/// them at random either way.
struct SokobanStepsRow: BenchmarkRow {
  let name = "sokoban-steps"
  let goal = 50.0
  private let settings = ["levels": 1000, "side": 10, "boxes": 4]
  private let rounds = 10_000

  func measure() throws -> BenchmarkResult {
    let environment = try SokobanEnvironment(
      configuration: ["side": "10", "boxes": "4", "pool": "1000"])
    var steps = try EnvironmentSteps(environment, rounds: rounds)
    let comparison = EnvironmentSteps.comparison(
      rounds: rounds, goal: goal, script: "sokoban_steps.py", settings: settings)
    let result = try comparison.measure { try steps.take() }
    precondition(steps.sum.isFinite, "A reward is not finite.")
    return result
  }
}
