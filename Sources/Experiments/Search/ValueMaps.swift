internal import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// A map with one number a square at every tick, as a network computes it: the value map of a value
/// iteration network.
package enum ValueMaps {
  /// The first map of an agent that has ticks and one channel; `nil` without any.
  package static func site(of subject: StudySubject) -> String? {
    subject.agent.architecture.sites.first {
      $0.isMap && $0.hasTicks && $0.channels == 1
    }?.name
  }

  /// One level's map at each of some ticks, side by side on one scale.
  ///
  /// - Parameter ticks: those to show; evenly spaced ones when `nil`.
  /// - Returns: `nil` for a network without such a site.
  /// - Throws: as a capture does.
  package static func chart(
    _ subject: StudySubject, level: MazeLevel, id: String, thinking: Int?, ticks: [Int]? = nil
  ) throws -> ChartDescription.MazeGrid? {
    guard let site = site(of: subject) else { return nil }
    let thinking = thinking ?? subject.agent.defaultTicks
    guard thinking > 0 else { return nil }
    let all = try SiteSeries(of: subject.agent, site: site, thinking: thinking)
    let series = try ticks.map { try all.at($0) } ?? all.thinned(to: 8)
    let captured = try Capture(sites: series.sites, ticks: thinking, encoder: subject.encoder)
      .run(subject.agent, on: LevelSet([level]))
    let panels = try series.sites.indices.map { place -> ChartDescription.Maze in
      var values = try captured.map(series.sites[place], level: 0, channel: 0)
      for cell in level.grid.walls.indices where level.grid.walls[cell] {
        values.elements[cell] = .nan
      }
      return ChartDescription.Maze(
        title: series.label(place), level: level,
        showsAgent: subject.encoder.agentPlane != nil, values: values, quantity: site)
    }
    return ChartDescription.MazeGrid(
      title: "The \(site) map tick by tick", panels: panels, scale: .sequential,
      subtitle: "level \(id), raw activations at \(site)",
      caption: "One scale for all panels. What the network computes, without a probe.")
  }
}
