import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import TestSupport
import Testing

/// Networks and levels to match traces on.
enum TraceFixtures {
  static let levels = try? SearchFixtures.probing(
    SearchFixtures.environment, fit: 60, report: 40)

  static func match(
    _ agent: Agent, encoder: any ObservationEncoder = SearchFixtures.environment.encoder,
    levels: LevelSet? = nil, ticks: Int = 6, site: String? = nil, kernel: PlanKernel? = nil
  ) throws -> (result: TraceMatching, subject: StudySubject) {
    let levels = try levels ?? #require(Self.levels)
    let subject = StudySubject(agent, encoder: encoder)
    var settings = SearchFixtures.settings(for: levels)
    settings.untrained = 1
    settings.baseline.radius = 2
    let random = RandomStream(seed: 5)
    let series = try SiteSeries(of: agent, site: site, thinking: agent.defaultTicks)
      .thinned(to: ticks)
    let read = kernel.map { series.read(with: $0) } ?? series
    let captures = try NetworkCaptures(
      subject, on: levels, series: read, thinking: nil, untrained: 1, random: random)
    return (try TraceMatching(captures, settings: settings, random: random), subject)
  }

  /// Two networks of one architecture, each of which uses the first six of twelve channels, side by
  /// side: the second on the other six. The action is read from the first.
  static func joined(_ first: Agent, _ second: Agent) -> Agent {
    var result = first
    for name in [
      "embedding/weight", "embedding/bias", "cell/from-hidden/weight", "cell/from-embedding/weight",
      "cell/inner/bias", "cell/update/weight", "cell/update/bias",
    ] {
      let (own, other) = (first.parameters[name], second.parameters[name])
      var values = own
      let outputs = own.shape[own.shape.count - 1]
      let inputs = own.shape.count > 1 ? own.shape[own.shape.count - 2] : 1
      let moves = own.shape.count > 1 && name != "embedding/weight"
      for index in other.elements.indices where other.elements[index] != 0 {
        let (output, rest) = (index % outputs, index / outputs)
        let (input, place) = (rest % inputs, rest / inputs)
        let moved = (place * inputs + (moves ? input + 6 : input)) * outputs + output + 6
        values.elements[moved] = other.elements[index]
      }
      result.parameters[name] = values
    }
    return result
  }
}
