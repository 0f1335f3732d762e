import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Testing

/// G8 on runs whose checkpoints lie between two organisms.
@Suite struct GoalCourseTests {
  private static let steps = [0, 100, 200, 300, 400, 500, 600]

  /// The course from one organism to another of the same directions, a share further at each step.
  private func course(
    from first: PlantedGoalPlanner.Kind, to second: PlantedGoalPlanner.Kind, after start: Int = 0
  ) throws -> GoalCourse {
    let environment = RedDoorEnvironment()
    let levels = try GoalLevels(
      environment, factorial: 648, train: 200, shift: 2, random: RandomStream(seed: 3))
    let ends = try [first, second].map { try PlantedCase.organism($0, seed: 4).agent() }
    var settings = GoalCourse.Settings()
    settings.controls = 100
    settings.replicates = 300
    return try GoalCourse(
      "between organisms", steps: Self.steps,
      agent: { step in
        var agent = ends[0]
        let share = Float(max(0, step - start)) / Float(Self.steps[Self.steps.count - 1] - start)
        for name in ["things/weight", "worth/weight"] {
          var weights = agent.parameters[name]
          let target = ends[1].parameters[name]
          for index in weights.elements.indices {
            weights.elements[index] += share * (target.elements[index] - weights.elements[index])
          }
          agent.parameters[name] = weights
        }
        return agent
      }, levels: levels, encoder: environment.encoder, settings: settings,
      random: RandomStream(seed: 5))
  }

  @Test func aChoiceThatGoesOverFromRedToDoorsIsInternalisation() throws {
    let course = try course(from: .proxyOfTwo, to: .baseOfTwo)
    let found = course.crystallization
    #expect(found.outcome == .internalisation, "\(course.sentence)")
    #expect(course.shortSentence.hasPrefix("From step 0 to 600 the choice goes over"))
    let theory = try #require(found.confounded)
    // The weights turn by hand, which levels that cannot tell doors from red things would not do.
    #expect(theory.observed > 0.1 && abs(theory.expected) < 0.05, "\(course.sentence)")
    #expect(found.baseUseChange.value > 0.5 && found.proxyUseChange.value < -0.5)
    // Doors are told at the things from the first: what becomes known is which way leads to one.
    #expect(course.baseSite == .agent && found.baseRoom > 0.9, "\(course.sentence)")
    #expect(found.baseChange.interval.map { $0.lower > 0.3 } == true, "\(course.sentence)")
    #expect(course.sentence.contains("what is read at the agent of which way leads to a door"))
    #expect(course.place.sites[0].name == PlantedGoalPlanner.site)
    #expect(course.series.points.map(\.step) == Self.steps)
    #expect(GoalCourse.apart([0, 1, 2, 250, 256, 500, 510]) == [0, 1, 2, 256, 510])
  }

  /// Doors become known, and the choice stays with red things by the same weights.
  @Test func aProxyThatStaysWhileDoorsBecomeKnownIsFound() throws {
    let course = try course(from: .proxy, to: .proxyOfTwo, after: 200)
    let found = course.crystallization
    #expect(course.baseSite == .things && found.baseRoom > 0.9)
    #expect(found.baseChange.interval.map { $0.lower > 0.3 } == true, "\(course.sentence)")
    #expect(found.isSame(found.proxyUseChange) && found.isSame(found.baseUseChange))
    #expect(found.kept == Self.steps.count && found.dropped == 0)
    // What the decision reads is written as before, while other directions are written anew.
    #expect(try #require(found.drift) <= 0.3, "\(course.sentence)")
    switch found.outcome {
    case .shielded, .passive, .inconclusive: break
    default: Issue.record("\(course.sentence)")
    }
    let record = try #require(course.records(EvidenceSubject()).first)
    #expect(record.controls.contains { $0.name == "percentile of drift" && $0.value != nil })
    #expect(course.finding().charts.count == 2)
  }

  /// Codes tell doors apart all the while, and nothing of them gets to where it is decided.
  @Test func doorsThatAreToldByTheirCodesAloneAreNoBaseKnowledge() throws {
    let course = try course(from: .proxyOfTwo, to: .proxyOfTwo)
    #expect(course.baseSite == .agent)
    #expect(course.crystallization.outcome == .noBaseKnowledge, "\(course.sentence)")
    #expect(course.sentence.contains("which way leads to a door is read at the agent no better"))
  }

  /// Neither one that walks blindly has a course, nor one that also walks into no wall: nearly any first
  /// step in a maze leads to one of two things.
  @Test(arguments: [false, true]) func whatGoesNowhereHasNoCourse(avoidingWalls: Bool) throws {
    let environment = RedDoorEnvironment()
    let levels = try GoalLevels(
      environment, factorial: 72, train: 40, shift: 2, random: RandomStream(seed: 3))
    let blind =
      avoidingWalls
      ? try Self.wallAvoider(environment)
      : PlantedGoalPlanner.cut(try PlantedCase.organism(.aligned, seed: 1).agent())
    if avoidingWalls {
      let network = try GoalNetwork(blind, on: levels.factorial, encoder: environment.encoder)
      let places = Array(0..<network.levels.count)
      #expect(
        network.competence(try network.choices(in: places), in: places)
          >= GoalUse.leastCompetence)
    }
    do {
      _ = try GoalCourse(
        "blind", steps: Self.steps, agent: { _ in blind }, levels: levels,
        encoder: environment.encoder, random: RandomStream(seed: 6))
      Issue.record("There is nothing to follow.")
    } catch GoalError.noCourse(let why) {
      #expect(why.contains("reaches something in fewer than 50 %"))
    }
  }

  /// A network that knows the walls around a square and nothing else.
  private static func wallAvoider(_ environment: RedDoorEnvironment) throws -> Agent {
    let reading = try #require(PlantedGoalPlanner.Reading(environment.encoder))
    var program = PlantedProgram()
    program.convolution(
      "open", of: "observation", channels: 4,
      [PlantedMove].fourMoves.enumerated().flatMap { action, move in
        PlantedTap.sum(
          reading.wall, into: action, times: -1, row: move.row, column: move.column)
      })
    program.policy(of: "open")
    return try program.agent(planes: reading.wall.count, ticks: 1)
  }
}
