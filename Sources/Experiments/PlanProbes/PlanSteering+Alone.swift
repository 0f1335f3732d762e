internal import Agents
package import Environments
internal import LinearAlgebra
internal import Probing

extension PlanSteering {
  /// T5 by itself on fresh levels of an environment.
  ///
  /// - Throws: as a run of the agent or a fit does, and where too few levels can be drawn.
  package static func alone(
    _ subject: StudySubject, in environment: RedDoorEnvironment, fit: Int, report: Int,
    draws: Int, seed: UInt64
  ) throws -> Finding {
    var settings = SearchSettings()
    (settings.seed, settings.interventionDraws) = (seed, draws)
    let levels = try FreshLevels(environment, seed: seed).set(fit: fit, report: report)
    let thinking = subject.agent.defaultTicks
    let series = try PlanPlace(subject, on: levels, site: nil, thinking: thinking).series
    let base = try InterventionBase(
      subject, on: levels, series: series, settings: settings,
      random: RandomStream(seed: seed).split("search"))
    let maps = try base.maps(of: subject.agent, at: [series.last], on: Array(0..<levels.count))
      .activations(at: series.last)
    let reader = try PlanReader(
      maps, at: series.last, kernel: series.kernel, levels: levels, data: PlanReader.data(levels))
    return try PlanSteering(base, reader: reader).finding(subject)
  }
}
