import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Storage
import TestSupport
import Testing

@Suite struct PlanProbesTests {
  /// Small numbers of everything.
  private static var small: PlanProbeSettings {
    var settings = PlanProbeSettings()
    (settings.fitLevels, settings.reportLevels) = (60, 40)
    (settings.momentsALevel, settings.untrained, settings.replicates) = (2, 1, 200)
    (settings.permutations, settings.mostTicks, settings.extraTicks) = (19, 6, 2)
    (settings.steeringLevels, settings.steeringDraws) = (24, 5)
    return settings
  }

  private static var environment: RedDoorEnvironment {
    var environment = RedDoorEnvironment()
    environment.side = 7
    return environment
  }

  /// P2 on small mazes: pointers at a square from the tick after the wave arrives.
  private static func wave(ticks: Int = 20) throws -> Agent {
    let reading = try #require(PlantedWave.Reading(environment.encoder))
    return PlantedConvLSTMWave.agent(reading, ticks: ticks, channels: 8)
  }

  @Test func theChoiceOfThePlantedWaveIsReadFromTheTickThatTheWaveArrives() throws {
    let agent = try Self.wave()
    var settings = Self.small
    settings.mostTicks = 20
    let probes = try PlanProbes(
      agent, in: Self.environment, identity: EvidenceSubject(), settings: settings)
    #expect(probes.moments.solved.allSatisfy { $0 })
    #expect(probes.maps.map(\.concept) == [.agentApproach, .agentChoice])
    let map = try #require(probes.maps.last)
    #expect(map.layers.names == ["cell.1/cell"])
    let last = map.cell(.single, layer: 0, tick: map.layers.ticks.count - 1)
    #expect(last.result.score.value > 0.97)
    #expect(map.status(last) == .supports)
    #expect(map.logistic[0].score.value > 0.97)
    // A probe that sees nothing yet is no better than guessing, though the observation's names one
    // class everywhere and scores less.
    let nothing = map.cell(.single, layer: 0, tick: 0)
    #expect(map.observation[0].score.value < map.scan.baseline.value)
    #expect(nothing.aboveObservation.value < 0.05 && map.status(nothing) != .supports)
    // Its routes are followed where they are written; where they are not, none is.
    #expect((probes.steering.effect?.own.value ?? 0) > 0.9)
    #expect(probes.steering.controls.allSatisfy { $0.value.value == 0 })
    // Before the wave arrives a square holds nothing; from then on it does not change any more.
    var (right, known, early) = (0, 0, 0)
    let tick = 6
    let classes = map.cell(.single, layer: 0, tick: tick - 1).result.classes
    let goals = try Self.distances(probes.moments)
    for row in 0..<map.data.rows {
      guard case .classes(_, let labels) = map.data.target else { continue }
      let distance = goals[map.data.rowLevel[row]][map.data.rowCell[row]]
      if distance < tick {
        known += 1
        right += classes[row] == labels[row] ? 1 : 0
      } else {
        early += 1
      }
    }
    #expect(known > 100 && early > 100)
    #expect(Double(right) > 0.95 * Double(known))
    let first = map.cell(.single, layer: 0, tick: 0).result.score.value
    #expect(first < last.result.score.value - 0.3)
    // Further ticks change nothing where the wave has arrived everywhere.
    let curve = try #require(
      probes.refinement.curves.first { $0.concept == .agentChoice && $0.kernel == .single })
    #expect(probes.refinement.ticks[probes.refinement.own] == 20)
    #expect(abs(curve.gain.value) < 0.01 && curve.within.value > 0.3)
  }

  /// Steps to the door from every square of each moment, by the observation's own planes.
  private static func distances(_ moments: PlanMoments) throws -> [[Int]] {
    var known: [UInt64: [Int]] = [:]
    let stream = RandomStream(seed: small.seed).split("plan probes").split("levels")
    let play = try PlanPlay(
      environment, fit: small.fitLevels, report: small.reportLevels, random: stream)
    for (key, episode) in zip(play.keys, play.episodes) {
      known[key.digest] = episode.episode.level.paths().distances
    }
    return moments.keys.compactMap { known[$0.digest] }
  }

  @Test func anUntrainedNetworkIsNoPlannerAndRoutesAreNotFollowed() throws {
    let architecture = try Self.wave(ticks: 4).architecture
    // Some walk into walls all the time, which is said; the first that does not is studied.
    var studied: PlanProbes?
    for seed in UInt64(3)..<20 where studied == nil {
      do {
        studied = try PlanProbes(
          Agent(architecture, drawnFrom: RandomStream(seed: seed)), in: Self.environment,
          identity: EvidenceSubject(), settings: Self.small)
      } catch let error as PlanProbeError {
        #expect("\(error)".contains("Train it longer"))
      }
    }
    let probes = try #require(studied)
    #expect(!probes.findings.isEmpty)
    for finding in probes.findings { #expect(finding.status != .supports, "\(finding.title)") }
  }

  @Test func theBoxesOfSokobanHaveTheirOwnMapAndNothingDependsOnThreads() throws {
    let environment = try SokobanEnvironment()
    let planes = environment.observationShape.planes
    let network = try Catalogue.architecture(
      named: "drc",
      configuration: ArchitectureConfiguration([
        "planes": "\(planes)", "channels": "6", "layers": "2", "ticks": "3", "actions": "4",
        "head": "agent", "mode": "carry",
      ]), shapes: [:])
    let agent = Agent(network, drawnFrom: RandomStream(seed: 5))
    var settings = Self.small
    (settings.fitLevels, settings.reportLevels, settings.replicates) = (30, 20, 50)
    let chosen = settings
    let runs = try ThreadCounts.oneTwoThree { () -> [String] in
      do {
        return try PlanProbes(
          agent, in: environment, identity: EvidenceSubject(), settings: chosen
        ).findings.flatMap(\.records).map { try $0.jsonLine() }
      } catch let error as PlanProbeError {
        return ["\(error)"]
      }
    }
    #expect(runs[0].count > 1 && runs[0] == runs[1] && runs[0] == runs[2])
    #expect(runs[0].contains { $0.contains("box-push") })
  }

  @Test func tasksWithoutSquaresAndNetworksWithoutTicksAreRefused() throws {
    #expect {
      try PlanProbes(
        try Self.wave(), in: RegressionTask(configuration: [:]), identity: EvidenceSubject())
    } throws: { "\($0)".contains("mazes and Sokoban") }
    let flat = try Catalogue.architecture(
      named: "residual",
      configuration: ArchitectureConfiguration([
        "planes": "\(Self.environment.encoder.planes)", "channels": "4", "blocks": "1",
        "actions": "4",
      ]), shapes: [:])
    #expect {
      try PlanProbes(
        Agent(flat, drawnFrom: RandomStream(seed: 1)), in: Self.environment,
        identity: EvidenceSubject(), settings: Self.small)
    } throws: { "\($0)".contains("has no ticks") }
  }

  @Test func theStepFromWhichAPlanIsReadIsFound() throws {
    let wave = try Self.wave()
    let untrained = Agent(wave.architecture, drawnFrom: RandomStream(seed: 3))
    let agents = [0: untrained, 2: untrained, 4: wave, 8: wave]
    let sources = agents.map { step, agent in
      EmergenceOverCheckpoints.Source(step: step) {
        if step == 2 { throw RunError.brokenCheckpoint(path: "two", reason: "it is cut short.") }
        return agent
      }
    }
    let series = try PlanProbesOverCheckpoints(
      sources, in: Self.environment, settings: Self.small)
    #expect(series.points.map(\.step) == [0, 2, 4, 8])
    #expect(series.emergence(.agentChoice, .single) == 4)
    let finding = series.finding(EvidenceSubject(run: "made"))
    #expect(finding.shows.contains("Step 2: The checkpoint 'two'"))
    #expect(finding.records.first?.subject.step == 8)
    #expect(throws: CaptureError.interrupted) {
      try PlanProbesOverCheckpoints(
        sources, in: Self.environment, settings: Self.small,
        interruption: Interruption { true })
    }
  }
}
