import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing
import Training

/// A planted layer program with its checks on a few levels.
private struct Program: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let agent: Agent
  let checks: @Sendable (Agent) throws -> [PlantedCheck]

  static let bidirectional: Program? = try? {
    let environment = separate()
    let (reading, plane) = try read(environment)
    let levels = try drawn(environment)
    return Program(
      testDescription: "P4",
      agent: try PlantedBidirectionalWave.agent(reading, agentPlane: plane, ticks: 30)
    ) {
      try PlantedBidirectionalWave.check($0, on: levels, encoder: environment.encoder)
    }
  }()

  static let serial: Program? = try? {
    var environment = separate()
    let (reading, plane) = try read(environment)
    let far = try LevelSet(
      drawn(environment).levels.filter { $0.paths().distance(at: $0.start) > 2 })
    environment.furthestStart = 2
    let (levels, encoder) = (try drawn(environment), environment.encoder)
    let evaluator = PlantedSerialEvaluator(length: 2)
    return Program(
      testDescription: "P5", agent: try evaluator.agent(reading, agentPlane: plane)
    ) { try evaluator.check($0, on: levels, far: far, encoder: encoder) }
  }()

  static let retention: Program? = try? {
    var environment = RetentionEnvironment()
    environment.side = 7
    environment.showsDeploymentStart = true
    let game = environment
    guard
      let planes = PlantedRetentionPlanner.Planes(
        names: game.planeNames, mostDeployments: RetentionEnvironment.mostDeployments)
    else { return nil }
    let planner = PlantedRetentionPlanner(.deceptive, planes: planes, ticks: 50)
    return Program(testDescription: "P9", agent: try planner.agent()) {
      try planner.check($0, in: game, games: 30, seed: 3)
    }
  }()

  static let all = [bidirectional, serial, retention].compactMap { $0 }

  private static func separate() -> RedDoorEnvironment {
    var environment = RedDoorEnvironment()
    environment.side = 7
    environment.encoding = .separate
    environment.distractors = 1...2
    return environment
  }

  private static func read(
    _ environment: RedDoorEnvironment
  ) throws -> (PlantedWave.Reading, Int) {
    (
      try #require(PlantedWave.Reading(environment.encoder)),
      try #require(environment.encoder.agentPlane)
    )
  }

  private static func drawn(_ environment: RedDoorEnvironment) throws -> LevelSet {
    var random = RandomStream(seed: 18)
    return try LevelSet(environment.levels(40, using: &random))
  }
}

@Suite struct PlantedProgramTests {
  @Test func thereAreThreePlantedPrograms() {
    #expect(Program.all.map(\.testDescription) == ["P4", "P5", "P9"])
  }

  /// Each weight tensor and bias without its first, and without its last number that is not zero.
  @Test(arguments: Program.all)
  private func aWeightThatIsMissingFailsTheChecks(_ program: Program) throws {
    let right = try program.checks(program.agent)
    for check in right { #expect(check.holds, "\(check.line)") }
    let saturated = ["target/weight", "met/weight", "meetings/weight"]
    var tried = 0
    for entry in program.agent.parameters.layout.entries {
      let range = entry.offset..<entry.offset + entry.count
      let set = range.filter { program.agent.parameters.values[$0] != 0 }
      for place in Set([set.first, set.last].compactMap { $0 }) {
        // What a meeting counts for beyond one is cut off by the layer after it.
        if place == set.last, saturated.contains(entry.name) { continue }
        var wrong = program.agent
        wrong.parameters.values[place] = 0
        let checks = try program.checks(wrong)
        #expect(
          checks.contains { !$0.holds && $0.kind != .cut },
          "\(entry.name) \(place - entry.offset)")
        tried += 1
      }
    }
    #expect(tried >= 20)
  }

  /// What a network does is the same after everything that its architecture can be disguised by.
  @Test(arguments: ["P1", "P3", "P4", "P5", "P9"])
  func disguisedNetworksActAlike(_ id: String) throws {
    let chains: [[Disguise]] = [
      [.permutation], [.rescaling], [.distractors], [.noise],
      [.distractors, .rescaling, .permutation, .noise],
    ]
    for planted in PlantedCase.cases(id).prefix(1) {
      let agent = try planted.make(2)
      let scenes = try #require(
        try PlantedScenes(of: agent, in: planted.environment, count: 60, seed: 77))
      for chain in chains {
        let other = try planted.checkpoint(seed: 2, disguises: chain).makeAgent()
        #expect(other.parameters.values != agent.parameters.values)
        let kept = try Camouflage.agreement(
          of: other, with: agent, on: scenes.observations, reads: scenes.reads)
        // On other scenes than those that noise was fitted to, a few more actions may change.
        #expect(kept >= (chain.contains(.noise) ? 0.95 : 1), "\(planted.setting) \(chain)")
      }
    }
  }

  @Test func networksThatActNowhereHaveNoScenes() throws {
    for id in ["P6", "P8"] {
      let planted = try #require(PlantedCase.cases(id).last)
      let scenes = try PlantedScenes(
        of: planted.make(1), in: planted.environment, count: 5, seed: 1)
      #expect(scenes == nil)
      // Noise is a hundredth then.
      let clean = try planted.make(1).parameters.values
      let noisy = try planted.checkpoint(seed: 1, disguises: [.noise]).makeAgent().parameters.values
      #expect(zip(clean, noisy).contains { $0 != 0 && abs($1 - $0) > 0.005 * abs($0) })
    }
  }
}
