internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing

/// Where in a network its plan is read, and what of a square: chosen on the fit levels alone.
///
/// The main map is kept unless another one is clearly better, or nothing differs in it: a place that is
/// read must also be one that the network goes on from.
package struct PlanPlace: Sendable {
  /// A place with the error of its reader.
  package struct Candidate: Sendable {
    package let site: String
    package let kernel: PlanKernel
    /// The share of the plan's variance that is not read, left out level by level.
    package let error: Double
  }

  package let candidates: [Candidate]
  package let series: SiteSeries

  /// Another place or kernel has to leave so much less of the plan's variance unread.
  static let margin = 0.05

  /// Tries the maps of a network at the end of its computation.
  ///
  /// - Parameter site: the only one to look at; all with ticks (or, without any, the layers) when
  ///   `nil`.
  /// - Throws: what a run or a fit is refused for.
  package init(
    _ subject: StudySubject, on levels: LevelSet, site: String?, thinking: Int
  ) throws {
    let main = try SiteSeries(of: subject.agent, site: site, thinking: thinking)
    var all = [main]
    if site == nil, main.unit == "tick" {
      for other in subject.agent.architecture.sites
      where other.isMap && other.hasTicks && other.name != main.name {
        all.append(try SiteSeries(of: subject.agent, site: other.name, thinking: thinking))
      }
    }
    let data = try PlanReader.data(levels)
    let capture = Capture(sites: all.map(\.last), ticks: thinking, encoder: subject.encoder)
    let set = try capture.run(subject.agent, on: levels)
    var found: [Candidate] = []
    var best: (series: SiteSeries, error: Double)?
    for series in all {
      for kernel in PlanKernel.allCases {
        guard
          let error = try Self.error(
            set.activations(at: series.last), at: series.last, kernel, levels, data)
        else { continue }
        found.append(Candidate(site: series.last.name, kernel: kernel, error: error))
        if best.map({ error < $0.error - Self.margin }) ?? true {
          best = (series.read(with: kernel), error)
        }
      }
    }
    candidates = found
    series = best?.series ?? main
  }

  /// The error of a reader; nil for a map that does not vary, or whose numbers run over.
  private static func error(
    _ maps: Tensor, at place: Site, _ kernel: PlanKernel, _ levels: LevelSet, _ data: ProbeData
  ) throws -> Double? {
    do {
      let error = try PlanReader(maps, at: place, kernel: kernel, levels: levels, data: data)
        .heldOutError
      return error.isFinite ? error : nil
    } catch ProbingError.constantFeatures(_) {
      return nil
    }
  }
}
