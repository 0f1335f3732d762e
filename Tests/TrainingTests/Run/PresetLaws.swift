import Agents
import Environments
import Foundation
import NeuralNetworks
import Storage
import TestSupport
import Testing
import Training

/// A preset that measures little and begins soon, otherwise as it is.
private func brief(_ name: String) throws -> RunConfiguration {
  let entry = try #require(Presets.entries.first { $0.name == name })
  let small = [
    "evaluation-states": "4", "evaluation-episodes": "2", "evaluation-samples": "8",
    "evaluation-problems": "4", "tuning-problems": "4", "warm-up": "64", "replay": "2000",
    "pairs": "4",
  ]
  var section = ""
  var lines: [String] = []
  for line in entry.yaml.split(separator: "\n", omittingEmptySubsequences: true) {
    if !line.hasPrefix(" ") { section = String(line.prefix { $0 != ":" }) }
    let key = String(line.drop { $0 == " " }.prefix { $0 != ":" })
    if section != "training" || small[key] == nil { lines.append(String(line)) }
  }
  let method = type(of: try RunConfiguration(yaml: entry.yaml).training)
  // The section of the training is the last.
  for key in method.keys { if let value = small[key] { lines.append("  \(key): \(value)") } }
  return try RunConfiguration(yaml: lines.joined(separator: "\n"))
}

@Suite(.serialized) struct PresetLaws {
  @Test(arguments: Presets.entries.map(\.name))
  func everyPresetTrainsToTheSameBytesOnAnyNumberOfThreadsAndWhenResumed(name: String) throws {
    let configuration = try brief(name)
    let ends = try ThreadCounts.oneTwoThree {
      var trainer = try configuration.makeTrainer()
      let start = trainer.agent.parameters.values
      try trainer.advance()
      let between = trainer.checkpoint
      try trainer.advance()
      #expect(trainer.agent.parameters.values != start)
      var resumed = try configuration.makeTrainer(resuming: between)
      #expect(resumed.update == 1)
      try resumed.advance()
      #expect(resumed.agent.parameters.values == trainer.agent.parameters.values)
      #expect(resumed.checkpoint.state.map(\.tensor) == trainer.checkpoint.state.map(\.tensor))
      #expect(resumed.checkpoint.stateText == trainer.checkpoint.stateText)
      return trainer.agent.parameters.values
    }
    #expect(ends.allSatisfy { $0 == ends[0] })
    // What is written is read back as the same run, and its checkpoint as the same network.
    #expect(try RunConfiguration(yaml: configuration.yaml) == configuration)
    let trainer = try configuration.makeTrainer()
    let agent = try trainer.checkpoint.makeAgent()
    #expect(agent.parameters.values == trainer.agent.parameters.values)
    #expect(trainer.columns.count == Set(trainer.columns).count)
  }

  @Test(arguments: Presets.entries.map(\.name))
  func everyPresetSaysWhatItShowsAndHowLongItTakes(name: String) throws {
    let entry = try #require(Presets.entries.first { $0.name == name })
    #expect(entry.summary.count > 20)
    let units = ["second", "minute", "hour"]
    #expect(units.contains { entry.time.contains($0) }, "\(entry.time)")
    #expect(try Presets.configuration(named: name).name == name)
  }
}

@Test func everyArchitectureAndMethodHasAPreset() throws {
  let configurations = try Presets.entries.map { try Presets.configuration(named: $0.name) }
  #expect(
    Set(configurations.map(\.architecture)).isSuperset(
      // A layer program is as many networks as there are programs.
      of: Catalogue.entries.map(\.name).filter { $0 != LayerProgram.name }))
  let methods = Set(configurations.map { type(of: $0.training).method })
  #expect(methods.isSuperset(of: TrainingMethods.all.map { $0.method }.filter { $0 != "v-trace" }))
}

@Test(arguments: [
  ("architecture:\n  name: recurent-residual", "recurent-residual", "recurrent-residual"),
  ("environment:\n  environment: sokobann", "sokobann", "sokoban"),
  ("training:\n  method: imitate", "imitate", "imitation"),
])
func aRunFileThatNamesWhatThereIsNotSaysWhatThereIs(
  text: String, wrong: String, known: String
) throws {
  #expect {
    try RunConfiguration(yaml: text)
  } throws: { error in
    "\(error)".contains(wrong) && "\(error)".contains(known)
  }
}

@Test(arguments: [
  ("bandit", "recurrent-residual", "imitation"),
  ("in-context-regression", "linear-attention", "ppo"),
  ("red-door", "gru", "imitation"), ("red-door", "recurrent-residual", "supervised"),
])
func aMethodThatDoesNotGoWithTheTaskIsRefusedBeforeAnythingIsWritten(
  task: String, architecture: String, method: String
) throws {
  let folder = try ScratchFolder()
  let configuration = try RunConfiguration(
    yaml: """
      environment:
        environment: \(task)
      architecture:
        name: \(architecture)
      training:
        method: \(method)
      """)
  #expect {
    _ = try TrainingSession(creating: folder.file("run"), configuration)
  } throws: { error in
    (error as? TrainingError)?.description.contains(method) ?? false
  }
  #expect(!Folder.exists(folder.file("run")))
}
