import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Storage
import Testing

@Suite struct EmergenceOverCheckpointsTests {
  @Test func theFirstStepThatStaysIsFoundAndBrokenCheckpointsAreNamed() throws {
    let levels = try #require(SearchFixtures.levels)
    let encoder = SearchFixtures.environment.encoder
    let planted = try #require(SearchFixtures.pointers(encoder, ticks: 22))
    let untrained = Agent(planted.architecture, drawnFrom: RandomStream(seed: 9))
    var diverged = untrained
    diverged.parameters.values[0] = .nan
    let other = Agent(
      RecurrentResidual(planes: encoder.planes, channels: 8, actions: 4, ticks: 22, readWidth: 0),
      drawnFrom: RandomStream(seed: 9))
    let agents = [
      0: untrained, 2: diverged, 4: planted, 8: untrained, 16: planted, 32: other, 64: planted,
    ]
    var sources = agents.map { step, agent in
      EmergenceOverCheckpoints.Source(step: step) { agent }
    }
    sources.append(
      EmergenceOverCheckpoints.Source(step: 1) {
        throw RunError.brokenCheckpoint(path: "step-1", reason: "it is cut short.")
      })
    let result = try EmergenceOverCheckpoints(
      sources, encoder: encoder, on: levels, settings: SearchFixtures.settings(for: levels))
    #expect(result.steps == [0, 4, 8, 16, 64])
    #expect(result.broken.map(\.step) == [1, 2, 32])
    #expect(result.broken[0].reason.contains("step-1"))
    #expect(result.broken[1].reason.contains("NaN"))
    #expect(result.broken[2].reason.contains("configuration"))
    // Step 4 does not stay: step 8 is as if untrained.
    #expect(result.emergence == 16)
    let finding = result.finding(EvidenceSubject(run: "planted"))
    #expect(finding.shows.contains("From step 16 on"))
    #expect(finding.shows.contains("step 1 was not measured"))
    #expect(finding.records.first?.subject.step == 64)
    #expect(finding.records.count == 5)
  }

  @Test func withoutAnyUsableCheckpointTheReasonsAreGiven() throws {
    let levels = try #require(SearchFixtures.levels)
    let source = EmergenceOverCheckpoints.Source(step: 3) {
      throw RunError.brokenCheckpoint(path: "a", reason: "it is cut short.")
    }
    #expect {
      try EmergenceOverCheckpoints(
        [source], encoder: SearchFixtures.environment.encoder, on: levels)
    } throws: { error in
      "\(error)".contains("No checkpoint can be used") && "\(error)".contains("Step 3")
    }
  }
}
