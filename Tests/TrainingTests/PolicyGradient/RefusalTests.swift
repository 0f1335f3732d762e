import Agents
import Environments
import Testing
import Training

private func configuration(
  _ training: any MethodSettings, _ settings: [String: String],
  architecture: String = Residual.name
) -> RunConfiguration {
  RunConfiguration(
    name: "refused", environment: IdentityEnvironment(), architecture: architecture,
    architectureSettings: ArchitectureConfiguration(settings), training: training)
}

@Test func anActorCriticWithoutAValueIsRefusedWithTheRemedy() throws {
  for training in [PPOSettings(), VTraceSettings()] as [any MethodSettings] {
    // That there is none may be said outright.
    for settings in [["value-head": "false"], [:]] {
      do {
        _ = try configuration(training, settings).makeTrainer()
        Issue.record("It was accepted.")
      } catch let error as TrainingError {
        #expect(error.description.contains("gives the value"))
        #expect(error.description.contains("value-head: true"))
      }
    }
    _ = try configuration(training, ["value-head": "true"]).makeTrainer()
    // A network that always has a value needs no setting.
    _ = try configuration(training, [:], architecture: GatedRecurrentUnit.name).makeTrainer()
  }
}

@Test func aNetworkTooLargeForEvolutionIsRefusedWithTheRemedy() throws {
  var settings = EvolutionSettings()
  let large = ["channels": "32", "blocks": "1"]
  do {
    _ = try configuration(settings, large).makeTrainer()
    Issue.record("It was accepted.")
  } catch let error as TrainingError {
    #expect(error.description.contains("at most 5000 parameters"))
    #expect(error.description.contains("largest-network"))
  }
  settings.largestNetwork = 50_000
  _ = try configuration(settings, large).makeTrainer()
}
