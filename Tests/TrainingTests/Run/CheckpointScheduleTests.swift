import Testing
import Training

@Test func thePowersOfTwoAndTwelveStepsOfTheBudgetAreSaved() {
  let steps = CheckpointSchedule.steps(budget: 4000)
  #expect(steps.first == 0 && steps.last == 4000)
  #expect(steps == steps.sorted() && Set(steps).count == steps.count)
  for power in 0..<12 { #expect(steps.contains(1 << power)) }
  // From 1 % on: 40 times the twelfth root of 100, again and again.
  for step in [59, 86, 126, 186, 273, 400, 587, 862, 1265, 1857, 2725, 4000] {
    #expect(steps.contains(step))
  }
  #expect(steps.count == 1 + 12 + 12)
}

@Test func aSecondStageHasAScheduleOfItsOwn() {
  let (first, second) = (
    CheckpointSchedule.steps(budget: 1500), CheckpointSchedule.steps(budget: 1000)
  )
  #expect(
    CheckpointSchedule.steps(stages: [1500, 1000]) == first + second.dropFirst().map { 1500 + $0 })
  #expect(CheckpointSchedule.steps(stages: [1000]) == second)
}

@Test(arguments: [1, 2, 3, 10, 64, 99, 100, 101, 1_000_000])
func everyBudgetBeginsAtZeroAndEndsAtItself(budget: Int) {
  let steps = CheckpointSchedule.steps(budget: budget)
  #expect(steps.first == 0 && steps.last == budget)
  #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
  #expect(steps.contains(1))
  #expect(steps.count <= 2 + 20 + 12)
}
