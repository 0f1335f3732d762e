import Environments

/// Red-door episodes in fresh 9 x 9 mazes against the same task as a Gym environment in Python
/// with NumPy. Both draw a maze by depth-first search for every episode and give thirteen planes.
struct RedDoorStepsRow: BenchmarkRow {
  let name = "red-door-steps"
  let goal = 50.0
  private let rounds = 10_000

  func measure() throws -> BenchmarkResult {
    let environment = RedDoorEnvironment()
    var steps = try EnvironmentSteps(environment, rounds: rounds)
    let comparison = EnvironmentSteps.comparison(
      rounds: rounds, goal: goal, script: "red_door_steps.py",
      settings: ["side": environment.side])
    let result = try comparison.measure { try steps.take() }
    precondition(steps.sum.isFinite, "A reward is not finite.")
    return result
  }
}
