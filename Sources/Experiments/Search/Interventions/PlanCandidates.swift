package import Agents
internal import LinearAlgebra
internal import Probing

/// Where a network's plan may be changed: the place where it is read best, read both ways, and the
/// main map, from which the network goes on. Tests of change choose among them on the fit levels,
/// for a plan can be read at places that nothing else reads.
package struct PlanCandidate: Sendable {
  package let base: InterventionBase
  package let reader: PlanReader
  /// Move against move, where the plan is read so; the reader is then for its score alone.
  package var pairs: PlanPairs?

  package init(base: InterventionBase, reader: PlanReader, pairs: PlanPairs? = nil) {
    self.base = base
    self.reader = reader
    self.pairs = pairs
  }

  /// The number of channels of the place.
  package var channels: Int { pairs?.channels ?? reader.channels }

  /// At most so many places are looked at.
  static let mostPlaces = 4

  /// The place and how it is read: `cell/hidden, the square alone`.
  package var description: String {
    "\(base.series.name), read from "
      + (pairs == nil ? reader.kernel.description : "the square alone, move against move")
  }

  /// The candidates of an agent, that of a given reader first; only those that read at all.
  ///
  /// - Parameter widely: whether all other maps with ticks are looked at too.
  /// - Throws: as a run of the agent or a fit does.
  package static func all(
    _ base: InterventionBase, agent: Agent, first reader: PlanReader, widely: Bool = false
  ) throws -> [PlanCandidate] {
    var result = [PlanCandidate(base: base, reader: reader)]
    var places = [base.series]
    if let main = agent.mainMap?.name, main != base.series.name, base.series.unit == "tick" {
      places.append(try SiteSeries(of: agent, site: main, thinking: base.thinking))
    }
    if widely, base.series.unit == "tick" {
      for site in agent.architecture.sites.reversed()
      where site.isMap && site.hasTicks && !places.contains(where: { $0.name == site.name })
        && places.count < mostPlaces
      {
        places.append(try SiteSeries(of: agent, site: site.name, thinking: base.thinking))
      }
    }
    for series in places {
      if let own = try pairs(base.at(series), agent: agent, reader: reader) { result.append(own) }
      let missing = PlanKernel.allCases.filter { kernel in
        series.name != base.series.name || kernel != reader.kernel
      }
      for (kernel, other) in zip(
        missing, try readers(base.at(series), agent: agent, kernels: missing))
      {
        guard let other, other.heldOutError < Self.readable else { continue }
        result.append(
          PlanCandidate(base: base.at(series.read(with: kernel)), reader: other))
      }
    }
    return result
  }

  /// A place that leaves more of the plan's variance unread holds none.
  static let readable = 0.9

  /// The last place of a series read move against move; nil where that cannot be read.
  ///
  /// - Throws: as a run of the agent or a fit does.
  package static func pairs(
    _ base: InterventionBase, agent: Agent, reader: PlanReader
  ) throws -> PlanCandidate? {
    let last = base.series.last
    let maps = try base.maps(of: agent, at: [last], on: Array(0..<base.levels.count))
      .activations(at: last)
    let pairs = try PlanPairs(maps, base: base)
    guard pairs.unread < readable, !pairs.margins.isEmpty else { return nil }
    return PlanCandidate(base: base, reader: reader, pairs: pairs)
  }

  /// A candidate of another agent at the same place, read in the same way; nil where nothing varies.
  ///
  /// - Throws: as a run of the agent or a fit does.
  package func like(_ agent: Agent) throws -> PlanCandidate? {
    if pairs != nil { return try Self.pairs(base, agent: agent, reader: reader) }
    return try Self.readers(base, agent: agent, kernels: [reader.kernel])[0]
      .map { PlanCandidate(base: base, reader: $0) }
  }

  /// Readers of the last place of a series, nil where nothing varies.
  ///
  /// - Throws: as a run of the agent or a fit does.
  package static func readers(
    _ base: InterventionBase, agent: Agent, kernels: [PlanKernel]
  ) throws -> [PlanReader?] {
    let last = base.series.last
    let maps = try base.maps(of: agent, at: [last], on: Array(0..<base.levels.count))
      .activations(at: last)
    let data = try PlanReader.data(base.levels)
    return try kernels.map { kernel in
      do {
        return try PlanReader(maps, at: last, kernel: kernel, levels: base.levels, data: data)
      } catch ProbingError.constantFeatures(_) {
        return nil
      }
    }
  }
}
