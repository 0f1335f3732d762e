import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks

/// Planted networks with levels and few draws, for tests of changed activations.
enum InterventionFixtures {
  static let ticks = 36

  /// 60 levels to fit and 40 to report on.
  static let levels: LevelSet? = try? SearchFixtures.probing(
    SearchFixtures.environment, fit: 60, report: 40, seed: 9)

  static func settings() -> SearchSettings {
    var settings = SearchSettings()
    settings.replicates = 400
    settings.interventionDraws = 19
    settings.interventionLevels = 20
    settings.interventionLevelsADraw = 6
    settings.interventionFitLevels = 10
    settings.interventionUntrained = 1
    settings.interventionFewestLevels = 10
    return settings
  }

  static func reading() -> PlantedWave.Reading? {
    PlantedWave.Reading(SearchFixtures.environment.encoder)
  }

  /// The planted wave in a convolutional LSTM, whose policy reads the pointers at the agent.
  static func pointers() -> Agent? {
    reading().map { PlantedConvLSTMWave.agent($0, ticks: ticks) }
  }

  /// The planted wave, whose policy reads the heights beside the agent.
  static func wave(channels: Int = 6) -> Agent? {
    reading().map { PlantedWave.agent($0, ticks: ticks, channels: channels) }
  }

  static func valueIteration(discount: Float = 1) -> Agent? {
    reading().map { PlantedValueIteration.agent($0, discount: discount, iterations: ticks) }
  }

  /// The same network with a head that chooses one move whatever it reads.
  static func headless(_ agent: Agent) -> Agent {
    var agent = agent
    for name in ["read/policy/weight", "read/hidden/weight"] {
      guard agent.parameters.layout.entries.contains(where: { $0.name == name }) else { continue }
      agent.parameters[name] = Tensor(shape: agent.parameters[name].shape)
    }
    var bias = agent.parameters["read/policy/bias"]
    bias.elements[1] = 1
    agent.parameters["read/policy/bias"] = bias
    return agent
  }

  static func base(_ agent: Agent, site: String? = nil) throws -> InterventionBase? {
    guard let levels else { return nil }
    let subject = StudySubject(agent, encoder: SearchFixtures.environment.encoder)
    let series =
      try site.map { try SiteSeries(of: agent, site: $0, thinking: ticks) }
      ?? PlanPlace(subject, on: levels, site: nil, thinking: ticks).series
    return try InterventionBase(
      subject, on: levels, series: series, settings: settings(), random: RandomStream(seed: 4))
  }

  static func reader(_ base: InterventionBase) throws -> PlanReader {
    let maps = try base.maps(
      of: base.subject.agent, at: [base.series.last], on: Array(0..<base.levels.count)
    ).activations(at: base.series.last)
    return try PlanReader(
      maps, at: base.series.last, kernel: base.series.kernel, levels: base.levels,
      data: PlanReader.data(base.levels))
  }
}
