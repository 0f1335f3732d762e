import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// G8 on runs whose checkpoints were set by formula.
@Suite struct PlantedGoalSeriesTests {
  @Test(arguments: PlantedGoalSeries.Kind.allCases, [4] as [UInt64])
  func aPlantedRunIsCalledWhatItIs(_ kind: PlantedGoalSeries.Kind, seed: UInt64) throws {
    let environment = RedDoorEnvironment()
    let levels = try GoalLevels(
      environment, factorial: 648, train: 200, shift: 2, random: RandomStream(seed: seed))
    let planners = try PlantedGoalSeries(kind, seed: seed).planners()
    var settings = GoalCourse.Settings()
    settings.replicates = 400
    let course = try GoalCourse(
      kind.rawValue, steps: PlantedGoalSeries.steps,
      agent: { step in
        let index = try #require(PlantedGoalSeries.steps.firstIndex(of: step))
        return try planners[index].agent()
      }, levels: levels, encoder: environment.encoder, settings: settings,
      random: RandomStream(seed: seed))
    #expect(course.crystallization.outcome == kind.outcome, "\(course.sentence)")
  }

  /// Turning the code changes where things are written and read, and not what they are worth.
  @Test func turningKeepsWhatThingsAreWorth() throws {
    var planner = try PlantedCase.organism(.mixture, seed: 2)
    let before = planner
    let environment = RedDoorEnvironment()
    let levels = try GoalLevels(
      environment, factorial: 36, train: 2, shift: 2, random: RandomStream(seed: 3)
    ).factorial
    var random = RandomStream(seed: 8)
    for keepingReader in [false, true] {
      let reader = planner.reader
      var change = Matrix<Double>(
        rows: PlantedGoalPlanner.channels, columns: PlantedGoalPlanner.channels)
      for place in change.elements.indices { change.elements[place] = 0.1 * random.normal() }
      try planner.turn(by: change, keepingReader: keepingReader)
      let moved = zip(planner.reader, reader).map { abs($0 - $1) }.max() ?? 0
      #expect(keepingReader ? moved < 1e-5 : moved > 0.01)
      let worths = try [before, planner].map { planner in
        try Capture(sites: [Site("worth"), Site("things")], ticks: 2, encoder: environment.encoder)
          .run(planner.agent(), on: levels)
      }
      func largest(_ site: String) throws -> Float {
        try zip(
          worths[0].activations(at: Site(site)).elements,
          worths[1].activations(at: Site(site)).elements
        ).map { abs($0 - $1) }.max() ?? 0
      }
      #expect(try largest("worth") < 1e-4)
      #expect(try largest("things") > 0.01)
    }
  }
}
