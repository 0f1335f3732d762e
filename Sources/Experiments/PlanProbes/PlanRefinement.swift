internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
package import Probing
package import Statistics

/// Does more thinking about a first observation make the plan that is read a better one?
///
/// The network looks at the first observation of each level for longer than it does by itself: by
/// further ticks where every state is seen anew, by further steps without an action where a memory
/// is carried. At each point a probe is fitted anew to what the agent does in the rest of the episode
/// (after all that thinking, where it is carried).
package struct PlanRefinement: Sendable {
  static let test = "plan probes over extra ticks"

  /// One concept read by one kernel.
  package struct Curve: Sendable {
    package let concept: SquareConcept
    package let kernel: Neighbourhood
    /// One a point.
    package let scores: [BootstrapEstimate]
    package let observation: BootstrapEstimate
    /// The last point minus that where the network stops by itself.
    package let gain: BootstrapEstimate
    /// That point minus the first one.
    package let within: BootstrapEstimate
    package let gates: [EvidenceGate]
    package let levels: Int
  }

  package let site: String
  /// The ticks thought at each point.
  package let ticks: [Int]
  /// The place of the number of ticks that the network thinks by itself.
  package let own: Int
  /// Whether the memory of the network was carried.
  package let carries: Bool
  package let curves: [Curve]

  /// Reads every point.
  ///
  /// - Parameters:
  ///   - starts: the first moments of episodes, with the labels of what the agent then does.
  ///   - thinking: ticks of one step.
  /// - Throws: as a run of the agent or a fit does.
  init(
    _ starts: PlanMoments, of agent: Agent, site: String, thinking: Int,
    settings: PlanProbeSettings, random: RandomStream
  ) throws {
    carries = !agent.architecture.memory.isEmpty
    self.site = site
    let first = try agent.allTicks(of: site, thinking: thinking).first?.tick ?? 1
    let maps: [Int: Tensor]
    if carries {
      maps = try Self.passes(starts, agent, site, thinking, first, settings.extraTicks)
    } else {
      let all = Array(first...(thinking + settings.extraTicks))
      let chosen = Set(PlanLayers.thinned(all, to: 2 * settings.mostTicks) + [thinking])
      let sites = chosen.sorted().map { Site(site, tick: $0) }
      let output = try agent.run(
        starts.observations, reads: starts.reads, ticks: thinking + settings.extraTicks,
        capturing: sites)
      maps = Dictionary(
        uniqueKeysWithValues: sites.compactMap { site in
          output.activations[site].map { (site.tick, $0) }
        })
    }
    let ticks = maps.keys.sorted()
    let own = ticks.firstIndex(of: thinking) ?? 0
    self.ticks = ticks
    self.own = own
    var curves: [Curve] = []
    for concept in SquareConcept.allCases {
      guard let data = try concept.data(starts) else { continue }
      let scan = try PlanProbeMap.scan(
        data, settings: settings, random: random.split("refinement \(concept.rawValue)"))
      for kernel in PlanProbeMap.kernels {
        let results = try Parallel.tryMap(ticks.count + 1) { index in
          try scan.measure(
            LocalFeatures.gather(
              index < ticks.count
                ? maps[ticks[index]] ?? starts.observations : starts.observations, kernel,
              for: data), withNull: false)
        }
        curves.append(
          Curve(
            concept: concept, kernel: kernel, scores: results.dropLast().map(\.score),
            observation: results[ticks.count].score,
            gain: scan.difference(results[ticks.count - 1].sums, results[own].sums),
            within: scan.difference(results[own].sums, results[0].sums),
            gates: scan.settings.gates.check(data), levels: scan.reportLevels))
      }
    }
    self.curves = curves
  }

  /// The maps after so many ticks in all, step after step on one observation.
  private static func passes(
    _ starts: PlanMoments, _ agent: Agent, _ site: String, _ thinking: Int, _ first: Int,
    _ extra: Int
  ) throws -> [Int: Tensor] {
    let count = 1 + (extra + thinking - 1) / max(1, thinking)
    var maps: [Int: Tensor] = [:]
    var memory: [Tensor] = []
    for pass in 0..<count {
      let sites = (first...thinking).map { Site(site, tick: $0) }
      let output = try agent.run(
        starts.observations, reads: starts.reads, ticks: thinking, capturing: sites,
        memory: memory)
      for site in sites { maps[pass * thinking + site.tick] = output.activations[site] }
      memory = output.memory
    }
    return maps
  }

  /// The number of passes without an action before the first one, for labels.
  static func passes(thinking: Int, extra: Int) -> Int {
    (extra + thinking - 1) / max(1, thinking)
  }
}
