import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Storage
import TestSupport
import Testing

@Suite struct InterventionTasksTests {
  private var settings: InterventionSettings {
    var settings = InterventionSettings()
    (settings.draws, settings.levelsADraw, settings.replicates) = (19, 8, 200)
    (settings.rankingDraws, settings.rankingLevels) = (19, 8)
    return settings
  }

  /// P6: the answer to a regression is read from the last layer's tokens, so that those of another
  /// problem give the other problem's answer.
  @Test func anAnswerIsPatchedFromAnotherProblem() throws {
    let task = try RegressionTask(
      configuration: ["environment": RegressionTask.name, "dimension": "4", "pairs": "8"])
    let agent = PlantedGradientDescent.agent(dimension: 4, pairs: 8, steps: 5, stepSize: 1)
    let decisions = try DecisionSet(task, count: 80, random: RandomStream(seed: 6))
    #expect(decisions.noun == "problem")
    let site = try #require(agent.architecture.sites.last { $0.isMap })
    let place = try InterventionPlace(
      agent, site: site.name, ticks: site.hasTicks ? [agent.defaultTicks] : nil)
    let source = Intervention.Source(
      agent, name: "itself", observations: decisions.observations, isSameNetwork: true,
      isOfOtherLevels: true)
    let study = try InterventionStudy(
      Intervention(.patch(source), at: place), in: agent, on: decisions, settings: settings)
    #expect(study.isNumbers && study.effects.map(\.measure) == [.choice, .loss])
    let answers = try agent.run(
      decisions.observations, reads: decisions.reads.map { [$0] }
    ).logits.column(0).map(Double.init)
    let own = decisions.report.map { answers[$0] }
    let mean = Sample.mean(own)
    let variance = Sample.mean(own.map { ($0 - mean) * ($0 - mean) })
    let expected = Sample.mean(
      own.indices.map { index in
        let other = own[(index + 1) % own.count]
        return (own[index] - other) * (own[index] - other) / variance
      })
    #expect(abs(study.choice.own.value / expected - 1) < 1e-4)
    let nothing = try InterventionStudy(
      Intervention(
        .add(direction: .init(repeating: 1, count: site.channels), scale: 0), at: place),
      in: agent, on: decisions, settings: settings)
    #expect(nothing.isIdentical)
  }

  /// A site that is one vector, in environments other than the red-door mazes.
  @Test(arguments: ["cheese", "keys-and-chests"])
  func aNetworkWithoutMapsIsChangedInAnyEnvironment(name: String) throws {
    let task = try EnvironmentCatalogue.environment(["environment": name])
    let shape = task.observationShape
    let agent = Agent(
      try GatedRecurrentUnit(
        ArchitectureConfiguration([
          "rows": "\(shape.rows)", "columns": "\(shape.columns)", "planes": "\(shape.planes)",
          "actions": "\(task.outputCount)", "units": "6",
        ])), drawnFrom: RandomStream(seed: 2))
    let decisions = try DecisionSet(task, count: 60, random: RandomStream(seed: 3))
    let place = try InterventionPlace(agent, site: "cell/hidden")
    let study = try InterventionStudy(
      Intervention(.ablate(.zero), at: place), in: agent, on: decisions, settings: settings)
    #expect(study.choice.own.value >= 0)
    #expect(study.decisions.noun == "state")
    #expect(throws: InterventionError.notAMap(site: "cell/hidden", maps: [])) {
      try InterventionPlace(agent, site: "cell/hidden", squares: .agent)
    }
    let source = Intervention.Source(
      agent, name: "itself", observations: decisions.observations, isSameNetwork: true,
      isOfOtherLevels: false)
    #expect(
      try InterventionStudy(
        Intervention(.patch(source), at: place), in: agent, on: decisions, settings: settings
      ).isIdentical)
  }

  @Test func aTaskWhoseFirstStatesAreOneStateIsRefused() throws {
    #expect(throws: InterventionError.sameStates(task: "bandit", count: 60)) {
      try DecisionSet(
        EnvironmentCatalogue.environment(["environment": "bandit"]), count: 60,
        random: RandomStream(seed: 3))
    }
  }

  @Test func aTaskWithoutDecisionsIsRefused() throws {
    #expect(throws: InterventionError.nothingToDecide(task: QuadraticProblems.name)) {
      try DecisionSet(
        EnvironmentCatalogue.environment(["environment": QuadraticProblems.name]), count: 10,
        random: RandomStream(seed: 1))
    }
  }

  @Test func aDirectionIsReadOrRefusedInASentence() throws {
    let scratch = try ScratchFolder()
    let agent = try #require(InterventionFixtures.wave(channels: 6))
    let place = try InterventionPlace(agent, site: "cell/hidden")
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let path = scratch.file("direction.npy")
    try NumPyFile.write(values, to: path)
    #expect(try DirectionFile.read(path, for: place) == values)
    try NumPyFile.write(values, shape: [1, 6], to: path)
    #expect(try DirectionFile.read(path, for: place) == values)
    try NumPyFile.write(values, shape: [2, 3], to: path)
    #expect(throws: InterventionError.self) { try DirectionFile.read(path, for: place) }
    try NumPyFile.write(Array(values.prefix(5)), to: path)
    #expect(
      throws: InterventionError.wrongDirection(
        path: path, shape: [5], site: "cell/hidden", channels: 6)
    ) { try DirectionFile.read(path, for: place) }
    try NumPyFile.write([1, 2, .nan, 4, 5, 6], to: path)
    #expect(throws: InterventionError.notFiniteDirection(path: path, index: 2)) {
      try DirectionFile.read(path, for: place)
    }
    try NumPyFile.write([0, 0, 0, 0, 0, 0], to: path)
    #expect(throws: InterventionError.zeroDirection(path: path)) {
      try DirectionFile.read(path, for: place)
    }
    for text in ["1,2,3", "one, two, three and no array of numbers"] {
      try AtomicFile.write(text: text, to: path)
      #expect {
        try DirectionFile.read(path, for: place)
      } throws: { "\($0)".contains(path) && "\($0)".contains(".npy") }
    }
  }
}
